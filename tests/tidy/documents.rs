//! Documents that name files and tests name ones that exist.

use std::fs;

use latchkey_tests::browser::root;

use crate::sources;

fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|_| panic!("{name} is there"))
}

/// The code spans of a document.
fn spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).filter(|span| !span.contains('\n')).collect()
}

fn decisions() -> Vec<String> {
    let folder = fs::read_dir(root().join("docs/decisions")).expect("decisions");
    let name = |entry: fs::DirEntry| format!("docs/decisions/{}", entry.file_name().display());
    folder.map(|entry| name(entry.expect("an entry"))).collect()
}

#[test]
fn every_path_that_a_document_names_exists() {
    let mut names = vec!["README.md".to_owned(), "ARCHITECTURE.md".to_owned()];
    names.extend(decisions());
    for name in names {
        for span in spans(&document(&name)) {
            let is_path = span.contains('/')
                && !span.starts_with('/')
                && !span.contains([' ', '<', '*', ':', '{', '…'])
                && !span.starts_with("target/");
            if is_path {
                assert!(root().join(span).exists(), "{name} names {span}, which is not there");
            }
        }
    }
}

#[test]
fn every_test_that_a_document_names_exists() {
    let sources = sources();
    let all: String = sources.iter().map(|(_, text)| text.as_str()).collect();
    let mut names = vec!["ARCHITECTURE.md".to_owned()];
    names.extend(decisions());
    for name in names {
        for span in spans(&document(&name)) {
            let is_test = span.matches('_').count() >= 3 && !span.contains(['/', ':', ' ', '.']);
            if is_test {
                assert!(
                    all.contains(&format!("fn {span}(")),
                    "{name} names {span}, which is no test"
                );
            }
        }
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
}
