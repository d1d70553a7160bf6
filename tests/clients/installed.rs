//! The libraries, installed through the ordinary clients of their registries into a folder of the build.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use anyhow::{Context, Result, anyhow};
use xtask::{step, workspace};

/// The folder with the scripts and everything that they import.
pub(crate) fn installed() -> Result<&'static Path> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    INSTALLED
        .get_or_init(|| install().map_err(|fault| format!("{fault:#}")))
        .as_deref()
        .map_err(|fault| anyhow!("{fault}"))
}

fn install() -> Result<PathBuf> {
    let sources = workspace::root().join("tests/clients");
    let folder = workspace::target().join("clients");
    fs::create_dir_all(&folder)?;
    let is_new = |name: &str| {
        let stamp = fs::read(folder.join(format!("{name}.installed"))).ok();
        stamp.is_none() || stamp != fs::read(sources.join(name)).ok()
    };
    let (npm_is_new, pip_is_new) = (is_new("package-lock.json"), is_new("requirements.txt"));
    for entry in fs::read_dir(&sources)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))
            .with_context(|| format!("cannot copy {}", entry.path().display()))?;
    }
    let done = |name: &str| fs::copy(sources.join(name), folder.join(format!("{name}.installed")));
    if npm_is_new {
        step::run(
            "Installing the clients from npm",
            "clients-npm",
            workspace::command("npm")
                .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
                .current_dir(&folder),
        )?;
        done("package-lock.json")?;
    }
    if pip_is_new {
        step::run(
            "Making a Python environment for the clients",
            "clients-venv",
            workspace::command("python3").args(["-m", "venv", "venv"]).current_dir(&folder),
        )?;
        step::run(
            "Installing the clients from PyPI",
            "clients-pip",
            workspace::command(folder.join("venv").join("bin").join("pip"))
                .args(["install", "--disable-pip-version-check", "--requirement"])
                .arg("requirements.txt")
                .current_dir(&folder),
        )?;
        done("requirements.txt")?;
    }
    Ok(folder)
}
