//! The built files that are shipped hold nothing of the tenant and nothing of the machine that built them.
//!
//! Builds them first, so it is a target of its own that only `cargo xtask test tidy` runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use latchkey_tests::product::built;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a built folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn contains(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn no_built_file_holds_the_tenants_marker_or_its_people() {
    let built = built();
    let mut looked_at = 0;
    for folder in [&built.dist, &built.worker] {
        for file in files(folder) {
            let bytes = fs::read(&file).expect("a built file");
            looked_at += 1;
            for needle in [tenant::MARKER, tenant::DOMAIN, tenant::CLIENT_ID] {
                assert!(!contains(&bytes, needle), "{} holds {needle}", file.display());
            }
        }
    }
    assert!(looked_at > 5, "the built files are looked at");
}

#[test]
fn no_built_file_tells_where_it_was_built() {
    let built = built();
    let home = std::env::var("HOME").expect("a home");
    for folder in [&built.dist, &built.worker] {
        for file in files(folder) {
            let bytes = fs::read(&file).expect("a built file");
            assert!(!contains(&bytes, &format!("{home}/")), "{} holds {home}", file.display());
        }
    }
}
