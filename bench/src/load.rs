//! How many requests the worker answers, and how fast, beside a static file from the same workerd.
//!
//! A closed loop over a few kept connections: each sends its next request when it has read the last answer.

mod connection;

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use latchkey_tests::client::{Client, SESSION_COOKIE};
use xtask::product::Product;

use self::connection::Connection;

/// Number of connections: enough to keep one core busy, few enough that latency is the worker's and not the queue's.
const CONNECTIONS: usize = 8;

struct Route {
    name: &'static str,
    port: u16,
    path: String,
    headers: Vec<(String, String)>,
}

struct Rate {
    per_second: f64,
    median: Duration,
    high: Duration,
    bytes: usize,
    /// Answers other than 200. They count in the rate too, so that an error does not look like slowness.
    failed: u32,
}

/// Puts one route after the other under load. Returns the table.
///
/// # Errors
/// When the product cannot be reached; an answer other than 200 is a figure and not an error.
pub async fn table(product: &Product, seconds: u64) -> Result<String> {
    let client = Client::new(product);
    client.sign_in(product, "ada").await;
    let routes = routes(product, &client).await?;
    let [floor, routes @ ..] = &routes[..] else {
        return Ok(String::new());
    };
    let mut text = format!(
        "\nRequests to the worker ({CONNECTIONS} connections, {seconds} s each; the load and workerd share this machine)\n\n  \
         {:26} {:>10} {:>9} {:>9} {:>9} {:>7} {:>9} {:>9}\n",
        "route", "per second", "p50", "p99", "bytes", "failed", "of disk", "of worker"
    );
    let mut row = |name: &str, rate: &Rate, of_disk: f64, of_worker: f64| {
        text.push_str(&format!(
            "  {name:26} {:>10.0} {:>6.2} ms {:>6.2} ms {:>9} {:>7} {:>9} {:>9}\n",
            rate.per_second,
            rate.median.as_secs_f64() * 1000.0,
            rate.high.as_secs_f64() * 1000.0,
            rate.bytes,
            rate.failed,
            percent(of_disk),
            percent(of_worker),
        ));
    };
    let whole = Duration::from_secs(seconds);
    let mut before = rate(floor, whole)?;
    row(floor.name, &before, 1.0, f64::NAN);
    // The same kind of file as a visitor gets it, through the worker: the first route.
    let mut by_worker = None;
    for route in routes {
        // The first requests compile what the rest runs.
        rate(route, Duration::from_millis(300))?;
        let met = rate(route, whole)?;
        // The static file before and after each route: another program that becomes busy slows all three.
        let after = rate(floor, whole / 2)?;
        let by_worker = *by_worker.get_or_insert(met.per_second);
        let of_disk = met.per_second / f64::midpoint(before.per_second, after.per_second);
        row(route.name, &met, of_disk, met.per_second / by_worker);
        before = after;
    }
    text.push_str(
        "\n  Goal: first page and overview at 50 % of a static file of the same workerd or more. `of disk`: of a file that\n  \
         workerd's own disk service sends; `of worker`: of a built file that the worker sends. The overview holds one\n  \
         round trip to the tenant, which runs unoptimized and on the same cores.\n",
    );
    Ok(text)
}

fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.0} %", 100.0 * share) } else { "–".to_owned() }
}

async fn routes(product: &Product, client: &Client) -> Result<Vec<Route>> {
    let files = product.plain_files.context("the product was started without its plain files")?;
    let encoding = ("Accept-Encoding".to_owned(), "gzip, deflate, br, zstd".to_owned());
    let session = client.cookie(SESSION_COOKIE).context("Ada is not signed in")?;
    let session = ("Cookie".to_owned(), format!("{SESSION_COOKIE}={session}"));
    let page = client.get("/").await;
    let built_file = page
        .body
        .split('"')
        .find(|part| part.starts_with("/assets/") && part.ends_with(".js"))
        .context("the page names no script")?
        .to_owned();
    let route =
        |name, port, path: &str, headers| Route { name, port, path: path.to_owned(), headers };
    Ok(vec![
        route("a file, by workerd's disk", files, "/index.html", vec![]),
        route("a built file, by the worker", product.port, &built_file, vec![]),
        route("health", product.port, "/healthz", vec![]),
        route("first page", product.port, "/", vec![]),
        route("first page, compressed", product.port, "/", vec![encoding.clone()]),
        route("signed-in page", product.port, "/", vec![session.clone()]),
        route(
            "overview",
            product.port,
            contract::routes::OVERVIEW,
            vec![
                session,
                (contract::VERSION_HEADER.to_owned(), contract::VERSION.to_owned()),
                ("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()),
            ],
        ),
    ])
}

/// Puts a route under load for this long.
fn rate(route: &Route, during: Duration) -> Result<Rate> {
    let begun = Instant::now();
    let until = begun + during;
    let met: Vec<Result<Met>> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(move || repeat(route, until))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a load thread panicked"))))
            .collect()
    });
    let took = begun.elapsed().as_secs_f64();
    let (mut latencies, mut bytes, mut failed) = (Vec::new(), 0, 0);
    for met in met {
        let met = met.with_context(|| format!("loading {}", route.name))?;
        latencies.extend(met.latencies);
        bytes = bytes.max(met.bytes);
        failed += met.failed;
    }
    latencies.sort_unstable();
    let count = latencies.len();
    Ok(Rate {
        per_second: f64::from(u32::try_from(count)?) / took,
        median: latencies[count / 2],
        high: latencies[(count * 99 / 100).min(count - 1)],
        bytes,
        failed,
    })
}

/// What one connection met.
#[derive(Default)]
struct Met {
    latencies: Vec<Duration>,
    bytes: usize,
    failed: u32,
}

fn repeat(route: &Route, until: Instant) -> Result<Met> {
    let mut connection = Connection::open(route.port, &route.path, &route.headers)?;
    let mut met = Met::default();
    while met.latencies.is_empty() || Instant::now() < until {
        let begun = Instant::now();
        let answer = connection.get()?;
        met.latencies.push(begun.elapsed());
        if answer.status == 200 {
            met.bytes = answer.bytes;
        } else {
            met.failed += 1;
        }
    }
    Ok(met)
}
