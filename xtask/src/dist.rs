//! `cargo xtask dist`: the bundle that is deployed, the same for Cloudflare and for one's own machine.
//!
//! Holds what is shipped and no setting: no pseudo-language, no tenant, no secret.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};

use crate::{
    build::{self, Built, Options},
    step, workspace,
};

/// The configurations of the two ways to deploy, in `deploy`.
const CONFIGURATIONS: [&str; 2] = ["wrangler.toml", "worker.capnp"];

/// What one's own machine needs beside its configuration, in `deploy` too.
const FOR_A_MACHINE: [&str; 2] = ["latchkey.env.example", "latchkey.service"];

/// Builds what is shipped and writes the bundle in place of an earlier one.
///
/// # Errors
/// When it does not build or cannot be written.
pub fn dist() -> Result<ExitCode> {
    let built = build::build_with(&Options::default())?;
    let bundle = workspace::target().join("bundle");
    write(&built, &bundle)?;
    println!("The bundle is in {}; docs/deploy.md says what to do with it.", bundle.display());
    Ok(ExitCode::SUCCESS)
}

/// Writes the bundle of what was built into this folder, in place of what is there.
///
/// # Errors
/// When a file cannot be copied.
pub fn write(built: &Built, bundle: &Path) -> Result<()> {
    let _unchanged_meanwhile = build::no_build()?;
    write_from(&built.dist, &built.worker, bundle)
}

fn write_from(dist: &Path, worker: &Path, bundle: &Path) -> Result<()> {
    if bundle.exists() {
        fs::remove_dir_all(bundle).with_context(|| step::unwritable(bundle))?;
    }
    copy_files(dist, &bundle.join("assets"))?;
    let modules = bundle.join("worker");
    fs::create_dir_all(&modules).with_context(|| step::unwritable(&modules))?;
    for name in ["index.js", "index_bg.wasm"] {
        copy(&worker.join(name), &modules.join(name))?;
    }
    // workerd wants the folder of a disk service to be there, also where no platform puts a token.
    let assertions = bundle.join("assertions");
    fs::create_dir_all(&assertions).with_context(|| step::unwritable(&assertions))?;
    for name in CONFIGURATIONS.into_iter().chain(FOR_A_MACHINE) {
        copy(&workspace::root().join("deploy").join(name), &bundle.join(name))?;
    }
    Ok(())
}

/// Copies a folder without the page, which some hosts would serve themselves; the worker reads its copy.
fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| step::unwritable(to))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_files(&path, &target)?;
        } else if !entry.file_name().to_string_lossy().starts_with("index.html") {
            copy(&path, &target)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

#[cfg(test)]
mod tests;
