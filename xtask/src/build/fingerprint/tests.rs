//! Tests for `fingerprint`.

use super::*;

#[test]
fn a_fingerprint_is_found_again_and_only_the_same_one() -> Result<()> {
    let stamp = std::env::temp_dir().join(format!("latchkey-stamp-{}", std::process::id()));
    let one = Fingerprint::of(&["xtask/Cargo.toml"])?;
    one.write(&stamp)?;
    assert!(one.is_in(&stamp));
    assert!(!Fingerprint::of(&["xtask/src/main.rs"])?.is_in(&stamp));
    fs::remove_file(&stamp)?;
    assert!(!one.is_in(&stamp));
    Ok(())
}
