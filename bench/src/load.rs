//! How many requests the worker answers, and how fast, beside a static file from the same workerd.
//!
//! A closed loop over a few kept connections: each sends its next request when it has read the last answer.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use latchkey_tests::client::{Client, SESSION_COOKIE};
use xtask::product::Product;

use crate::{
    Part,
    connection::{Connection, request},
    figure::Figure,
    latencies::Latencies,
};

/// Number of connections: enough to keep one core busy, few enough that latency is the worker's and not the queue's.
const CONNECTIONS: usize = 8;

struct Route {
    name: &'static str,
    port: u16,
    request: Vec<u8>,
    /// The share of the disk service's rate that it must and should reach, in per cent.
    goal: Option<(f64, f64)>,
}

struct Rate {
    per_second: f64,
    latencies: Latencies,
    bytes: usize,
}

/// Puts one route after the other under load.
///
/// # Errors
/// When the product cannot be reached; an answer other than 200 is a figure and not an error.
pub async fn measure(product: &Product, seconds: u64) -> Result<Part> {
    let client = Client::new(product);
    client.sign_in(product, "ada").await;
    let routes = routes(product, &client).await?;
    let [floor, routes @ ..] = &routes[..] else {
        return Ok(Part { text: String::new(), figures: Vec::new() });
    };
    let mut text = format!(
        "\nRequests to the worker ({CONNECTIONS} connections, {seconds} s each; the load and workerd share this machine)\n\n  \
         {:26} {:>10} {:>9} {:>9} {:>9} {:>7} {:>9} {:>9}\n",
        "route", "per second", "p50", "p99", "bytes", "failed", "of disk", "of worker"
    );
    let mut figures = Vec::new();
    let mut row = |route: &Route, rate: &Rate, of_disk: f64, of_worker: f64| {
        let name = route.name;
        let [median, high] = [50, 99].map(|it| rate.latencies.percentile(it));
        text.push_str(&format!(
            "  {name:26} {:>10.0} {median:>6.2} ms {high:>6.2} ms {:>9} {:>7} {:>9} {:>9}\n",
            rate.per_second,
            rate.bytes,
            rate.latencies.failed,
            percent(of_disk),
            percent(of_worker),
        ));
        if let Some((must, aim)) = route.goal {
            let name = format!("{name}, requests per second beside a static file");
            figures.push(Figure::measured(name, 100.0 * of_disk, "%").at_least(must, aim));
        }
        let failed = Figure::counted(format!("{name}, failed"), rate.latencies.failed, "requests");
        figures.push(failed.at_most(0.0, 0.0));
    };
    let whole = Duration::from_secs(seconds);
    let mut before = rate(floor, whole)?;
    row(floor, &before, 1.0, f64::NAN);
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
        row(route, &met, of_disk, met.per_second / by_worker);
        before = after;
    }
    text.push_str(
        "\n  `of disk`: of a file that workerd's own disk service sends; `of worker`: of a built file that the worker sends.\n  \
         The overview holds one round trip to the tenant, which runs on the same cores.\n",
    );
    Ok(Part { text, figures })
}

fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.0} %", 100.0 * share) } else { "–".to_owned() }
}

async fn routes(product: &Product, client: &Client) -> Result<Vec<Route>> {
    let files = product.plain_files.context("the product was started without its plain files")?;
    let session = client.cookie(SESSION_COOKIE).context("Ada is not signed in")?;
    let session = format!("{SESSION_COOKIE}={session}");
    let page = client.get("/").await;
    let built_file = page
        .body
        .split('"')
        .find(|part| part.starts_with("/assets/") && part.ends_with(".js"))
        .context("the page names no script")?
        .to_owned();
    let route = |name, port, path: &str, headers: &[(&str, &str)], goal| Route {
        name,
        port,
        request: request("GET", port, path, headers, None),
        goal,
    };
    let encoding = ("Accept-Encoding", "gzip, deflate, br, zstd");
    let (session, half) = (("Cookie", session.as_str()), Some((50.0, 50.0)));
    let overview =
        [session, (contract::VERSION_HEADER, contract::VERSION), ("Sec-Fetch-Site", "same-origin")];
    let port = product.port;
    Ok(vec![
        route("a file, by workerd's disk", files, "/index.html", &[], None),
        route("a built file, by the worker", port, &built_file, &[], None),
        route("health", port, "/healthz", &[], None),
        route("first page", port, "/", &[], half),
        route("first page, compressed", port, "/", &[encoding], None),
        route("signed-in page", port, "/", &[session], None),
        route("overview", port, contract::routes::OVERVIEW, &overview, half),
    ])
}

/// Puts a route under load for this long.
fn rate(route: &Route, during: Duration) -> Result<Rate> {
    let begun = Instant::now();
    let until = begun + during;
    let met: Vec<Result<(Latencies, usize)>> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(move || repeat(route, until))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a load thread panicked"))))
            .collect()
    });
    let took = begun.elapsed();
    let (mut latencies, mut bytes) = (Vec::new(), 0);
    for met in met {
        let (part, size) = met.with_context(|| format!("loading {}", route.name))?;
        latencies.push(part);
        bytes = bytes.max(size);
    }
    let latencies = Latencies::together(latencies);
    Ok(Rate { per_second: latencies.per_second(took), latencies, bytes })
}

/// Repeats a request on one connection. Returns the times, and the size of an answer.
fn repeat(route: &Route, until: Instant) -> Result<(Latencies, usize)> {
    let mut connection = Connection::open(route.port)?;
    let (mut latencies, mut bytes) = (Latencies::default(), 0);
    while latencies.count() == 0 || Instant::now() < until {
        let begun = Instant::now();
        let answer = connection.ask(&route.request)?;
        latencies.add(begun.elapsed());
        if answer.status == 200 {
            bytes = answer.bytes;
        } else {
            latencies.fail(answer.status.to_string());
        }
    }
    Ok((latencies, bytes))
}
