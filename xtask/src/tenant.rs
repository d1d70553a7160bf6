//! `cargo xtask tenant` runs the embedded directory alone; `cargo xtask pass` issues a pass from it.

use std::{
    ffi::OsString,
    path::PathBuf,
    process::{Command, ExitCode},
};

use anyhow::{Result, bail};

use crate::{
    build,
    product::{
        directory::{Arguments, Directory},
        free_port,
    },
    run::{people, until_stopped},
    workspace,
};

/// What was asked for on the command line.
#[derive(Debug)]
pub struct Options {
    /// Its port.
    pub port: u16,
    /// Whether it speaks https.
    pub tls: bool,
    /// Whether it answers as the real directory has been seen to.
    pub as_real: bool,
    /// The folder that its state is kept in.
    pub data: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { port: 8790, tls: false, as_real: false, data: None }
    }
}

/// Runs the tenant alone until Ctrl-C.
///
/// # Errors
/// When it does not build or start; each error says what to do.
pub fn tenant(options: &Options) -> Result<ExitCode> {
    let program = build::tenant_alone()?;
    free_port(options.port)?;
    let home = home();
    let mut directory = Directory::start(Arguments {
        program: &program,
        port: options.port,
        app_origin: "http://localhost:8787",
        home: &home,
        log: home.join("logs").join("tenant.log"),
        tls: options.tls,
        as_real: options.as_real,
        crowd: 0,
        data: options.data.as_deref(),
    })?;
    println!("\n  the tenant  {}\n", directory.description.address);
    println!("{}", people(&directory.description));
    println!("\n  The same, for scripts: target/tenant/tenant.json. Ctrl-C stops it.");
    until_stopped(|| directory.fault())?;
    Ok(ExitCode::SUCCESS)
}

/// Issues a pass through Graph, at the running tenant.
///
/// # Errors
/// When no tenant runs here; a refusal of the tenant is an exit code, and its program prints the reason.
pub fn pass(arguments: &[OsString]) -> Result<ExitCode> {
    let program = build::tenant_alone()?;
    let homes = [workspace::run(), workspace::dev().join("run"), home()];
    let described = homes.map(|home| home.join("tenant.json"));
    let Some(described) = described.iter().find(|described| is_alive(described)) else {
        bail!("no tenant runs in this checkout: start `cargo xtask run`, `dev` or `tenant` first");
    };
    let status = Command::new(program)
        .arg("pass")
        .args(arguments)
        .arg("--describe")
        .arg(described)
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn home() -> PathBuf {
    workspace::target().join("tenant")
}

/// Whether the tenant that described itself there still listens.
fn is_alive(described: &PathBuf) -> bool {
    let Ok(text) = std::fs::read_to_string(described) else {
        return false;
    };
    let port = serde_json::from_str::<serde_json::Value>(&text).ok().and_then(|description| {
        description["address"].as_str()?.rsplit(':').next()?.trim_end_matches('/').parse().ok()
    });
    port.is_some_and(|port: u16| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())
}
