//! Tools from the crate registry, each pinned to one version: found on `PATH`, fetched, or compiled.
//!
//! Compiled in a hurry and not for speed: they run for seconds and would take half an hour to optimize.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{step, workspace};

/// A tool from the crate registry in the one version that is known to work here.
pub struct CargoTool {
    /// The package.
    pub package: &'static str,
    /// The program that it installs.
    pub program: &'static str,
    /// The pinned version.
    pub version: &'static str,
    /// What makes it tell its version.
    version_by: &'static [&'static str],
    /// Whether the lock file that the package ships resolves.
    locked: bool,
    /// How long compiling it takes on two idle cores, after those above it.
    takes: &'static str,
}

/// Generates the JavaScript beside a wasm file; the same version as the `wasm-bindgen` crate.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.130",
    version_by: &["--version"],
    locked: false,
    takes: "a minute",
};

/// Packages the worker.
pub const WORKER_BUILD: CargoTool = CargoTool {
    package: "worker-build",
    program: "worker-build",
    version: "0.8.7",
    version_by: &["--version"],
    locked: false,
    takes: "a minute",
};

/// Builds the app.
pub const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    program: "trunk",
    version: "0.21.14",
    version_by: &["--version"],
    locked: true,
    takes: "3 minutes",
};

/// Checks the licenses and sources of the dependencies.
pub const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    version_by: &["--version"],
    locked: true,
    takes: "2 minutes",
};

/// Changes the code to see whether a test notices.
pub const CARGO_MUTANTS: CargoTool = CargoTool {
    package: "cargo-mutants",
    program: "cargo-mutants",
    version: "27.1.0",
    version_by: &["mutants", "--version"],
    locked: true,
    takes: "2 minutes",
};

/// Drives Firefox.
pub const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    program: "geckodriver",
    version: "0.37.1",
    version_by: &["--version"],
    locked: true,
    takes: "a minute",
};

/// The profile that the tools are compiled with. Cargo installs in the release profile; these settings
/// take a third of the time of those that the packages bring along.
const PROFILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_INCREMENTAL", "0"),
];

impl CargoTool {
    /// The program: of this machine's `PATH` where it has this very version, else installed for Latchkey alone.
    ///
    /// # Errors
    /// When it cannot be compiled, or the installed one says that it is of another version.
    pub fn ensure(&self) -> Result<PathBuf> {
        let home = workspace::tools().join(format!("{}-{}", self.package, self.version));
        let program = home.join("bin").join(self.program);
        if !program.is_file() {
            let path = env::var_os("PATH").unwrap_or_default();
            if let Some(found) = self.on_path(env::split_paths(&path)) {
                return Ok(found);
            }
            self.install(&home)?;
        }
        let said =
            self.says(&program).with_context(|| format!("cannot start {}", program.display()))?;
        if !self.is_version(&said) {
            bail!(
                "{} says that it is `{}`, not {}: remove {} and run the command again",
                program.display(),
                said.trim(),
                self.version,
                home.display()
            );
        }
        Ok(program)
    }

    /// The first program of this name and version in these folders.
    fn on_path(&self, folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
        folders
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(self.program))
            .filter(|program| program.is_file())
            .find(|program| self.says(program).is_some_and(|said| self.is_version(&said)))
    }

    /// What a program says of its version; nothing where it does not start.
    fn says(&self, program: &Path) -> Option<String> {
        let output = workspace::command(program).args(self.version_by).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn is_version(&self, said: &str) -> bool {
        said.split_whitespace().any(|word| word == self.version)
    }

    fn install(&self, home: &Path) -> Result<()> {
        if self.fetch(home) {
            return Ok(());
        }
        let mut install = workspace::cargo();
        install
            .args(["install", self.package, "--version", self.version, "--force"])
            .args(["--bin", self.program])
            .args(self.locked.then_some("--locked"))
            .arg("--root")
            .arg(home)
            .env("CARGO_TARGET_DIR", compiling())
            .envs(PROFILE)
            // These belong to the product's own builds.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET");
        step::run(
            &format!(
                "Compiling {} {} once for this machine (about {} on two cores)",
                self.package, self.version, self.takes
            ),
            self.package,
            &mut install,
        )
    }

    /// Fetches what the authors of the package have compiled, where `cargo binstall` is installed.
    ///
    /// Never from anyone else, and without a question; what it cannot fetch is compiled.
    fn fetch(&self, home: &Path) -> bool {
        let known = workspace::cargo().args(["binstall", "-V"]).output();
        if !known.is_ok_and(|output| output.status.success()) {
            return false;
        }
        let mut binstall = workspace::cargo();
        binstall
            .args(["binstall", "--no-confirm", "--disable-telemetry", "--force"])
            .args(["--disable-strategies", "quick-install,compile"])
            .arg("--root")
            .arg(home)
            .arg(format!("{}@={}", self.package, self.version));
        let what = format!("Fetching {} {}", self.package, self.version);
        let fetched = step::run_quietly(&what, self.package, &mut binstall);
        fetched.is_ok() && home.join("bin").join(self.program).is_file()
    }
}

/// Removes what compiling the tools left: hundreds of megabytes that nothing reads again. It is kept
/// while tools are missing, because they have most of their dependencies in common.
pub(super) fn tidy() {
    // What cannot be removed costs space and does no harm.
    let _ = fs::remove_dir_all(compiling());
}

/// The one target folder of all tools.
fn compiling() -> PathBuf {
    workspace::tools().join("compiling")
}

#[cfg(test)]
mod tests;
