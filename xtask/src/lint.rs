//! `cargo xtask lint`: lock file, format, clippy for both targets, documentation, and dependencies.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::{build, step, tools, workspace};

/// The checks, from the fastest to the slowest.
pub const CHECKS: [&str; 7] =
    ["lock", "fmt", "deny", "clippy", "clippy-tests", "clippy-wasm", "doc"];

/// Runs the checks of these names, or all; every one, even after a failure.
///
/// # Errors
/// When a tool is missing; a check that fails is an exit code and not an error.
pub fn lint(names: &[String]) -> Result<ExitCode> {
    components()?;
    let mut failed = Vec::new();
    for check in CHECKS
        .into_iter()
        .filter(|check| names.is_empty() || names.iter().any(|name| name == check))
    {
        if let Err(fault) = run(check) {
            eprintln!("{fault:#}\n");
            failed.push(check);
        }
    }
    if failed.is_empty() {
        println!("lint: all checks pass");
        return Ok(ExitCode::SUCCESS);
    }
    println!("lint: failed: {}", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

fn run(check: &str) -> Result<()> {
    let mut cargo = workspace::cargo();
    let what = match check {
        "lock" => {
            cargo.args(["metadata", "--locked", "--format-version", "1"]);
            "lock: the lock file is complete"
        }
        "fmt" => {
            cargo.args(["fmt", "--all", "--check"]);
            "fmt: the format of every file"
        }
        "deny" => return deny(),
        "clippy" => {
            cargo.args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
            "clippy: everything, natively (about 3 minutes the first time)"
        }
        "clippy-tests" => {
            // Those that need the built product are no part of `--all-targets`.
            cargo.args(["clippy", "--workspace", "--test", "*", "--", "--deny", "warnings"]);
            "clippy-tests: the tests that need the built product"
        }
        "clippy-wasm" => {
            tools::ensure_wasm_target()?;
            cargo
                .args(["clippy", "--package", "latchkey-frontend", "--package", "latchkey-worker"])
                .args(["--target", "wasm32-unknown-unknown", "--", "--deny", "warnings"]);
            "clippy-wasm: what is shipped, as WebAssembly (about 2 minutes the first time)"
        }
        "doc" => {
            cargo
                .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
                .env("RUSTDOCFLAGS", "--deny warnings");
            "doc: the documentation of every crate (about 2 minutes the first time)"
        }
        other => bail!("there is no check `{other}`"),
    };
    step::run(what, &format!("lint-{check}"), &mut cargo)
}

/// Licenses, sources and bans of every dependency; needs no network once the tool is there.
fn deny() -> Result<()> {
    build::fetch()?;
    let program = tools::cargo_deny()?;
    let mut deny = workspace::command(program);
    deny.args(["--offline", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    step::run("deny: licenses and sources of the dependencies", "lint-deny", &mut deny)
}

/// Adds rustfmt and clippy to a toolchain that was installed without them.
fn components() -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let output = workspace::cargo().args([subcommand, "--version"]).output();
        if !output.is_ok_and(|output| output.status.success()) {
            let mut rustup = Command::new("rustup");
            step::run(
                &format!("Adding {component} to the Rust toolchain"),
                "rustup",
                rustup.current_dir(workspace::root()).args(["component", "add", component]),
            )?;
        }
    }
    Ok(())
}
