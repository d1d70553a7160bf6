//! What a running product keeps: its random keys, its Durable Objects, the tenant's state, and its logs.
//!
//! The folder is readable by its owner alone: it holds passes and, sealed, tokens. The keys are as real as
//! those of a deployment: random and made once.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::step;

/// The folder of one running product, held for as long as it runs.
#[derive(Debug)]
pub struct State {
    home: PathBuf,
    lock: File,
}

impl State {
    /// Opens the folder; `fresh` forgets what earlier runs kept in it.
    ///
    /// # Errors
    /// When another product runs in this folder, or it cannot be written.
    pub fn open(home: &Path, fresh: bool) -> Result<Self> {
        let lock = step::create(&home.join("lock"))?;
        if lock.try_lock().is_err() {
            bail!(
                "another `cargo xtask run` is at work in {}: stop it first (Ctrl-C in its terminal)",
                home.display()
            );
        }
        fs::set_permissions(home, Permissions::from_mode(0o700))
            .with_context(|| step::unwritable(home))?;
        let state = Self { home: home.to_path_buf(), lock };
        let kept = state.kept();
        if fresh && kept.exists() {
            fs::remove_dir_all(&kept).with_context(|| step::unwritable(&kept))?;
        }
        let objects = state.objects();
        fs::create_dir_all(&objects).with_context(|| step::unwritable(&objects))?;
        Ok(state)
    }

    /// Where everything of this product lies.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Where the Durable Objects are kept.
    pub fn objects(&self) -> PathBuf {
        self.kept().join("objects")
    }

    /// Where the tenant keeps its state.
    pub fn directory(&self) -> PathBuf {
        self.kept().join("tenant")
    }

    /// The log of this name.
    pub fn log(&self, name: &str) -> PathBuf {
        self.home.join("logs").join(format!("{name}.log"))
    }

    /// The keys that seal what the worker stores, in the form of its `SEAL_KEYS` binding.
    ///
    /// # Errors
    /// When the file cannot be read or written, or the system has no randomness.
    pub fn seal_keys(&self) -> Result<String> {
        let path = self.kept().join("seal-keys");
        if path.is_file() {
            let keys = fs::read_to_string(&path)?;
            if keys.starts_with("k1:") {
                return Ok(keys);
            }
            bail!("{} is damaged: run again with --fresh", path.display());
        }
        let mut key = [0_u8; 32];
        getrandom::fill(&mut key)
            .map_err(|fault| anyhow!("the system gives no randomness: {fault}"))?;
        let keys = format!("k1:{}", URL_SAFE_NO_PAD.encode(key));
        write_private(&path, &keys)?;
        Ok(keys)
    }

    fn kept(&self) -> PathBuf {
        self.home.join("state")
    }
}

impl Drop for State {
    fn drop(&mut self) {
        // Closing is not enough: a program that another thread is just starting has a copy of the open file.
        // A lock that cannot be released ends with this program.
        let _ = self.lock.unlock();
    }
}

/// Writes a file that its owner alone can read.
///
/// # Errors
/// When the disk is full or the folder is not writable.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    // An older file would keep its mode.
    if path.exists() {
        fs::remove_file(path).with_context(|| step::unwritable(path))?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| step::unwritable(path))?;
    file.write_all(text.as_bytes()).with_context(|| step::unwritable(path))
}

#[cfg(test)]
mod tests;
