//! Tests for `authority`.

use super::*;

/// A folder of its own for each test, empty at the start.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("latchkey-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&folder));
    folder
}

#[test]
fn the_authority_is_made_once_and_certifies_every_start() {
    let folder = folder("authority-once");
    let first = identity(&folder).unwrap();
    let certificate = fs::read(&first.ca_file).unwrap();
    let second = identity(&folder).unwrap();
    assert_eq!(fs::read(&second.ca_file).unwrap(), certificate);
    fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("authority-mode");
    identity(&folder).unwrap();
    let mode = fs::metadata(folder.join(KEY_FILE)).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_damaged_or_foreign_authority_is_refused_and_left_as_it_is() {
    let folder = folder("authority-damaged");
    identity(&folder).unwrap();
    let key = fs::read_to_string(folder.join(KEY_FILE)).unwrap();
    for damaged in ["nonsense".to_owned(), KeyPair::generate().unwrap().serialize_pem()] {
        fs::write(folder.join(KEY_FILE), &damaged).unwrap();
        assert!(matches!(identity(&folder), Err(Failure::Refused(_))));
        assert_eq!(fs::read_to_string(folder.join(KEY_FILE)).unwrap(), damaged);
    }
    fs::write(folder.join(KEY_FILE), key).unwrap();
    fs::remove_file(folder.join(CERTIFICATE_FILE)).unwrap();
    assert!(matches!(identity(&folder), Err(Failure::Refused(_))));
    fs::remove_dir_all(&folder).unwrap();
}
