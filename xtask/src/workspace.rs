//! The folders of this checkout: its root, what is built, and what is kept between runs.
//!
//! The root is found at run time, never compiled in: a copied or moved checkout works on itself.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::OnceLock,
};

use anyhow::{Context, Result};

/// The root of the checkout that this command was started in; the current folder outside of any.
pub fn root() -> PathBuf {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let current = env::current_dir().unwrap_or_default();
        find_root(env::var_os("CARGO_MANIFEST_DIR").as_deref(), &current).unwrap_or(current)
    })
    .clone()
}

/// The checkout around the manifest folder that cargo names to the programs it runs or, for a program
/// that was started without cargo, around the current folder.
pub fn find_root(manifest: Option<&OsStr>, current: &Path) -> Option<PathBuf> {
    manifest
        .into_iter()
        .map(Path::new)
        .chain([current])
        .find_map(|start| start.ancestors().find(|folder| is_root(folder)).map(Path::to_path_buf))
}

/// Whether the folder holds the workspace and not one of its crates.
fn is_root(folder: &Path) -> bool {
    folder.join("xtask/Cargo.toml").is_file()
        && fs::read_to_string(folder.join("Cargo.toml"))
            .is_ok_and(|manifest| manifest.contains("[workspace]"))
}

/// Cargo's target directory; everything that these commands write lies below it.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root().join(directory),
        None => root().join("target"),
    }
}

/// The built app: what the worker serves.
pub fn dist() -> PathBuf {
    target().join("dist")
}

/// The built worker: `index.js` and `index_bg.wasm`.
pub fn worker() -> PathBuf {
    target().join("worker")
}

/// What `cargo xtask dev` builds and keeps.
pub fn dev() -> PathBuf {
    target().join("dev")
}

/// What `cargo xtask run` keeps: state, logs and `run.json`.
pub fn run() -> PathBuf {
    target().join("run")
}

/// Where pinned tools are installed: outside the checkout, so that a second one does not compile them again.
pub fn tools() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(env::temp_dir);
    cache.join("latchkey").join("tools")
}

/// A command that runs in the root of the checkout.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that started this command, so that a toolchain chosen with `cargo +…` holds for every step.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs the program of one of our packages with these arguments.
///
/// # Errors
/// When cargo cannot be started; a program that fails is an exit code and not an error.
pub fn program(package: &str, arguments: &[OsString]) -> Result<ExitCode> {
    let status = cargo()
        .args(["run", "--package", package, "--"])
        .args(arguments)
        .stdin(Stdio::null())
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests;
