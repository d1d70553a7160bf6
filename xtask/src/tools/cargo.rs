//! Tools that cargo compiles, each in a folder named after its version.

use std::{fs, path::PathBuf};

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
    /// Whether the lock file that the package ships resolves.
    locked: bool,
    /// How many minutes compiling it takes on two cores.
    minutes: u8,
}

/// Generates the JavaScript beside a wasm file; the same version as the `wasm-bindgen` crate.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.130",
    locked: false,
    minutes: 3,
};

/// Packages the worker.
pub const WORKER_BUILD: CargoTool = CargoTool {
    package: "worker-build",
    program: "worker-build",
    version: "0.8.7",
    locked: false,
    minutes: 4,
};

/// Builds the app.
pub const TRUNK: CargoTool =
    CargoTool { package: "trunk", program: "trunk", version: "0.21.14", locked: true, minutes: 7 };

/// Looks at the licenses and sources of what we depend on.
pub const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    locked: true,
    minutes: 6,
};

impl CargoTool {
    /// The program, installed where it is missing.
    ///
    /// # Errors
    /// When it cannot be compiled, or the installed one says that it is of another version.
    pub fn ensure(&self) -> Result<PathBuf> {
        let home = workspace::tools().join(format!("{}-{}", self.package, self.version));
        let program = home.join("bin").join(self.program);
        if !program.is_file() {
            self.install(&home)?;
        }
        let output = workspace::command(&program)
            .arg("--version")
            .output()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let said = String::from_utf8_lossy(&output.stdout);
        if !said.split_whitespace().any(|word| word == self.version) {
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

    fn install(&self, home: &PathBuf) -> Result<()> {
        let compiled = workspace::tools().join("compiling");
        let mut install = workspace::cargo();
        install
            .args([
                "install",
                self.package,
                "--version",
                self.version,
                "--force",
            ])
            .args(self.locked.then_some("--locked"))
            .arg("--root")
            .arg(home)
            .env("CARGO_TARGET_DIR", &compiled)
            // These belong to the product's own builds.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET");
        step::run(
            &format!(
                "Compiling {} {} once for this machine (about {} minutes on two cores)",
                self.package, self.version, self.minutes
            ),
            self.package,
            &mut install,
        )?;
        // Hundreds of megabytes that nothing reads again.
        let _ = fs::remove_dir_all(compiled);
        Ok(())
    }
}
