//! Chromium and its driver, for the browser tests and the bench.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{step, workspace};

/// A browser and its driver, both of the same version.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// Its WebDriver server.
    pub chromedriver: PathBuf,
}

/// The installed browser; installed with apt where that is possible.
///
/// # Errors
/// Says exactly what to install where it cannot be done here.
pub fn browser() -> Result<Browser> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    if Path::new("/usr/bin/apt-get").exists() && is_root() {
        step::run(
            "Fetching the list of Debian packages",
            "apt",
            workspace::command("apt-get").args(["update", "-q"]),
        )?;
        let mut install = workspace::command("apt-get");
        install
            .args(["install", "-q", "-y", "--no-install-recommends"])
            .args(["chromium", "chromium-driver", "fonts-liberation"])
            .env("DEBIAN_FRONTEND", "noninteractive");
        step::run(
            "Installing Chromium and its driver (about 300 MB, two minutes)",
            "apt",
            &mut install,
        )?;
    }
    match installed() {
        Some(found) => Ok(found),
        None => bail!(
            "the browser tests need Chromium and chromedriver of the same version on PATH.\n\
             Debian:  sudo apt-get install chromium chromium-driver\n\
             Fedora:  sudo dnf install chromium chromedriver\n\
             macOS:   brew install --cask chromium chromedriver\n\
             Elsewhere: set CHROMIUM and CHROMEDRIVER to the two programs"
        ),
    }
}

fn installed() -> Option<Browser> {
    Some(Browser {
        chromium: program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?,
        chromedriver: program("CHROMEDRIVER", &["chromedriver", "chromium.chromedriver"])?,
    })
}

pub(super) fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(chosen) = env::var_os(variable) {
        return Some(PathBuf::from(chosen)).filter(|path| path.is_file());
    }
    let folders = env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| env::split_paths(&folders).map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
