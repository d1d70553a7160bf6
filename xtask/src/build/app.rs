//! The app: Trunk builds it, then its files are finished (`finish.rs`).

use std::fs;

use anyhow::{Context, Result};

use super::{catalog, finish, shipped_flags, sources, stamp};
use crate::{step, tools::Tools, workspace};

pub(super) fn build(tools: &Tools) -> Result<()> {
    catalog::write_pseudo()?;
    let dist = workspace::dist();
    let stamp = stamp("app");
    let sources = sources(&["contract", "frontend", "static", "Trunk.toml"])?;
    if dist.join("index.html").is_file() && sources.is_in(&stamp) {
        return Ok(());
    }
    // Built beside and moved in when it is whole, so that a running worker never serves half an app.
    let fresh = workspace::target().join("dist.fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).with_context(|| step::unwritable(&fresh))?;
    }
    let flags = shipped_flags()?;
    step::run(
        "Building the app (about 2 minutes the first time)",
        "app",
        workspace::command(tools.trunk())
            .args(["build", "--offline", "--release", "--config"])
            .arg(workspace::root().join("Trunk.toml"))
            .arg("--dist")
            .arg(&fresh)
            .env("CARGO_NET_OFFLINE", "true")
            .env(flags.0, flags.1)
            .env("PATH", tools.path()?)
            // Trunk takes a bare `NO_COLOR=1` for a value of its own flag and refuses it.
            .env_remove("NO_COLOR"),
    )?;
    finish::finish(tools, &fresh)?;
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| step::unwritable(&dist))?;
    }
    fs::rename(&fresh, &dist).with_context(|| step::unwritable(&dist))?;
    sources.write(&stamp)
}
