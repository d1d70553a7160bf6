//! `cargo xtask bench`: runs the program of the `bench` crate, which measures the built product.
//!
//! In the dev profile: its load generator keeps up with workerd's disk service (30,000 requests per second on two
//! cores), and building it for release would take minutes.

use std::{ffi::OsString, process::ExitCode};

use anyhow::Result;

use crate::workspace;

/// Runs the bench with these arguments.
///
/// # Errors
/// When cargo cannot be started; a bench that fails is an exit code and not an error.
pub fn bench(arguments: &[OsString]) -> Result<ExitCode> {
    workspace::program("latchkey-bench", arguments)
}
