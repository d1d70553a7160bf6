//! Sizes and names of files.

use crate::sources;

/// Maximum length of a file without a reason, in lines.
const LONGEST: usize = 400;

/// Longer files, each with its reason.
const LONGER: [(&str, &str); 1] = [(
    "tenant/src/graph/registration.rs",
    "the refusals of one call, in the order in which Graph makes them",
)];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 7] = ["common", "helper", "helpers", "manager", "misc", "util", "utils"];

fn is_test(name: &str) -> bool {
    name.starts_with("tests/") || name.contains("tests") || name.ends_with("testing.rs")
}

#[test]
fn no_file_is_longer_than_one_thing() {
    for (name, text) in sources() {
        let lines = text.lines().count();
        let has_reason = LONGER.iter().any(|(longer, _)| *longer == name);
        // Tests beside the code do not count: they are read one at a time.
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().lines().count();
        assert!(
            has_reason || is_test(&name) || code <= LONGEST,
            "{name} has {lines} lines: split it, or say why not"
        );
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is() {
    for (name, text) in sources() {
        assert!(text.starts_with("//!"), "{name} has no header");
    }
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    for (name, _) in sources() {
        for part in name.trim_end_matches(".rs").split('/') {
            assert!(!EMPTY_NAMES.contains(&part), "{name} says nothing about what is inside");
        }
    }
}

#[test]
fn no_test_is_switched_off() {
    let switched_off = concat!("#[ig", "nore");
    for (name, text) in sources() {
        assert!(!text.contains(switched_off), "{name} switches a test off");
    }
}
