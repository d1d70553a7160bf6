//! The samples of intranet pages in `embed/samples`, installed with npm into a folder below `target`.
//!
//! The element is installed as npm would pack it. The registry is asked the first time, and again when a
//! lock file has changed.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use anyhow::{Context, Result, anyhow};
use xtask::{product::Product, step, workspace};

/// The folder with the samples and all that they import; installs it once.
///
/// # Errors
/// When npm fails.
pub fn installed() -> Result<&'static Path> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    INSTALLED
        .get_or_init(|| install().map_err(|fault| format!("{fault:#}")))
        .as_deref()
        .map_err(|fault| anyhow!("{fault}"))
}

/// Bundles the samples for this product, whose demo intranet serves them from then on.
///
/// # Errors
/// When they cannot be installed or bundled.
pub fn build(product: &Product) -> Result<()> {
    step::run(
        "Bundling the sample pages",
        "samples-build",
        workspace::command("node")
            .args(["build.mjs", &product.app])
            .arg(&product.samples)
            .current_dir(installed()?),
    )
}

fn install() -> Result<PathBuf> {
    let package = workspace::root().join("embed");
    let copy = workspace::target().join("embed");
    let folder = copy.join("samples");
    fs::create_dir_all(&folder)?;
    // The package lies above the samples here too, since they name it by its folder.
    let is_new = [copied(&package, &copy)?, copied(&package.join("samples"), &folder)?];
    let stamp = folder.join("node_modules/.latchkey");
    if is_new.contains(&true) || !stamp.is_file() {
        let mut npm = workspace::command("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
        step::run("Installing what the sample pages import from npm", "samples-npm", &mut npm)?;
        fs::write(&stamp, "")?;
    }
    Ok(folder)
}

/// Copies the files of a folder. Whether one of them was another, the sources of the samples aside.
fn copied(from: &Path, to: &Path) -> Result<bool> {
    let mut is_new = false;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.path().is_file() {
            let (source, copy) = (entry.path(), to.join(entry.file_name()));
            let is_json = source.extension().is_some_and(|extension| extension == "json");
            let matters = is_json || !from.ends_with("samples");
            is_new |= matters && fs::read(&copy).ok() != fs::read(&source).ok();
            fs::copy(&source, &copy)
                .with_context(|| format!("cannot copy {}", source.display()))?;
        }
    }
    Ok(is_new)
}
