//! Everything that is built: the app, the worker, the tenant. Each is skipped when its sources did not change.
//!
//! Builds in release mode what is shipped, and the tenant, which is not, in the dev profile.

mod app;
mod catalog;
pub mod compress;
pub mod fingerprint;
mod finish;
pub mod floor;
mod names;
mod tenant;
mod worker;

use std::{fs::File, path::PathBuf};

use anyhow::{Context, Result, bail};

use self::fingerprint::Fingerprint;
use crate::{
    step,
    tools::{self, Tools},
    workspace,
};

/// What was built, and with what it can be started.
pub struct Built {
    /// The app's files, hashed and compressed: what the worker serves.
    pub dist: PathBuf,
    /// The folder of the worker's `index.js` and `index_bg.wasm`.
    pub worker: PathBuf,
    /// The tenant's program.
    pub tenant: PathBuf,
    /// The tools, of which `workerd` runs the worker.
    pub tools: Tools,
}

/// Builds what is not up to date. Two callers at once wait for each other.
///
/// # Errors
/// When a tool is missing or a step fails; its output has then been shown.
pub fn build() -> Result<Built> {
    let _one_at_a_time = lock()?;
    let tools = tools::ensure()?;
    fetch()?;
    let tenant = tenant::build()?;
    app::build(&tools)?;
    worker::build(&tools)?;
    Ok(Built { dist: workspace::dist(), worker: workspace::worker(), tenant, tools })
}

/// What was built last, as it is: to start it again while the sources are being changed.
///
/// # Errors
/// When nothing was built yet.
pub fn last() -> Result<Built> {
    let built = Built {
        dist: workspace::dist(),
        worker: workspace::worker(),
        tenant: tenant::program(),
        tools: tools::ensure()?,
    };
    for part in
        [built.dist.join("index.html"), built.worker.join("index_bg.wasm"), built.tenant.clone()]
    {
        if !part.is_file() {
            bail!("{} was never built: run again without --no-build", part.display());
        }
    }
    Ok(built)
}

/// Builds the tenant alone, and tells where its program is.
///
/// # Errors
/// When it does not build; the output has then been shown.
pub fn tenant_alone() -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    fetch()?;
    tenant::build()
}

/// Downloads the crates that the lock file names, so that the builds themselves need no network.
///
/// # Errors
/// When the registry cannot be reached.
pub fn fetch() -> Result<()> {
    let stamp = stamp("fetch");
    if fingerprint::of_manifests()?.is_in(&stamp) {
        return Ok(());
    }
    step::run(
        "Downloading the crates that the lock file names (a minute the first time)",
        "fetch",
        workspace::cargo().args(["fetch"]),
    )?;
    // The fetch may have completed the lock file.
    fingerprint::of_manifests()?.write(&stamp)
}

/// Where the fingerprint of the last successful build of this part is kept.
fn stamp(part: &str) -> PathBuf {
    workspace::target().join("stamps").join(part)
}

/// The flags of what is shipped: those of `.cargo/config.toml`, and no path of this machine in the
/// places that a panic would name.
fn shipped_flags() -> Result<(&'static str, String)> {
    let cargo_home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir().context("there is no home folder")?.join(".cargo"),
    };
    let flags = format!(
        "--cfg getrandom_backend=\"wasm_js\" --remap-path-prefix={}=cargo --remap-path-prefix={}=latchkey",
        cargo_home.display(),
        workspace::root().display(),
    );
    Ok(("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags))
}

/// The sources of a part together with what else decides about its bytes.
fn sources(folders: &[&str]) -> Result<Fingerprint> {
    let mut all = vec!["Cargo.toml", "Cargo.lock", ".cargo", "xtask/src/build", "xtask/src/tools"];
    all.extend(folders);
    Fingerprint::of(&all)
}

fn lock() -> Result<File> {
    let path = workspace::target().join("stamps").join("lock");
    let file = step::create(&path)?;
    if file.try_lock().is_err() {
        step::announce("Waiting for another build in this checkout");
        file.lock().context("cannot lock the build")?;
    }
    Ok(file)
}
