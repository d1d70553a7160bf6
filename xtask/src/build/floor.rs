//! The smallest Yew app, in `bench/floor`: the bench compares the product's app with it.

use std::path::PathBuf;

use anyhow::Result;

use super::{compress, sources, stamp};
use crate::{step, tools::Tools, workspace};

/// The folder of the built floor, compressed twins included.
///
/// # Errors
/// When it does not build; its output has then been shown.
pub fn build(tools: &Tools) -> Result<PathBuf> {
    let floor = workspace::root().join("bench/floor");
    let dist = workspace::target().join("floor");
    let stamp = stamp("floor");
    let sources = sources(&["bench/floor"])?;
    if dist.join("index.html").is_file() && sources.is_in(&stamp) {
        return Ok(dist);
    }
    step::run(
        "Downloading the crates of the Yew floor",
        "floor-fetch",
        workspace::cargo().arg("fetch").current_dir(&floor),
    )?;
    step::run(
        "Building the smallest Yew app to compare with (about a minute the first time)",
        "floor",
        workspace::command(tools.trunk())
            .args(["build", "--offline", "--release", "--dist"])
            .arg(&dist)
            .current_dir(&floor)
            // Its own folder: flags and lock file differ from the product's.
            .env("CARGO_TARGET_DIR", workspace::target().join("floor-build"))
            .env("PATH", tools.path()?)
            .env_remove("NO_COLOR"),
    )?;
    compress::folder(&dist)?;
    sources.write(&stamp)?;
    Ok(dist)
}
