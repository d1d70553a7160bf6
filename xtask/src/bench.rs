//! `cargo xtask bench`: the figures of the built product beside their goals.
//!
//! Bytes are a check that fails (`bytes::check`); times are printed, never asserted.

pub mod bytes;
pub mod load;
pub mod person;
pub mod times;

mod chromium;
mod floor;
mod page_load;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{
    build::{self, Built},
    product::{self, Product},
    workspace,
};

/// The parts of the bench.
pub const PARTS: [&str; 3] = ["bytes", "load", "browser"];

/// What was asked for on the command line.
#[derive(Debug)]
pub struct Options {
    /// Loads measured for each page and condition.
    pub loads: u32,
    /// How long each route is loaded, in seconds.
    pub seconds: u64,
    /// The parts; all when there are none.
    pub parts: Vec<String>,
    /// Measure what was built last.
    pub no_build: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { loads: 9, seconds: 5, parts: Vec::new(), no_build: false }
    }
}

/// Measures, and prints.
///
/// # Errors
/// When something does not build or start.
pub fn bench(options: &Options) -> Result<ExitCode> {
    if let Some(unknown) = options.parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        bail!("`{unknown}` is not one of: {}", PARTS.join(", "));
    }
    let wanted =
        |part: &str| options.parts.is_empty() || options.parts.iter().any(|name| name == part);
    let built = if options.no_build { build::last()? } else { build::build()? };
    let product = start(&built)?;
    if wanted("bytes") {
        println!("{}", bytes::weigh(&built, &product)?.table());
    }
    if wanted("load") {
        println!("{}", load::measure(&product, options.seconds.max(1))?);
    }
    if wanted("browser") {
        println!("{}", times::table(&built, &product, options.loads.max(1))?);
    }
    Ok(ExitCode::SUCCESS)
}

/// The product on free ports, fresh, with its files beside it.
fn start(built: &Built) -> Result<Product> {
    product::start(
        built,
        &product::Options {
            home: workspace::target().join("bench-run"),
            fresh: true,
            plain_files: true,
            ..product::Options::default()
        },
    )
}
