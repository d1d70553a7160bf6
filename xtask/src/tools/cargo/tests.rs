//! Tests for `cargo`.

use std::os::unix::fs::PermissionsExt;

use super::*;

/// A folder with a program that answers this to `--version`.
fn folder(name: &str, says: &str) -> Result<PathBuf> {
    let folder = env::temp_dir().join(format!("latchkey-path-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let program = folder.join(TRUNK.program);
    fs::write(&program, format!("#!/bin/sh\necho {says}\n"))?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    Ok(folder)
}

#[test]
fn a_tool_is_taken_from_the_path_in_exactly_the_pinned_version() -> Result<()> {
    let older = folder("older", "trunk 0.21.1")?;
    let longer = folder("longer", "trunk 0.21.140")?;
    let right = folder("right", "trunk 0.21.14")?;
    let others = [older.clone(), longer.clone()];
    assert_eq!(TRUNK.on_path(others.clone().into_iter()), None);
    let all = others.into_iter().chain([right.clone()]);
    assert_eq!(TRUNK.on_path(all), Some(right.join("trunk")));
    for folder in [older, longer, right] {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}
