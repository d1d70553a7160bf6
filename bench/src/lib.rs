//! Measures the built product and prints the figures beside their goals.
//!
//! Bytes are a budget that fails a test (`bytes::check`). Times depend on the machine: they are printed, never
//! asserted.

pub mod bytes;
pub mod load;
pub mod times;

mod floor;
mod page_load;

use anyhow::{Result, bail};
use xtask::{
    build::{self, Built},
    product::{self, Product},
    workspace,
};

/// The parts of the bench.
pub const PARTS: [&str; 3] = ["bytes", "load", "browser"];

/// What to measure, and for how long.
#[derive(Debug)]
pub struct Options {
    /// The number of loads measured for each page and network condition.
    pub loads: u32,
    /// How long each route is put under load, in seconds.
    pub seconds: u64,
    /// The parts to measure; empty for all of them.
    pub parts: Vec<String>,
    /// Whether to measure the last build instead of building first.
    pub no_build: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { loads: 9, seconds: 5, parts: Vec::new(), no_build: false }
    }
}

/// Measures the parts that the options name, and prints a table for each.
///
/// # Errors
/// When a part is unknown, or the product does not build or start.
pub async fn measure(options: &Options) -> Result<()> {
    if let Some(unknown) = options.parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        bail!("`{unknown}` is not one of: {}", PARTS.join(", "));
    }
    let wanted =
        |part: &str| options.parts.is_empty() || options.parts.iter().any(|name| name == part);
    let built = if options.no_build { build::last()? } else { build::build()? };
    let product = start(&built)?;
    if wanted("bytes") {
        println!("{}", bytes::weigh(&built, &product).await?.table());
    }
    if wanted("load") {
        println!("{}", load::table(&product, options.seconds.max(1)).await?);
    }
    if wanted("browser") {
        println!("{}", times::table(&built, &product, options.loads.max(1)).await?);
    }
    Ok(())
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
