//! Lines that are read, and those that are told by their number alone.

use super::read;
use crate::doctor::finding::Verdict;

#[test]
fn a_faulty_line_is_told_by_its_number_and_never_shown() {
    let text = "# a comment\n; another\n\nA = one\nB=two=three\nthe secret\nC='four'\nA=five\n\
        D=\"-----BEGIN KEY-----\\nx\"\nE=-----BEGIN KEY-----\\nx\n";
    let mut findings = Vec::new();
    let lines = read(text, &mut findings);
    assert_eq!(
        (lines["A"].as_str(), lines["B"].as_str(), lines["C"].as_str()),
        ("five", "two=three", "four")
    );
    let said: Vec<_> =
        findings.iter().map(|finding| (finding.verdict, finding.said.as_str())).collect();
    assert_eq!(
        said,
        [
            (Verdict::Wrong, "line 6 is not of the form NAME=value"),
            (Verdict::Note, "line 7: systemd removes the quotes, a container keeps them"),
            (Verdict::Wrong, "line 8 sets A a second time"),
            (Verdict::Wrong, "line 10: systemd removes the backslashes of a value without quotes"),
        ]
    );
}
