//! Tests for `watch`.

use anyhow::Result;

use super::*;

#[test]
fn a_saved_file_is_noticed_once_and_only_when_it_is_whole() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("latchkey-watch-{}", std::process::id()));
    fs::create_dir_all(folder.join("target"))?;
    let file = folder.join("view.rs");
    fs::write(&file, "1")?;
    let mut watch = Watch::of(vec![folder.clone()]);
    assert!(!watch.has_changed());
    fs::write(&file, "22")?;
    assert!(!watch.has_changed(), "it may still be written");
    fs::write(&file, "333")?;
    assert!(!watch.has_changed(), "it was still written");
    assert!(watch.has_changed());
    assert!(!watch.has_changed(), "noticed once");
    fs::write(folder.join("target/built"), "")?;
    fs::write(folder.join(".view.rs.swp"), "")?;
    assert!(!watch.has_changed() && !watch.has_changed());
    fs::remove_file(&file)?;
    assert!(!watch.has_changed() && watch.has_changed(), "a removed file is a change");
    fs::remove_dir_all(folder)?;
    Ok(())
}
