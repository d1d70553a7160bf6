//! `cargo xtask screens`: runs the program of the `gallery` crate, which makes the pictures in `docs/screens` and
//! writes what is read of every page to `gallery/aria`.

use std::{
    ffi::OsString,
    process::{ExitCode, Stdio},
};

use anyhow::{Context, Result};

use crate::workspace;

/// Makes the pictures with these arguments.
///
/// # Errors
/// When cargo cannot be started; a picture that cannot be made is an exit code and not an error.
pub fn screens(arguments: &[OsString]) -> Result<ExitCode> {
    let status = workspace::cargo()
        .args(["run", "--package", "latchkey-gallery", "--"])
        .args(arguments)
        .stdin(Stdio::null())
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
