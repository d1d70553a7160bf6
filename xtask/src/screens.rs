//! `cargo xtask screens`: runs the program of the `gallery` crate, which makes the pictures in `docs/screens` and
//! writes what is read of every page to `gallery/aria`.

use std::{ffi::OsString, process::ExitCode};

use anyhow::Result;

use crate::workspace;

/// Makes the pictures with these arguments.
///
/// # Errors
/// When cargo cannot be started; a picture that cannot be made is an exit code and not an error.
pub fn screens(arguments: &[OsString]) -> Result<ExitCode> {
    workspace::program("latchkey-gallery", arguments)
}
