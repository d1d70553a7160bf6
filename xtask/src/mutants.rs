//! `cargo xtask mutants`: changes the deciding crates in one place after the other, and tells which changes
//! no test notices.
//!
//! What is left out, and why, stands in `.cargo/mutants.toml` and `docs/decisions/mutants.md`. Takes hours as a
//! whole: a shard, or `--file`, takes a part.

use std::{
    ffi::OsString,
    process::{Command, ExitCode},
};

use anyhow::{Context, Result};

use crate::{build, tools, workspace};

/// The crates that decide and do nothing else; their own tests are the ones that have to notice.
const CRATES: [&str; 2] = ["latchkey-gateway", "latchkey-journey"];

/// Which mutants to try.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The part of them, such as `0/8`; all where there is none.
    pub shard: Option<String>,
    /// The files of them; all where there is none.
    pub files: Vec<OsString>,
    /// Only tells which there are.
    pub list: bool,
}

/// Runs the mutants; those that no test notices are listed in `target/mutants.out/missed.txt`.
///
/// # Errors
/// When the tool is missing or cannot be started; a mutant that is missed is an exit code.
pub fn mutants(options: &Options) -> Result<ExitCode> {
    build::fetch()?;
    let mut run = command(tools::cargo_mutants()?, options);
    let status = run.status().context("cannot start cargo-mutants")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn command(program: impl AsRef<std::ffi::OsStr>, options: &Options) -> Command {
    let mut run = workspace::command(program);
    run.arg("mutants").arg("--output").arg(workspace::target());
    for name in CRATES {
        run.args(["--package", name]);
    }
    // The tests of the mutated crate alone: a rule that only a slower tier holds is not held beside the code.
    run.args(["--test-workspace", "false", "--no-shuffle", "--colors", "never"]);
    if let Some(shard) = &options.shard {
        // Each part takes from every file, so that it is a fair sample.
        run.args(["--sharding", "round-robin", "--shard", shard]);
    }
    for file in &options.files {
        run.arg("--file").arg(file);
    }
    if options.list {
        run.arg("--list");
    }
    run
}

#[cfg(test)]
mod tests;
