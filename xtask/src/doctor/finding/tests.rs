//! The lines, and the headings that they point to.

use std::fs;

use super::{Finding, Step, table};
use crate::workspace;

/// The anchor that a renderer gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_step_is_a_heading_of_its_document() {
    for step in Step::ALL {
        let (document, wanted) = step.link().split_once('#').expect("a heading");
        let text = fs::read_to_string(workspace::root().join(document)).expect("a document");
        let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
        let found: Vec<_> = headings.map(anchor).collect();
        assert!(found.iter().any(|heading| heading == wanted), "{wanted} is not in {found:?}");
    }
}

#[test]
fn lines_are_aligned_and_a_wrong_one_names_its_step() {
    let findings = [
        Finding::fine("clock", "exact"),
        Finding::wrong("credentials", "refused", Step::Credential),
        Finding::skipped("worker", "not asked"),
    ];
    assert_eq!(
        table(&findings),
        "\n  ok     clock        exact\n  WRONG  credentials  refused\n                      \
         see docs/connect.md#5-certificate-or-secret\n  --     worker       not asked\n\n\
         1 wrong, 1 not checked.\n"
    );
}
