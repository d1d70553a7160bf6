//! Tests for `workspace`.

use anyhow::Result;

use super::*;

#[test]
fn a_copied_checkout_is_its_own_root() -> Result<()> {
    let copy = env::temp_dir().join(format!("latchkey-copy-{}", std::process::id()));
    fs::create_dir_all(copy.join("xtask/floor"))?;
    fs::write(copy.join("Cargo.toml"), "[workspace]\n")?;
    fs::write(copy.join("xtask/Cargo.toml"), "[package]\n")?;
    // The floor is a workspace of its own, below the one that is looked for.
    fs::write(copy.join("xtask/floor/Cargo.toml"), "[workspace]\n")?;
    let elsewhere = env::temp_dir();
    for (manifest, current) in [
        (Some(copy.join("xtask")), elsewhere.clone()),
        (None, copy.join("xtask/floor")),
        (None, copy.clone()),
        (Some(elsewhere.clone()), copy.clone()),
    ] {
        let found = find_root(manifest.as_deref().map(Path::as_os_str), &current);
        assert_eq!(found.as_deref(), Some(copy.as_path()), "{manifest:?} {current:?}");
    }
    assert_eq!(find_root(None, &elsewhere), None);
    fs::remove_dir_all(copy)?;
    Ok(())
}

#[test]
fn these_tests_run_in_the_checkout_that_cargo_names() {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    assert_eq!(manifest, Some(root().join("xtask")));
}
