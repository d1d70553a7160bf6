//! Tests for `serving`.

use super::*;

#[test]
fn a_build_that_replaces_or_rewrites_its_files_changes_nothing_that_runs() -> Result<()> {
    let top = std::env::temp_dir().join(format!("latchkey-serving-{}", std::process::id()));
    let (built, home) = (top.join("built"), top.join("home"));
    let (built_dist, built_worker) = (built.join("dist"), built.join("worker"));
    let write = |text: &str| -> Result<()> {
        for folder in [&built_dist.join("messages"), &built_worker] {
            fs::create_dir_all(folder)?;
        }
        for name in ["dist/index.html", "dist/messages/en.json", "worker/index.js"] {
            fs::write(built.join(name), text)?;
        }
        Ok(fs::write(built_worker.join("index_bg.wasm"), text)?)
    };
    let served = || -> Result<Vec<String>> {
        ["dist/index.html", "dist/messages/en.json", "worker/index.js", "worker/index_bg.wasm"]
            .iter()
            .map(|name| Ok(fs::read_to_string(home.join("serving").join(name))?))
            .collect()
    };
    write("first")?;
    copy_from(&built_dist, &built_worker, &home)?;
    // As worker-build does it.
    write("second")?;
    assert_eq!(served()?, ["first"; 4]);
    // As the build of the app does it.
    fs::remove_dir_all(&built_dist)?;
    assert_eq!(served()?, ["first"; 4]);
    fs::write(home.join("serving/dist/old.js"), "old")?;
    write("third")?;
    copy_from(&built_dist, &built_worker, &home)?;
    assert_eq!(served()?, ["third"; 4]);
    assert!(!home.join("serving/dist/old.js").exists(), "what an older run left is gone");
    fs::remove_dir_all(top)?;
    Ok(())
}
