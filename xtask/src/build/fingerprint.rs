//! A fingerprint of source files, so that a step whose inputs did not change is skipped.
//!
//! Content and not time: a checkout or a branch change touches times without changing anything.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{step, workspace};

/// The names and contents of files, and the version of the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Computes it for files and folders below the root; one that is missing counts as empty.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of(names: &[&str]) -> Result<Self> {
        let root = workspace::root();
        let mut files = Vec::new();
        for name in names {
            collect(&root.join(name), &mut files)?;
        }
        files.sort();
        files.dedup();
        let mut hash = Sha256::new();
        hash.update(compiler());
        for file in files {
            let content =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let name = file.strip_prefix(&root).unwrap_or(&file);
            hash.update(name.as_os_str().as_encoded_bytes());
            hash.update([0]);
            hash.update(content.len().to_le_bytes());
            hash.update(content);
        }
        Ok(Self(hex(&hash.finalize())))
    }

    /// Combines it with something that is no file.
    #[must_use]
    pub fn with(&self, other: &str) -> Self {
        Self(hex(&Sha256::digest(format!("{} {other}", self.0))))
    }

    /// Whether the last successful step wrote this fingerprint there.
    pub fn is_in(&self, stamp: &Path) -> bool {
        fs::read_to_string(stamp).is_ok_and(|kept| kept == self.0)
    }

    /// Writes it there; only after the step succeeded.
    ///
    /// # Errors
    /// When the disk is full or the folder is not writable.
    pub fn write(&self, stamp: &Path) -> Result<()> {
        if let Some(folder) = stamp.parent() {
            fs::create_dir_all(folder).with_context(|| step::unwritable(folder))?;
        }
        fs::write(stamp, &self.0).with_context(|| step::unwritable(stamp))
    }
}

/// The fingerprint of the manifests and the lock file, which decide which crates are needed.
pub(super) fn of_manifests() -> Result<Fingerprint> {
    let root = workspace::root();
    let mut files = Vec::new();
    for folder in ["bench", "contract", "frontend", "tenant", "tests", "worker", "xtask"] {
        collect(&root.join(folder), &mut files)?;
    }
    let manifests = files
        .iter()
        .filter(|file| file.ends_with("Cargo.toml"))
        .filter_map(|file| file.strip_prefix(&root).ok()?.to_str());
    let all: Vec<&str> = manifests.chain(["Cargo.toml", "Cargo.lock"]).collect();
    Fingerprint::of(&all)
}

/// The first characters of a content's hash: enough for a file name.
pub fn short_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content))[..16].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn compiler() -> Vec<u8> {
    workspace::command("rustc").arg("-vV").output().map(|output| output.stdout).unwrap_or_default()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !matches!(name, "target" | "node_modules" | "dist") {
            collect(&path, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
