//! Checks the invariants of `ARCHITECTURE.md` that the compiler does not.

mod arrows;
mod circles;
mod danger;
mod documents;
mod embedding;
mod files;
mod problems;
mod secrets;
mod security;
mod tiers;

use std::{
    fs,
    path::{Path, PathBuf},
};

use xtask::workspace::root;

/// The folders with our sources.
const CRATES: [&str; 13] = [
    "bench",
    "contract",
    "frontend/src",
    "frontend/intl",
    "frontend/journey",
    "frontend/screens",
    "frontend/views",
    "gallery",
    "tenant",
    "tests",
    "worker/src",
    "worker/gateway",
    "xtask",
];

/// Every Rust source of ours: its path from the root, and its text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in CRATES {
        collect(&root().join(folder), &mut found);
    }
    assert!(found.len() > 100, "the sources are found");
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    let top = root();
    for entry in fs::read_dir(folder).expect("a folder of the layout") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with("node_modules") {
                collect(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(&top).expect("below the top").display().to_string();
            found.push((name, fs::read_to_string(&path).expect("a source")));
        }
    }
}
