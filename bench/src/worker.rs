//! What an overview costs the worker itself: Graph answers from memory meanwhile.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use latchkey_tests::client::{Client, SESSION_COOKIE};
use url::Url;
use xtask::{
    build::Built,
    product::{self, Product},
    workspace,
};

use crate::{
    Part,
    connection::{Connection, request},
    figure::Figure,
    latencies::Latencies,
    process::Usage,
    upstream::Upstream,
};

/// A product whose Graph answers from memory.
pub(crate) struct FromMemory {
    pub(crate) product: Product,
    pub(crate) upstream: Upstream,
}

impl FromMemory {
    pub(crate) fn start(built: &Built, name: &str) -> Result<Self> {
        let upstream = Upstream::start()?;
        let product = product::start(
            built,
            &product::Options {
                home: workspace::target().join(name),
                fresh: true,
                bindings: [
                    ("GRAPH", upstream.graph.as_str()),
                    ("SIGN_INS_PER_ACCOUNT", "100000"),
                    ("REQUESTS_PER_SESSION", "100000"),
                ]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
                ..product::Options::default()
            },
        )?;
        let tenant = Url::parse(&product.tenant.address)?;
        upstream.leads_to(tenant.port().context("the tenant's address has no port")?);
        Ok(Self { product, upstream })
    }

    /// Signs a person of the table in. Returns the request for their overview.
    pub(crate) async fn overview_of(&self, person: &str) -> Result<Vec<u8>> {
        let client = Client::new(&self.product);
        client.sign_in(&self.product, person).await;
        let session = client.cookie(SESSION_COOKIE).context("nobody is signed in")?;
        let headers = [
            ("Cookie", &*format!("{SESSION_COOKIE}={session}")),
            (contract::VERSION_HEADER, contract::VERSION),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        Ok(request("GET", self.product.port, contract::routes::OVERVIEW, &headers, None))
    }
}

/// One overview after the other, for so many seconds.
///
/// # Errors
/// When the product does not start, or an overview fails.
pub async fn measure(built: &Built, seconds: u64) -> Result<Part> {
    let from_memory = FromMemory::start(built, "bench-worker")?;
    let overview = from_memory.overview_of("lena").await?;
    let health = request("GET", from_memory.product.port, contract::routes::HEALTH, &[], None);
    // The first requests compile what the rest runs.
    repeat(&from_memory, &overview, Duration::from_secs(2))?;
    let whole = Duration::from_secs(seconds);
    let (least, _, _) = repeat(&from_memory, &health, whole)?;
    let (overviews, computed, asked) = repeat(&from_memory, &overview, whole)?;
    let count = f64::from(u32::try_from(overviews.count())?);
    let each = computed.as_secs_f64() * 1000.0 / count;
    let calls = asked.div_ceil(overviews.count());
    let figures = vec![
        Figure::measured("health, p50", least.percentile(50), "ms"),
        Figure::measured(
            "overview, worker's own time without the directory, p50",
            overviews.percentile(50),
            "ms",
        )
        .at_most(2.0, 1.0),
        Figure::measured("the same, p99", overviews.percentile(99), "ms"),
        Figure::measured("overview, what workerd computes for it", each, "ms"),
        Figure::counted("overview, calls of the directory", calls, "calls").at_most(1.0, 1.0),
    ];
    let text = format!(
        "\nOne overview after the other on one connection for {seconds} s; Graph answers from memory: {} overviews\n",
        overviews.count()
    );
    Ok(Part { text, figures })
}

/// Repeats a request on one connection. Returns the times, what workerd has computed, and how often Graph was asked.
fn repeat(
    FromMemory { product, upstream }: &FromMemory,
    request: &[u8],
    during: Duration,
) -> Result<(Latencies, Duration, usize)> {
    let mut connection = Connection::open(product.port)?;
    let (computed, asked) = (Usage::of(product.worker_process()).computed, upstream.requests());
    let (begun, mut latencies) = (Instant::now(), Latencies::default());
    while begun.elapsed() < during {
        let sent = Instant::now();
        let answer = connection.ask(request)?;
        latencies.add(sent.elapsed());
        ensure!(answer.status == 200, "{} for a request that is measured", answer.status);
    }
    let computed = Usage::of(product.worker_process()).computed.saturating_sub(computed);
    Ok((latencies, computed, upstream.requests() - asked))
}
