//! What is shipped: nothing of the tenant, of the machine that built it, of the development proxy or of
//! the pseudo-language.
//!
//! Builds it first, so it is a target of its own that only `cargo xtask test tidy` runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use latchkey_tests::product::built;
use xtask::{
    build::{Options, languages},
    workspace::root,
};

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
fn no_built_file_holds_anything_of_the_development_proxy() {
    let built = built();
    for folder in [&built.dist, &built.worker] {
        for file in files(folder) {
            let bytes = fs::read(&file).expect("a built file");
            let needle = xtask::dev::MARKER;
            assert!(!contains(&bytes, needle), "{} holds {needle}", file.display());
        }
    }
}

#[test]
fn the_default_build_has_the_languages_that_people_wrote_and_no_other() {
    let messages = root().join("static/messages");
    let mut written: Vec<_> = files(&messages);
    // Beside the catalogs lies the list of what their later part holds.
    written.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    written.sort();
    let of = |options: &Options| languages(options).expect("the catalogs are read");
    let shipped = of(&Options::default());
    assert_eq!(shipped.values().cloned().collect::<Vec<_>>(), written);
    assert!(shipped.contains_key("en") && !shipped.contains_key("en-XA"), "{shipped:?}");
    let local = of(&Options::for_this_machine());
    assert!(!local["en-XA"].starts_with(root().join("static")), "{local:?}");
    assert_eq!(local.len(), shipped.len() + 1);
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
