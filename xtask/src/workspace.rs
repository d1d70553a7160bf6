//! Where things are: the work tree, what is built, what is kept between runs.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The root of the work tree.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
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

/// What `cargo xtask run` keeps: state, logs and `run.json`.
pub fn run() -> PathBuf {
    target().join("run")
}

/// Where pinned tools are installed, outside the work tree, so that a second checkout does not compile them again.
pub fn tools() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(env::temp_dir);
    cache.join("latchkey").join("tools")
}

/// A command that runs in the root of the work tree.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that called us, so that a toolchain chosen with `cargo +…` holds for every step.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
