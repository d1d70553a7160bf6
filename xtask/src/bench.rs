//! `cargo xtask bench`: runs the program of the `bench` crate, which measures the built product.
//!
//! In the dev profile: building it for release takes minutes, and what it takes itself is in no figure.

use std::{
    ffi::OsString,
    process::{ExitCode, Stdio},
};

use anyhow::{Context, Result};

use crate::workspace;

/// Hands the arguments over.
///
/// # Errors
/// When cargo cannot be started; a bench that fails is an exit code and not an error.
pub fn bench(arguments: &[OsString]) -> Result<ExitCode> {
    let status = workspace::cargo()
        .args(["run", "--quiet", "--package", "latchkey-bench", "--"])
        .args(arguments)
        .stdin(Stdio::null())
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
