//! The page of a worker whose settings are wrong.

use crate::draw::{element, english, still, text};

#[test]
fn it_names_each_setting_and_says_what_is_wrong_and_whose_fault_it_is_not() {
    let codes = [
        "missing",
        "malformed",
        "contradictory",
        "insecure",
        "unknown-scope",
        "lacks-scope",
        "unreadable",
    ];
    let faults: Vec<_> = codes.map(|code| ("SEAL_KEYS", code)).to_vec();
    let html = still(views::setup(&faults, &english()));
    let lines: Vec<_> = html.split("<li>").skip(1).collect();
    assert_eq!(lines.len(), codes.len());
    for (line, code) in lines.iter().zip(codes) {
        let words = english().text(&format!("setup.fault.{code}")).to_string();
        assert!(line.contains("SEAL_KEYS") && text(line).contains(&words), "{code}: {line}");
    }
    assert!(text(element(&html, "<main")).contains("It is not your fault"));
    assert!(!html.contains("<script") && html.matches("<h1").count() == 1);
}
