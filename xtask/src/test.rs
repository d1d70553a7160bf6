//! `cargo xtask test`: every tier of tests, each with its own line at the end.
//!
//! A tier that does not compile counts as one failed test: nothing that fails is ever left out of the sum.

use std::{
    io::{BufRead, BufReader},
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::{tools, workspace};

/// The tiers, from the fastest to the slowest.
pub const TIERS: [&str; 6] = ["native", "flows", "tidy", "edge", "clients", "browser"];

/// Said before and after the tests: what is left out must not look like what passed.
const NO_FIREFOX: &str =
    "  Firefox is not on this machine: the browser tests that drive it are left out.";

/// What came of a tier.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Outcome {
    passed: u32,
    failed: u32,
}

/// Runs the tiers of these names, or all.
///
/// # Errors
/// When a tool is missing that the tiers need; failing tests are an exit code and not an error.
pub fn test(names: &[String]) -> Result<ExitCode> {
    let tiers: Vec<&str> = TIERS
        .into_iter()
        .filter(|tier| names.is_empty() || names.iter().any(|name| name == tier))
        .collect();
    // What is missing is said before the first test and not after twenty minutes.
    let mut without_firefox = false;
    if tiers.contains(&"browser") {
        tools::browser()?;
        without_firefox = tools::firefox()?.is_none();
    }
    let mut lines = Vec::new();
    let mut sum = Outcome::default();
    for tier in tiers {
        println!("\n{}\n", heading(tier));
        let begun = Instant::now();
        let left_out = left_out(tier, without_firefox);
        if !left_out.is_empty() {
            println!("{NO_FIREFOX}\n");
        }
        let outcome = run(tier, command(tier).args(left_out))?;
        lines.push(line(tier, outcome, begun.elapsed()));
        sum = sum.and(outcome);
    }
    println!("\n  {:8} {:>7} {:>7} {:>9}", "tier", "passed", "failed", "time");
    for line in lines {
        println!("{line}");
    }
    if without_firefox {
        println!("{NO_FIREFOX}");
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn heading(tier: &str) -> &'static str {
    match tier {
        "native" => "== native: the crates, each beside its code",
        "flows" => "== flows: whole journeys in memory, and the doctor at the tenant",
        "tidy" => "== tidy: the invariants of the design, and what the built files weigh",
        "edge" => "== edge: the built worker under workerd",
        "clients" => {
            "== clients: Microsoft's own libraries against the tenant; the types of the card"
        }
        _ => "== browser: the product in Chromium, and its card in Firefox",
    }
}

fn command(tier: &'static str) -> Command {
    let mut command = workspace::cargo();
    command.args(["test", "--no-fail-fast"]).args(arguments(tier));
    command
}

/// What `cargo test` is told to run for a tier.
pub fn arguments(tier: &'static str) -> Vec<&'static str> {
    match tier {
        "native" => vec!["--workspace", "--exclude", "latchkey-tests"],
        // What the tiers share has tests of its own.
        "flows" => {
            vec!["--package", "latchkey-tests", "--lib", "--test", "flows", "--test", "doctor"]
        }
        // Three targets of this tier look at what is built, and build it first.
        "tidy" => vec![
            "--package",
            "latchkey-tests",
            "--test",
            "tidy",
            "--test",
            "shipped",
            "--package",
            "latchkey-bench",
            "--test",
            "budget",
            "--test",
            "smoke",
        ],
        "browser" => vec![
            "--package",
            "latchkey-tests",
            "--test",
            tier,
            "--package",
            "latchkey-gallery",
            "--test",
            "every_page",
            "--test",
            "aria",
        ],
        _ => vec!["--package", "latchkey-tests", "--test", tier],
    }
}

/// What the test programs of a tier are told to leave out.
fn left_out(tier: &str, without_firefox: bool) -> &'static [&'static str] {
    if tier == "browser" && without_firefox { &["--", "--skip", "firefox::"] } else { &[] }
}

/// Runs the tests of a tier, shows what they say, and counts.
fn run(tier: &str, command: &mut Command) -> Result<Outcome> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo")?;
    let mut outcome = Outcome::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            outcome = outcome.and(counted(&line).unwrap_or_default());
        }
    }
    let status = child.wait()?;
    if !status.success() && outcome.failed == 0 {
        println!("\n{tier}: `cargo test` failed before it could count ({status})");
        outcome.failed = 1;
    }
    Ok(outcome)
}

/// The figures of a line such as `test result: ok. 12 passed; 0 failed; 0 ignored; …`.
fn counted(line: &str) -> Option<Outcome> {
    let (_, figures) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let figure = |what: &str| {
        figures.split("; ").find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok())
    };
    Some(Outcome { passed: figure("passed")?, failed: figure("failed")? })
}

fn line(tier: &str, outcome: Outcome, took: Duration) -> String {
    format!("  {tier:8} {:>7} {:>7} {:>7} s", outcome.passed, outcome.failed, took.as_secs())
}

impl Outcome {
    fn and(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

#[cfg(test)]
mod tests;
