//! Builds the app, the worker and the tenant; skips what is up to date.
//!
//! The app and the worker are built as they are shipped, or quickly for `cargo xtask dev`; the tenant is
//! never shipped and built in the dev profile, but for the bench.

mod app;
mod authenticators;
mod catalog;
pub mod compress;
pub mod fingerprint;
mod finish;
pub mod floor;
mod glue;
mod names;
mod options;
mod panics;
mod split;
mod tenant;
mod worker;

use std::{fs::File, path::PathBuf, thread};

use anyhow::{Context, Result, anyhow, bail};

use self::fingerprint::Fingerprint;
pub use self::{
    catalog::languages,
    options::{Options, Profile},
};
use crate::{
    step,
    tools::{self, Tools},
    workspace,
};

/// What was built, and the tools to start it with.
pub struct Built {
    /// The app's files, named by their hash and compressed: what the worker serves.
    pub dist: PathBuf,
    /// The folder of the worker's `index.js` and `index_bg.wasm`.
    pub worker: PathBuf,
    /// The tenant's program.
    pub tenant: PathBuf,
    /// The tools, of which `workerd` runs the worker.
    pub tools: Tools,
    /// The fingerprints of the app and the worker.
    pub(crate) served: String,
    /// The fingerprint of the tenant.
    pub(crate) directory: String,
}

/// Builds what is not up to date, for this machine: with the pseudo-language.
///
/// # Errors
/// When a tool is missing or a step fails; its output has then been shown.
pub fn build() -> Result<Built> {
    build_with(&Options::for_this_machine())
}

/// Builds what is not up to date. Two callers at once wait for each other.
///
/// # Errors
/// When a tool is missing or a step fails; its output has then been shown.
pub fn build_with(options: &Options) -> Result<Built> {
    let _one_at_a_time = lock()?;
    build_parts(tools::ensure()?, options)
}

/// Builds again what has changed since, with the tools that are known to be there.
///
/// # Errors
/// When a step fails; its output has then been shown.
pub(crate) fn build_again(tools: &Tools, options: &Options) -> Result<Built> {
    let _one_at_a_time = lock()?;
    build_parts(tools.clone(), options)
}

fn build_parts(tools: Tools, options: &Options) -> Result<Built> {
    fetch()?;
    // The tenant shares nothing with the others, and compiles while they are optimized on one core.
    let tenant = thread::scope(|scope| -> Result<PathBuf> {
        let tenant = scope.spawn(|| tenant::build(tenant::Profile::Dev));
        let shipped = build_shipped(&tools, options);
        let tenant = tenant.join().map_err(|_| anyhow!("the build of the tenant broke down"))??;
        shipped.map(|()| tenant)
    })?;
    let read = |stamp| std::fs::read_to_string(stamp).unwrap_or_default();
    Ok(Built {
        dist: options.dist(),
        worker: options.worker(),
        tenant,
        tools,
        served: format!("{} {}", read(options.stamp("app")), read(options.stamp("worker"))),
        directory: read(stamp("tenant")),
    })
}

/// The app and the worker. The worker knows the hashes of the page of the app; in the dev profile the page changes only
/// with its source, and both compile at the same time.
fn build_shipped(tools: &Tools, options: &Options) -> Result<()> {
    if options.profile == Profile::Release || !app::has_page(options)? {
        app::build(tools, options)?;
        return worker::build(tools, options);
    }
    thread::scope(|scope| -> Result<()> {
        let app = scope.spawn(|| app::build(tools, options));
        let worker = worker::build(tools, options);
        app.join().map_err(|_| anyhow!("the build of the app broke down"))??;
        worker
    })
}

/// What was built last for this machine, without looking at the sources.
///
/// # Errors
/// When nothing was built yet.
pub fn last() -> Result<Built> {
    let built = Built {
        dist: workspace::dist(),
        worker: workspace::worker(),
        tenant: tenant::program(tenant::Profile::Dev),
        tools: tools::ensure()?,
        served: String::new(),
        directory: String::new(),
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

/// Builds the tenant alone.
///
/// # Errors
/// When it does not build; the output has then been shown.
pub fn tenant_alone() -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    fetch()?;
    tenant::build(tenant::Profile::Dev)
}

/// Builds the tenant optimized, to be put under load; or takes what was built last.
///
/// # Errors
/// When it does not build, or was never built.
pub fn tenant_for_load(no_build: bool) -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    if !no_build {
        fetch()?;
        return tenant::build(tenant::Profile::Load);
    }
    let program = tenant::program(tenant::Profile::Load);
    if !program.is_file() {
        bail!("{} was never built: run again without --no-build", program.display());
    }
    Ok(program)
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

/// The settings of the dev profile as it is compiled to wasm: debug information is most of such a file,
/// and a stack trace names the functions without it.
const DEV: [(&str, &str); 1] = [("CARGO_PROFILE_DEV_DEBUG", "0")];

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

/// The sources of a part, together with what else its bytes depend on.
fn sources(folders: &[&str]) -> Result<Fingerprint> {
    let mut all = vec!["Cargo.toml", "Cargo.lock", ".cargo", "xtask/src/build", "xtask/src/tools"];
    all.extend(folders);
    Fingerprint::of(&all)
}

/// Waits until no build is at work, and keeps one from beginning: for as long as built files are copied.
///
/// # Errors
/// When the target folder cannot be written.
pub(crate) fn no_build() -> Result<File> {
    let file = step::create(&stamp("lock"))?;
    file.lock_shared().context("cannot wait for a build")?;
    Ok(file)
}

fn lock() -> Result<File> {
    let file = step::create(&stamp("lock"))?;
    if file.try_lock().is_err() {
        step::announce("Waiting for another build in this checkout");
        file.lock().context("cannot lock the build")?;
    }
    Ok(file)
}
