//! The folder in which a tenant is kept: one state file, replaced whole, held by one program at a time.
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
        Ok(Self {
            file: folder.join(STATE_FILE),
            written: String::new(),
            _lock: lock,
        })
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
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_milliseconds(1_800_000_000_000);

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder =
                std::env::temp_dir().join(format!("latchkey-{name}-{}", std::process::id()));
            drop(fs::remove_dir_all(&folder));
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    fn settings() -> Settings {
        Settings::local().seeded(9)
    }

    #[test]
    fn a_tenant_is_kept_in_a_file_that_only_its_owner_can_read() {
        let folder = Folder::new("store-kept");
        {
            let mut store = Store::open(&folder.0).unwrap();
            assert!(store.restore(&settings(), NOW).unwrap().is_none());
            store.keep(&Tenant::new(settings(), NOW)).unwrap();
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.0.join(STATE_FILE))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0);
        }
        let mut store = Store::open(&folder.0).unwrap();
        let again = store.restore(&settings(), NOW).unwrap().unwrap();
        assert_eq!(
            fs::read_to_string(folder.0.join(STATE_FILE)).unwrap(),
            again.keep().unwrap()
        );
    }

    #[test]
    fn a_state_that_is_damaged_or_newer_is_refused_and_left_as_it_is() {
        let folder = Folder::new("store-damaged");
        make_folder(&folder.0).unwrap();
        let newer = br#"{"format":"latchkey-tenant-state","version":99,"state":{}}"#.as_slice();
        for text in [b"{".as_slice(), b"", b"\xff\xfe", newer] {
            fs::write(folder.0.join(STATE_FILE), text).unwrap();
            let mut store = Store::open(&folder.0).unwrap();
            assert!(matches!(
                store.restore(&settings(), NOW),
                Err(Failure::Refused(_))
            ));
            assert_eq!(fs::read(folder.0.join(STATE_FILE)).unwrap(), text);
        }
    }

    #[test]
    fn a_folder_serves_one_program_at_a_time() {
        let folder = Folder::new("store-lock");
        let first = Store::open(&folder.0).unwrap();
        assert!(matches!(Store::open(&folder.0), Err(Failure::Refused(_))));
        drop(first);
        assert!(Store::open(&folder.0).is_ok());
    }
}
