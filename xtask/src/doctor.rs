//! `cargo xtask doctor`: checks a configuration against the directory before anyone signs in.
//!
//! Reads the settings and makes the requests with the code of the edge. Changes nothing anywhere, and never
//! prints a secret.

mod application;
mod assertion;
mod case;
mod certificate;
mod credentials;
mod directory;
mod exchange;
pub mod finding;
mod graph;
mod lines;
mod onward;
mod policies;
mod refusals;
mod running;
mod security_info;
mod settings;
pub mod sign_in;

use std::{fs, path::PathBuf, process::ExitCode, time::SystemTime};

use anyhow::{Context, Result, bail};
use gateway::Settings;

pub use self::case::Case;
use self::{
    exchange::Exchange,
    finding::{Finding, Verdict},
};

/// What was asked for on the command line.
#[derive(Debug, Default)]
pub struct Options {
    /// The file with the settings, one `NAME=value` a line.
    pub config: Option<PathBuf>,
    /// The origin of the running worker.
    pub url: Option<String>,
    /// A file of certificate authorities in PEM, to trust in place of the public ones.
    pub ca: Option<PathBuf>,
    /// The test account that somebody will sign in as.
    pub sign_in: Option<String>,
    /// Whether the findings are printed as JSON.
    pub json: bool,
}

/// Checks what the options name and prints what was found; fails when something is wrong.
///
/// # Errors
/// When nothing was named that could be checked, or the file cannot be read.
pub fn doctor(options: &Options) -> Result<ExitCode> {
    if options.config.is_none() && options.url.is_none() {
        bail!(
            "name the settings with --config FILE, the running worker with --url ORIGIN, or both"
        );
    }
    if options.config.is_none() && options.sign_in.is_some() {
        bail!("--sign-in needs the settings: name their file with --config FILE");
    }
    let read = |path: &PathBuf| {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let text = options.config.as_ref().map(read).transpose()?;
    let authorities = options.ca.as_ref().map(read).transpose()?;
    let case = Case {
        text: text.as_deref(),
        url: options.url.as_deref(),
        authorities: authorities.as_deref(),
        clock: SystemTime::now,
    };
    let mut findings = examine(&case);
    if let Some(account) = &options.sign_in {
        let tell = |address: &str| {
            eprintln!("\n  Open this address and sign in as {account}:\n\n  {address}\n");
        };
        findings.extend(sign_in::examine(&case, account, tell));
    }
    if options.json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        print!("{}", finding::table(&findings));
    }
    let is_wrong = findings.iter().any(|finding| finding.verdict == Verdict::Wrong);
    Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Everything that can be found without a person.
#[must_use]
pub fn examine(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let exchange = Exchange::new(case);
    let mut understood = None;
    if let Some(text) = case.text {
        let read = lines::read(text, &mut findings);
        findings.extend(certificate::examine(&read, case.clock));
        understood = settings::examine(&read, &mut findings);
    }
    if let Some(settings) = &understood {
        findings.extend(policies::examine(settings));
        findings.extend(assertion::examine(settings, case));
        findings.extend(with_directory(settings, &exchange));
        findings.extend(security_info::examine(settings, &exchange));
    }
    match case.url {
        Some(url) => findings.extend(running::examine(url, understood.as_ref(), &exchange)),
        None => findings.push(Finding::skipped("worker", "not asked: no --url was given")),
    }
    findings
}

/// What the directory says about settings that were understood.
#[must_use]
pub fn examine_directory(case: &Case<'_>, settings: &Settings) -> Vec<Finding> {
    with_directory(settings, &Exchange::new(case))
}

/// What only the directory knows; nothing of it can be asked where the directory itself is not found.
fn with_directory(settings: &Settings, exchange: &Exchange) -> Vec<Finding> {
    let (mut findings, is_found) = directory::examine(settings, exchange);
    if is_found {
        findings.extend(credentials::examine(settings, exchange));
        findings.extend(application::examine(settings, exchange));
    } else {
        findings.push(Finding::skipped("credentials", "not checked: the directory is not found"));
        findings.push(Finding::skipped("redirect", "not checked: the directory is not found"));
    }
    findings.extend(graph::examine(settings, exchange));
    findings
}
