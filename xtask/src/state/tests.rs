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

#[test]
fn a_folder_is_free_once_its_product_has_stopped_whoever_has_a_copy_of_the_lock() -> Result<()> {
    let home = std::env::temp_dir().join(format!("latchkey-lock-{}", std::process::id()));
    let state = State::open(&home, false)?;
    let copy = state.lock.try_clone()?;
    drop(state);
    drop(State::open(&home, false)?);
    drop(copy);
    fs::remove_dir_all(home)?;
    Ok(())
}

#[test]
fn what_holds_passes_is_for_its_owner_alone_even_where_an_older_file_was_not() -> Result<()> {
    let home = std::env::temp_dir().join(format!("latchkey-private-{}", std::process::id()));
    fs::create_dir_all(&home)?;
    let state = State::open(&home, false)?;
    let file = state.home().join("run.json");
    fs::write(&file, "old")?;
    fs::set_permissions(&file, Permissions::from_mode(0o644))?;
    write_private(&file, "new")?;
    for (path, expected) in [(&file, 0o600), (&home, 0o700)] {
        let mode = fs::metadata(path)?.permissions().mode() & 0o777;
        assert_eq!(mode, expected, "{}", path.display());
    }
    assert_eq!(fs::read_to_string(&file)?, "new");
    fs::remove_dir_all(home)?;
    Ok(())
}
