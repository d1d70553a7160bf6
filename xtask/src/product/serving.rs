//! The copy that a product runs from: the app's files and the worker's modules.
//!
//! A rebuild replaces what was built and touches nothing that runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    build::{self, Built},
    step,
};

/// The app's files, below the folder of a product.
pub(super) fn dist(home: &Path) -> PathBuf {
    home.join("serving").join("dist")
}

/// The worker's modules, as the configuration beside them names them.
pub(super) const WORKER: &str = "serving/worker";

/// Copies what was built into the folder of a product, in place of what an earlier run left there.
///
/// The folder's lock is held: nothing runs from the old copy.
pub(super) fn copy(built: &Built, home: &Path) -> Result<()> {
    copy_from(&built.dist, &built.worker, home)
}

fn copy_from(built_dist: &Path, built_worker: &Path, home: &Path) -> Result<()> {
    let _unchanged_meanwhile = build::no_build()?;
    let serving = home.join("serving");
    if serving.exists() {
        fs::remove_dir_all(&serving).with_context(|| step::unwritable(&serving))?;
    }
    // Not hard links: worker-build writes into the files that are there.
    folder(built_dist, &dist(home))?;
    let modules = home.join(WORKER);
    fs::create_dir_all(&modules).with_context(|| step::unwritable(&modules))?;
    for name in ["index.js", "index_bg.wasm"] {
        file(&built_worker.join(name), &modules.join(name))?;
    }
    Ok(())
}

fn folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| step::unwritable(to))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let path = entry?.path();
        let copy = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() { folder(&path, &copy)? } else { file(&path, &copy)? }
    }
    Ok(())
}

fn file(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}

#[cfg(test)]
mod tests;
