//! The worker: worker-build compiles and packages it; it embeds the page and the catalogs of the built app.

use std::fs;

use anyhow::{Context, Result};

use super::{names::without_names, shipped_flags, sources, stamp};
use crate::{step, tools::Tools, workspace};

pub(super) fn build(tools: &Tools) -> Result<()> {
    let worker = workspace::worker();
    let stamp = stamp("worker");
    // The app's own fingerprint stands for the page that the worker embeds.
    let app = fs::read_to_string(super::stamp("app")).unwrap_or_default();
    let sources = sources(&["contract", "frontend", "static", "worker", "Trunk.toml"])?.with(&app);
    if worker.join("index_bg.wasm").is_file() && sources.is_in(&stamp) {
        return Ok(());
    }
    let flags = shipped_flags()?;
    step::run(
        "Building the worker (about 3 minutes the first time)",
        "worker",
        workspace::command(tools.worker_build())
            .args(["--release", "--out-dir"])
            .arg(&worker)
            .current_dir(workspace::root().join("worker"))
            .env("WASM_BINDGEN_BIN", tools.wasm_bindgen())
            .env("WASM_OPT_BIN", tools.wasm_opt())
            .env("ESBUILD_BIN", tools.esbuild())
            .env("LATCHKEY_DIST", workspace::dist())
            .env("CARGO_NET_OFFLINE", "true")
            .env(flags.0, flags.1),
    )?;
    let module = worker.join("index_bg.wasm");
    let wasm = fs::read(&module)
        .with_context(|| format!("worker-build did not write {}", module.display()))?;
    fs::write(&module, without_names(&wasm)?).with_context(|| step::unwritable(&module))?;
    sources.write(&stamp)
}
