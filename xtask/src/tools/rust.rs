//! The Rust target of everything that is shipped.

use anyhow::{Context, Result, bail};

use crate::{step, workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the wasm target to the toolchain in use where it is missing.
///
/// # Errors
/// When there is no Rust, or no rustup to add the target with.
pub fn ensure_wasm_target() -> Result<()> {
    let output = workspace::command("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .context("cannot start `rustc`: install Rust with rustup")?;
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && std::path::Path::new(&folder).is_dir() {
        return Ok(());
    }
    if workspace::command("rustup").arg("--version").output().is_err() {
        bail!(
            "this Rust toolchain has no {TARGET} target and there is no `rustup` to add it: \
             install Rust with rustup, or add that target with your package manager"
        );
    }
    step::run(
        "Adding the wasm target to the Rust toolchain (under a minute)",
        "rustup",
        workspace::command("rustup").args(["target", "add", TARGET]),
    )
}
