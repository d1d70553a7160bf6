//! The folder that keeps a tenant: one state file, replaced atomically, used by one program at a time.
//!
//! A file that cannot be understood is refused and never touched. What the file says is decided in the library.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tenant::{Settings, Tenant, Timestamp};

use crate::failure::Failure;

const STATE_FILE: &str = "state.json";
const LOCK_FILE: &str = "lock";

/// An open folder.
pub(crate) struct Store {
    file: PathBuf,
    written: String,
    /// Released when the program ends, however it ends.
    _lock: File,
}

impl Store {
    /// Opens the folder, makes it where it does not exist, and refuses it while another program holds it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        make_folder(folder)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK_FILE))?;
        if lock.try_lock().is_err() {
            return Err(Failure::Refused(format!(
                "another tenant keeps its state in {}. Stop it, or choose another folder with --data",
                folder.display()
            )));
        }
        Ok(Self { file: folder.join(STATE_FILE), written: String::new(), _lock: lock })
    }

    /// The tenant that is kept here, if there is one yet.
    pub(crate) fn restore(
        &mut self,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<Option<Tenant>, Failure> {
        let text = match fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(self.refused("it is damaged (not UTF-8 text)"));
            }
            Err(error) => return Err(error.into()),
        };
        let tenant = Tenant::restore(settings.clone(), &text, now)
            .map_err(|fault| self.refused(&fault.to_string()))?;
        self.written = text;
        Ok(Some(tenant))
    }

    /// Writes the state if it changed since it was last written.
    pub(crate) fn keep(&mut self, tenant: &Tenant) -> io::Result<()> {
        let text = tenant.keep().map_err(io::Error::other)?;
        if text != self.written {
            write_whole(&self.file, &text)?;
            self.written = text;
        }
        Ok(())
    }

    fn refused(&self, why: &str) -> Failure {
        Failure::Refused(format!(
            "the state in {} cannot be used: {why}. The file was left as it is; move it away to start afresh, or \
             choose another folder with --data",
            self.file.display()
        ))
    }
}

/// Makes a folder that only its owner can look into.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Writes the whole file or none of it, readable by its owner alone: it holds secrets of this computer.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests;
