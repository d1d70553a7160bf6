//! The build tools beside rustup and Node.js, in pinned versions.
//!
//! Installs what is missing, once per version, and never changes what a person has installed elsewhere.

mod browser;
mod cargo;
mod firefox;
mod npm;
mod rust;

use std::{env, ffi::OsString, fs::File, path::PathBuf};

use anyhow::{Context, Result};

pub use self::{
    browser::{Browser, browser},
    cargo::{CARGO_DENY, CARGO_MUTANTS, CargoTool, GECKODRIVER, TRUNK, WASM_BINDGEN, WORKER_BUILD},
    firefox::{Firefox, firefox},
    rust::ensure_wasm_target,
};
use crate::{step, workspace};

/// The tools of a build, installed.
#[derive(Clone)]
pub struct Tools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    worker_build: PathBuf,
    npm: npm::Parts,
}

/// Installs what is missing. A second call finds everything in place and needs no network.
///
/// # Errors
/// When rustup, Node.js, the network or the disk is missing; each says what to do.
pub fn ensure() -> Result<Tools> {
    let _one_at_a_time = lock()?;
    ensure_wasm_target()?;
    let npm = npm::ensure()?;
    let tools = Tools {
        wasm_bindgen: WASM_BINDGEN.ensure()?,
        worker_build: WORKER_BUILD.ensure()?,
        trunk: TRUNK.ensure()?,
        npm,
    };
    cargo::tidy();
    Ok(tools)
}

/// The program that checks licenses and sources, which no build needs.
///
/// # Errors
/// When it cannot be installed.
pub fn cargo_deny() -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    let program = CARGO_DENY.ensure()?;
    cargo::tidy();
    Ok(program)
}

/// The program that changes the code to see whether a test notices, which no build needs.
///
/// # Errors
/// When it cannot be installed.
pub fn cargo_mutants() -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    let program = CARGO_MUTANTS.ensure()?;
    cargo::tidy();
    Ok(program)
}

impl Tools {
    /// Trunk itself.
    pub fn trunk(&self) -> &PathBuf {
        &self.trunk
    }

    /// The packager of the worker.
    pub fn worker_build(&self) -> &PathBuf {
        &self.worker_build
    }

    /// The generator of the JavaScript beside a wasm file.
    pub fn wasm_bindgen(&self) -> &PathBuf {
        &self.wasm_bindgen
    }

    /// Binaryen's optimizer.
    pub fn wasm_opt(&self) -> &PathBuf {
        &self.npm.wasm_opt
    }

    /// The bundler, used here to minify scripts and styles.
    pub fn esbuild(&self) -> &PathBuf {
        &self.npm.esbuild
    }

    /// The runtime of the worker.
    pub fn workerd(&self) -> &PathBuf {
        &self.npm.workerd
    }

    /// `PATH` with the pinned tools in front: Trunk looks for its helpers there.
    ///
    /// # Errors
    /// When a folder's name holds the character that separates folders.
    pub fn path(&self) -> Result<OsString> {
        let ours = [&self.wasm_bindgen, &self.npm.wasm_opt];
        let folders = ours.iter().filter_map(|tool| tool.parent().map(PathBuf::from));
        let theirs = env::var_os("PATH").unwrap_or_default();
        env::join_paths(folders.chain(env::split_paths(&theirs)))
            .context("a folder of this checkout or of the cache has a colon in its name")
    }
}

/// Held while something is installed, so that two commands at once do not install the same thing.
fn lock() -> Result<File> {
    let file = step::create(&workspace::tools().join("lock"))?;
    file.lock().context("cannot lock the folder of the tools")?;
    Ok(file)
}
