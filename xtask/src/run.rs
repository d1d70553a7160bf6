//! `cargo xtask run`: the product on this machine, with test accounts, until Ctrl-C.

use std::{
    fs,
    process::ExitCode,
    sync::mpsc::{self, RecvTimeoutError},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::{
    build,
    product::{self, Client, Description, Person, Product},
    state, step, workspace,
};

/// What was asked for on the command line.
#[derive(Debug)]
pub struct Options {
    /// The app's port.
    pub port: u16,
    /// The tenant's port.
    pub tenant_port: u16,
    /// Forget all state of earlier runs.
    pub fresh: bool,
    /// Start what was built last.
    pub no_build: bool,
    /// Whether the tenant speaks https.
    pub tls: bool,
    /// Whether the tenant answers as the real directory has been seen to.
    pub as_real: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 8787,
            tenant_port: 8790,
            fresh: false,
            no_build: false,
            tls: false,
            as_real: false,
        }
    }
}

/// The content of `target/run/run.json`: what is printed, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Running<'a> {
    app: &'a str,
    intranet: &'a str,
    tenant: &'a str,
    tenant_id: &'a str,
    clients: &'a [Client],
    people: &'a [Person],
    ca_file: Option<&'a std::path::Path>,
}

/// Builds and starts the product, says how long that took and who can sign in, and waits for Ctrl-C.
///
/// # Errors
/// When something is missing, does not build or does not start; each says what to do.
pub fn run(options: &Options) -> Result<ExitCode> {
    let all = std::time::Instant::now();
    let built = if options.no_build { build::last()? } else { build::build()? };
    step::announce("Starting the tenant and the worker");
    let begun = std::time::Instant::now();
    let mut product = product::start(
        &built,
        &product::Options {
            port: Some(options.port),
            tenant_port: Some(options.tenant_port),
            intranet_port: options.tenant_port.checked_add(1),
            home: workspace::run(),
            fresh: options.fresh,
            tls: options.tls,
            as_real: options.as_real,
            ..product::Options::default()
        },
    )?;
    step::finish("Starting the tenant and the worker", begun.elapsed());
    let file = workspace::run().join("run.json");
    // It holds passes.
    state::write_private(&file, &json(&product)?)?;
    eprintln!("\n{}  {:>10}  together", step::summary(), step::spoken(all.elapsed()));
    println!("{}", table([&product.app, &product.intranet], &product.tenant));
    println!(
        "\n  The same, for scripts: target/run/run.json. Logs: target/run/logs. Ctrl-C stops everything."
    );
    let end = until_stopped(|| product.fault());
    println!("\nStopping the worker and the tenant …");
    drop(product);
    // What it says is true no longer.
    let _ = fs::remove_file(file);
    end.map(|()| ExitCode::SUCCESS)
}

/// Waits for Ctrl-C, or until something has ended by itself.
///
/// # Errors
/// What has ended.
pub(crate) fn until_stopped(mut fault: impl FnMut() -> Option<String>) -> Result<()> {
    let (tell, told) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Told twice is as good as told once.
        let _ = tell.send(());
    })
    .context("cannot listen for Ctrl-C")?;
    loop {
        match told.recv_timeout(Duration::from_millis(500)) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(fault) = fault() {
            bail!("{fault}");
        }
    }
}

fn json(product: &Product) -> Result<String> {
    let running = Running {
        app: &product.app,
        intranet: &product.intranet,
        tenant: &product.tenant.address,
        tenant_id: &product.tenant.tenant_id,
        clients: &product.tenant.clients,
        people: &product.tenant.people,
        ca_file: product.tenant.ca_file.as_deref(),
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&running)?))
}

/// The address, and who can sign in with what.
pub(crate) fn table([app, intranet]: [&str; 2], tenant: &Description) -> String {
    let mut text = format!(
        "\n  Latchkey    {app}\n  its card    {intranet}  (a demo intranet page)\n  its tenant  {}\n\n",
        tenant.address
    );
    text.push_str(&people(tenant));
    text
}

/// Who can sign in with what, as a table.
pub(crate) fn people(tenant: &Description) -> String {
    let pass = |person: &Person| person.pass.clone().unwrap_or_else(|| "none".to_owned());
    let wide =
        |head: &str, cells: &mut dyn Iterator<Item = usize>| cells.fold(head.len(), usize::max);
    let accounts =
        wide("account", &mut tenant.people.iter().map(|person| person.account.chars().count()));
    let passes = wide("pass", &mut tenant.people.iter().map(|person| pass(person).chars().count()));
    let indent = 2 + accounts + 2 + passes + 2;
    let mut text = String::new();
    text.push_str(&format!("  {:accounts$}  {:passes$}  what it shows\n", "account", "pass"));
    for person in &tenant.people {
        text.push_str(&format!("  {:accounts$}  {:passes$}  ", person.account, pass(person)));
        let lines = wrap(&person.shows, 110_usize.saturating_sub(indent).max(30));
        text.push_str(&lines.join(&format!("\n{}", " ".repeat(indent))));
        text.push('\n');
    }
    text
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                line.push_str(word);
                continue;
            }
            if line.chars().count() + 1 + word.chars().count() <= width {
                line.push(' ');
                line.push_str(word);
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests;
