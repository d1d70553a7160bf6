//! `cargo xtask dev`: the product in the dev profile, built and loaded again when a file is saved.
//!
//! What does not build is shown and leaves the old product running. Sessions and the tenant's state stay.

mod proxy;
mod watch;

use std::{process::ExitCode, time::Instant};

use anyhow::Result;

use self::{proxy::Proxy, watch::Watch};
use crate::{
    build::{self, Built},
    product::{self, Product},
    run::{table, until_stopped},
    step, workspace,
};

/// Part of every address that stands in a page of `cargo xtask dev` alone; nothing shipped holds it.
pub const MARKER: &str = "latchkey-dev";

/// What was asked for on the command line.
#[derive(Debug)]
pub struct Options {
    /// The app's port.
    pub port: u16,
    /// The tenant's port.
    pub tenant_port: u16,
    /// Forget all state of earlier runs.
    pub fresh: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { port: 8787, tenant_port: 8790, fresh: false }
    }
}

/// Builds, starts, and follows the sources until Ctrl-C.
///
/// # Errors
/// When something is missing, does not start, or does not build the first time; each says what to do.
pub fn dev(options: &Options) -> Result<ExitCode> {
    product::free_port(options.port)?;
    // Before the build: what is saved meanwhile is built afterwards.
    let mut watch = Watch::of_sources();
    let built = build::build_with(&build::Options::for_development())?;
    let product = product::start(
        &built,
        &product::Options {
            tenant_port: Some(options.tenant_port),
            app_origin: Some(format!("http://localhost:{}", options.port)),
            keeps_directory: true,
            home: workspace::dev().join("run"),
            fresh: options.fresh,
            ..product::Options::default()
        },
    )?;
    let proxy = Proxy::start(options.port, product.port)?;
    println!("{}", table([&product.app, &product.intranet], &product.tenant));
    println!(
        "\n  Save a file, and the open pages load again. Logs: target/dev/run/logs. Ctrl-C stops everything."
    );
    let mut running = Running { built, product, proxy };
    until_stopped(|| {
        if watch.has_changed() {
            running.follow();
        }
        running.product.fault()
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The product that runs, and what it was started from.
struct Running {
    built: Built,
    product: Product,
    proxy: Proxy,
}

impl Running {
    /// Builds what has changed and puts it in place; a failure is said, and nothing is replaced.
    fn follow(&mut self) {
        let begun = Instant::now();
        match self.replace() {
            Ok(true) => {
                self.proxy.reload();
                step::finish("Built, started and loaded again", begun.elapsed());
            }
            Ok(false) => {}
            Err(fault) => eprintln!("\nerror: {fault:#}\n  The product of before still runs."),
        }
    }

    /// Whether anything that runs was replaced.
    fn replace(&mut self) -> Result<bool> {
        let options = build::Options::for_development();
        let built = build::build_again(&self.built.tools, &options)?;
        let is_new_directory = built.directory != self.built.directory;
        let is_new_served = built.served != self.built.served;
        if is_new_directory {
            self.product.replace_tenant(&built)?;
        }
        if is_new_served {
            self.product.replace_worker(&built)?;
        }
        self.built = built;
        Ok(is_new_directory || is_new_served)
    }
}
