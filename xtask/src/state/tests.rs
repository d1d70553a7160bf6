//! Tests for `state`.

use std::os::unix::fs::PermissionsExt;

use super::*;

#[test]
fn keys_are_kept_for_their_owner_alone_until_a_fresh_start() -> Result<()> {
    let home = std::env::temp_dir().join(format!("latchkey-state-{}", std::process::id()));
    let first = State::open(&home, false)?.seal_keys()?;
    let again = State::open(&home, false)?;
    assert_eq!(again.seal_keys()?, first);
    let mode = fs::metadata(home.join("state/seal-keys"))?.permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(State::open(&home, false).is_err(), "two products in one folder");
    drop(again);
    assert_ne!(State::open(&home, true)?.seal_keys()?, first);
    fs::remove_dir_all(home)?;
    Ok(())
}
