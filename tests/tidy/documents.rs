//! The documents name only files, folders and tests that exist.

use std::{collections::BTreeSet, fs, path::Path};

use xtask::workspace::root;

use crate::sources;

/// The documents at the top; those below `docs` come to them.
const AT_THE_TOP: [&str; 4] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];

/// First parts of a media type, which looks like a path (RFC 6838 §4.2).
const MEDIA_TYPES: [&str; 6] = ["application/", "audio/", "font/", "image/", "multipart/", "text/"];

fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|_| panic!("{name} is there"))
}

/// Every document, by its path from the top folder.
fn documents() -> Vec<String> {
    let mut names: Vec<String> = AT_THE_TOP.map(str::to_owned).into();
    below("docs", &mut names);
    assert!(names.len() > AT_THE_TOP.len() + 5, "the pages of `docs` are found");
    names
}

fn below(folder: &str, names: &mut Vec<String>) {
    for entry in fs::read_dir(root().join(folder)).expect("a folder of the layout") {
        let entry = entry.expect("an entry");
        let name = format!("{folder}/{}", entry.file_name().display());
        if entry.path().is_dir() {
            below(&name, names);
        } else if name.ends_with(".md") {
            names.push(name);
        }
    }
}

fn decisions() -> Vec<String> {
    let mut names = Vec::new();
    below("docs/decisions", &mut names);
    names
}

/// The text outside of fenced blocks, where backticks come in pairs.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

/// The code spans of a document.
fn spans(prose: &str) -> Vec<&str> {
    prose.split('`').skip(1).step_by(2).filter(|span| !span.contains('\n')).collect()
}

/// The targets of a document's links into the repository.
fn links(prose: &str) -> Vec<&str> {
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let targets = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    targets.map(|target| target.split('#').next().unwrap_or_default()).collect()
}

fn is_path(span: &str) -> bool {
    let is_plain = !span.contains([' ', '<', '*', ':', '{', '…', '=', '?', '@', '$', '~']);
    let is_ours = !span.starts_with(['/', '-']) && !span.starts_with("target/");
    let is_media_type = MEDIA_TYPES.iter().any(|first| span.starts_with(first));
    let is_at_the_top =
        !span.starts_with('.') && (span.ends_with(".md") || span.ends_with(".toml"));
    is_plain && is_ours && !is_media_type && (span.contains('/') || is_at_the_top)
}

/// The names of all tests in the sources.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, text) in sources() {
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if line == "#[test]" || line.starts_with("#[tokio::test") {
                is_test = true;
            } else if let Some((_, rest)) = line.split_once("fn ") {
                let name = rest.split('(').next().unwrap_or_default();
                if is_test {
                    names.insert(name.to_owned());
                }
                is_test = false;
            }
        }
    }
    names
}

#[test]
fn every_path_that_a_document_names_exists() {
    for name in documents() {
        let prose = prose(&document(&name));
        for span in spans(&prose).into_iter().filter(|span| is_path(span)) {
            assert!(root().join(span).exists(), "{name} names {span}, which is not there");
        }
        let folder = root().join(&name);
        let folder = folder.parent().unwrap_or(Path::new("."));
        for link in links(&prose) {
            assert!(folder.join(link).exists(), "{name} links to {link}, which is not there");
        }
    }
}

#[test]
fn every_test_that_a_document_names_exists() {
    let tests = tests();
    assert!(tests.len() > 300, "the tests are found");
    let mut named = 0;
    for name in documents() {
        for span in spans(&prose(&document(&name))) {
            let is_test = span.matches('_').count() >= 3
                && span.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if is_test {
                named += 1;
                assert!(tests.contains(span), "{name} names {span}, which is no test");
            }
        }
    }
    assert!(named > 10, "the names of tests are found");
}

#[test]
fn a_path_is_told_from_a_media_type_an_address_and_a_command() {
    for path in ["tests/edge", ".ci/run", "tenant/DIFFERENCES.md", "Trunk.toml"] {
        assert!(is_path(path), "{path}");
    }
    for other in
        ["/remove", "application/json", "cargo xtask run", "target/run", "a.rs", ".md", "x::y"]
    {
        assert!(!is_path(other), "{other}");
    }
}

#[test]
fn every_decision_says_what_holds_it() {
    for name in decisions() {
        assert!(document(&name).contains("Held by:"), "{name}");
    }
}

#[test]
fn the_readme_is_short_and_architecture_is_a_page_or_two() {
    assert!(document("README.md").lines().count() <= 150);
    assert!(document("ARCHITECTURE.md").lines().count() <= 130);
    assert!(document("CONTRIBUTING.md").lines().count() <= 130);
}
