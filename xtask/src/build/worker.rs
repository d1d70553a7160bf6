//! Builds the worker: worker-build compiles and packages it; it embeds the hashes of the page, and the addresses
//! of its files.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::{
    Options, Profile, finish::optimize, glue::ShortNames, names, panics, shipped_flags, sources,
};
use crate::{step, tools::Tools, workspace};

pub(super) fn build(tools: &Tools, options: &Options) -> Result<()> {
    let worker = options.worker();
    let stamp = options.stamp("worker");
    // The fingerprint of the sources of that page stands for the page.
    let page = match options.profile {
        Profile::Release => "app",
        Profile::Dev => "page",
    };
    let page = fs::read_to_string(options.stamp(page)).unwrap_or_default();
    let sources =
        sources(&["contract", "frontend/journey", "frontend/views", "worker"])?.with(&page);
    if worker.join("index_bg.wasm").is_file() && sources.is_in(&stamp) {
        return Ok(());
    }
    let mut build = workspace::command(tools.worker_build());
    build
        .arg(match options.profile {
            Profile::Release => "--release",
            Profile::Dev => "--dev",
        })
        .arg("--out-dir")
        .arg(&worker)
        .current_dir(workspace::root().join("worker"))
        .env("WASM_BINDGEN_BIN", tools.wasm_bindgen())
        .env("WASM_OPT_BIN", tools.wasm_opt())
        .env("ESBUILD_BIN", tools.esbuild())
        .env("LATCHKEY_DIST", options.page())
        .env("CARGO_NET_OFFLINE", "true");
    match options.profile {
        Profile::Release => {
            let flags = shipped_flags()?;
            build.env(flags.0, flags.1);
        }
        Profile::Dev => {
            build.envs(super::DEV).env("CARGO_TARGET_DIR", workspace::dev().join("worker-build"));
        }
    }
    step::run(what(options), &options.log("worker"), &mut build)?;
    finish(tools, &worker, options.profile)?;
    sources.write(&stamp)
}

/// Makes what worker-build wrote small.
fn finish(tools: &Tools, folder: &Path, profile: Profile) -> Result<()> {
    let (module, script) = (folder.join("index_bg.wasm"), folder.join("index.js"));
    let missing = |file: &Path| format!("worker-build did not write {}", file.display());
    let mut wasm = fs::read(&module).with_context(|| missing(&module))?;
    if profile == Profile::Release {
        wasm = panics::without_texts(&wasm)?;
    }
    let (wasm, names) = ShortNames::of(&wasm)?;
    let named = folder.join("named.wasm");
    fs::write(&named, wasm).with_context(|| step::unwritable(&named))?;
    // Smaller than `-Oz` once it is compressed: what is inlined compresses worse than a call.
    let passes = [
        "-O2",
        "--always-inline-max-function-size=0",
        "--flexible-inline-max-function-size=0",
        "--one-caller-inline-max-function-size=0",
        "--low-memory-unused",
        "--enable-exception-handling",
        "--debuginfo",
    ];
    optimize(tools, &passes, &named, &module)?;
    fs::remove_file(&named)?;
    // Beside the folder, whose files are shipped: what the numbers in a stack of this very build mean.
    let wasm = fs::read(&module)?;
    let functions = folder.with_extension("functions.txt");
    fs::write(&functions, names::listed(&wasm)?).with_context(|| step::unwritable(&functions))?;
    fs::write(&module, names::without_names(&wasm)?).with_context(|| step::unwritable(&module))?;
    let content = fs::read_to_string(&script).with_context(|| missing(&script))?;
    fs::write(&script, names.apply(&content)).with_context(|| step::unwritable(&script))
}

fn what(options: &Options) -> &'static str {
    match options.profile {
        Profile::Release => "Building the worker (about 2 minutes the first time)",
        Profile::Dev => "Building the worker (about a minute the first time, then seconds)",
    }
}
