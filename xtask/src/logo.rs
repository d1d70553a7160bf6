//! `cargo xtask logo FILE`: prints the value of the setting `LOGO` for a company's logo, an SVG cleaned.

use std::{
    ffi::OsString,
    process::{ExitCode, Stdio},
};

use anyhow::{Context, Result};

use crate::workspace;

/// Runs the program of the `logo` crate with these arguments.
///
/// # Errors
/// When cargo cannot be started; a file that is no logo is an exit code and not an error.
pub fn logo(arguments: &[OsString]) -> Result<ExitCode> {
    let status = workspace::cargo()
        .args(["run", "--quiet", "--package", "latchkey-logo", "--"])
        .args(arguments)
        .stdin(Stdio::null())
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
