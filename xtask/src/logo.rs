//! `cargo xtask logo FILE`: prints the value of the setting `LOGO` for a company's logo, an SVG cleaned.

use std::{ffi::OsString, process::ExitCode};

use anyhow::Result;

use crate::workspace;

/// Runs the program of the `logo` crate with these arguments.
///
/// # Errors
/// When cargo cannot be started; a file that is no logo is an exit code and not an error.
pub fn logo(arguments: &[OsString]) -> Result<ExitCode> {
    workspace::program("latchkey-logo", arguments)
}
