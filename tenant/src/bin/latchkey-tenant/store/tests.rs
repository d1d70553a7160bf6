//! Tests for `store`.

use super::*;

const NOW: Timestamp = Timestamp::from_unix_milliseconds(1_800_000_000_000);

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("latchkey-{name}-{}", std::process::id()));
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
        let mode = fs::metadata(folder.0.join(STATE_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    let mut store = Store::open(&folder.0).unwrap();
    let again = store.restore(&settings(), NOW).unwrap().unwrap();
    assert_eq!(fs::read_to_string(folder.0.join(STATE_FILE)).unwrap(), again.keep().unwrap());
}

#[test]
fn a_state_that_is_damaged_or_newer_is_refused_and_left_as_it_is() {
    let folder = Folder::new("store-damaged");
    make_folder(&folder.0).unwrap();
    let newer = br#"{"format":"latchkey-tenant-state","version":99,"state":{}}"#.as_slice();
    for text in [b"{".as_slice(), b"", b"\xff\xfe", newer] {
        fs::write(folder.0.join(STATE_FILE), text).unwrap();
        let mut store = Store::open(&folder.0).unwrap();
        assert!(matches!(store.restore(&settings(), NOW), Err(Failure::Refused(_))));
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
