//! Measures the built product and prints the figures beside their goals.
//!
//! Counts are checks that fail; times depend on the machine: they are printed, never asserted. What is built weighs
//! no more than it must by a test of its own (`bytes::check`).

pub mod bytes;
pub mod figure;
pub mod load;
pub mod memory;
pub mod sessions;
pub mod times;
pub mod worker;

mod connection;
mod floor;
mod form;
mod latencies;
mod page_load;
mod process;
mod upstream;
mod visitor;

use anyhow::{Result, bail};
use xtask::{
    build::{self, Built},
    product::{self, Product},
    workspace,
};

use self::{figure::Figure, sessions::Load};

/// The parts of the bench.
pub const PARTS: [&str; 6] = ["bytes", "load", "worker", "sessions", "memory", "browser"];

/// What to measure, and for how long.
#[derive(Debug)]
pub struct Options {
    /// The number of loads measured for each page and network condition.
    pub loads: u32,
    /// How long each route is put under load, in seconds.
    pub seconds: u64,
    /// The number of people who sign in.
    pub sessions: usize,
    /// How long sign-ins, overviews and removals come at once, in seconds.
    pub mixed: u64,
    /// How long the memory is watched under load, in minutes.
    pub minutes: u64,
    /// How long everything rests after a load, in seconds: longer than the runtime keeps an object that nothing reaches.
    pub rest: u64,
    /// The parts to measure; empty for all of them.
    pub parts: Vec<String>,
    /// Whether to measure the last build instead of building first.
    pub no_build: bool,
    /// Whether to print the figures alone, as JSON.
    pub json: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            loads: 9,
            seconds: 5,
            sessions: 10_000,
            mixed: 60,
            minutes: 5,
            rest: 90,
            parts: Vec::new(),
            no_build: false,
            json: false,
        }
    }
}

/// What a part has measured.
#[derive(Debug)]
pub struct Part {
    /// The tables, for people.
    pub text: String,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// Measures the parts that the options name, and prints what was found. Returns whether no figure fails.
///
/// # Errors
/// When a part is unknown, or the product does not build or start.
pub async fn measure(options: &Options) -> Result<bool> {
    if let Some(unknown) = options.parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        bail!("`{unknown}` is not one of: {}", PARTS.join(", "));
    }
    let wanted =
        |part: &str| options.parts.is_empty() || options.parts.iter().any(|name| name == part);
    let mut built = if options.no_build { build::last()? } else { build::build()? };
    if PARTS.iter().any(|part| wanted(part) && !["bytes", "browser"].contains(part)) {
        built.tenant = build::tenant_for_load(options.no_build)?;
    }
    let seconds = options.seconds.max(1);
    let mut figures = Vec::new();
    let mut tell = |part: Part| {
        if !options.json {
            println!("{}{}", part.text, figure::lines(&part.figures));
        }
        figures.extend(part.figures);
    };
    if wanted("bytes") || wanted("load") || wanted("browser") {
        let product = start(&built)?;
        if wanted("bytes") {
            tell(bytes::weigh(&built, &product).await?.part());
        }
        if wanted("load") {
            tell(load::measure(&product, seconds).await?);
        }
        if wanted("browser") {
            tell(times::measure(&built, &product, options.loads.max(1)).await?);
        }
    }
    if wanted("worker") {
        tell(worker::measure(&built, seconds).await?);
    }
    if wanted("sessions") {
        let load =
            Load { people: options.sessions.max(1), seconds: options.mixed, rest: options.rest };
        tell(sessions::measure(&built, load)?);
    }
    if wanted("memory") {
        tell(memory::measure(&built, 60 * options.minutes.max(1), options.rest).await?);
        tell(memory::rounds::measure(&built)?);
    }
    if options.json {
        println!("{:#}", figure::json(&figures));
    }
    Ok(!figures.iter().any(Figure::fails))
}

/// Starts the product on free ports with fresh state, and serves the app's files beside it.
fn start(built: &Built) -> Result<Product> {
    product::start(
        built,
        &product::Options {
            home: workspace::target().join("bench-run"),
            fresh: true,
            plain_files: true,
            // A few people are everybody here.
            bindings: ["SIGN_INS_PER_ACCOUNT", "REQUESTS_PER_SESSION"]
                .map(|name| (name.to_owned(), "100000".to_owned()))
                .into(),
            ..product::Options::default()
        },
    )
}
