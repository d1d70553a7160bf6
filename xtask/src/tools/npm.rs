//! The parts that come from npm: workerd, binaryen, esbuild, axe and the names of authenticators, from the lock
//! file.

use std::{
    env::consts::{ARCH, OS},
    fs,
    path::PathBuf,
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{build::fingerprint::Fingerprint, step, workspace};

/// The oldest Node.js that these parts run on.
const NODE: u32 = 20;

/// What npm has installed.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) workerd: PathBuf,
    pub(super) wasm_opt: PathBuf,
    pub(super) esbuild: PathBuf,
}

/// Installs what the lock file names, unless it is installed already.
pub(super) fn ensure() -> Result<Parts> {
    check_node()?;
    let modules = workspace::root().join("node_modules");
    let parts = parts(&modules)?;
    let fingerprint = Fingerprint::of(&["package.json", "package-lock.json"])?;
    let stamp = modules.join(".latchkey");
    if !fingerprint.is_in(&stamp) || !parts.workerd.is_file() {
        let mut install = workspace::command("npm");
        // No package of ours needs its install script: each ships its program ready to run.
        install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        step::run(
            "Installing workerd, binaryen, esbuild and axe with npm (about 100 MB, a minute or two)",
            "npm",
            &mut install,
        )?;
        fingerprint.write(&stamp)?;
    }
    for part in [&parts.workerd, &parts.wasm_opt, &parts.esbuild] {
        if !part.is_file() {
            bail!(
                "npm did not install {}: remove node_modules and run the command again",
                part.display()
            );
        }
    }
    check_workerd(&parts.workerd)?;
    Ok(parts)
}

fn parts(modules: &std::path::Path) -> Result<Parts> {
    let (workerd, esbuild) = match (OS, ARCH) {
        ("linux", "x86_64") => ("workerd-linux-64", "linux-x64"),
        ("linux", "aarch64") => ("workerd-linux-arm64", "linux-arm64"),
        ("macos", "x86_64") => ("workerd-darwin-64", "darwin-x64"),
        ("macos", "aarch64") => ("workerd-darwin-arm64", "darwin-arm64"),
        (os, arch) => bail!(
            "workerd is not made for {os} on {arch}: use Linux or macOS (on Windows, its Linux subsystem)"
        ),
    };
    Ok(Parts {
        // The program itself and not npm's wrapper, which would stand between us and its end.
        workerd: modules.join("@cloudflare").join(workerd).join("bin/workerd"),
        esbuild: modules.join("@esbuild").join(esbuild).join("bin/esbuild"),
        wasm_opt: modules.join("binaryen/bin/wasm-opt"),
    })
}

fn check_node() -> Result<()> {
    let install = format!("install Node.js {NODE} or later (it comes with npm)");
    let output = Command::new("node")
        .arg("--version")
        .output()
        .with_context(|| format!("cannot start `node`: {install}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let major =
        said.trim().trim_start_matches('v').split('.').next().and_then(|n| n.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE => Ok(()),
        Some(_) => bail!("`node` is {}, which is too old: {install}", said.trim()),
        None => bail!("`node --version` says `{}`: {install}", said.trim()),
    }
}

fn check_workerd(workerd: &PathBuf) -> Result<()> {
    let output = Command::new(workerd)
        .arg("--version")
        .output()
        .with_context(|| format!("cannot start {}", workerd.display()))?;
    if output.status.success() {
        return Ok(());
    }
    let lock = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name =
        lock.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or("this system");
    bail!(
        "workerd does not run on {name} (it needs glibc 2.35 or later, or macOS 13.5): {}",
        String::from_utf8_lossy(&output.stderr).trim()
    )
}
