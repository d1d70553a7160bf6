//! Every faulty setting is found, not only the first.

use super::{examine, lines};
use crate::doctor::finding::Verdict;

fn said(text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let lines = lines::read(text, &mut findings);
    let understood = examine(&lines, &mut findings);
    assert_eq!(understood.is_some(), !text.contains("AUTHORITY=common"));
    findings.retain(|finding| finding.verdict == Verdict::Wrong);
    findings.into_iter().map(|finding| finding.said).collect()
}

#[test]
fn all_faults_are_told_at_once_and_no_value_is() {
    let text = "APP_ORIGIN=http://app.example\nAUTHORITY=common\nGRAPH=\nCLIENT_ID=x\n\
        CLIENT_SECRET=s3cr3t\nCLIENT_KEY=k3y\nSEAL_KEYS=short\nIDLE_SECONDS=soon\nCLIENT_SECRETS=typo";
    let said = said(text);
    let names: Vec<_> =
        said.iter().map(|said| said.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(
        names,
        [
            "IDLE_SECONDS",
            "APP_ORIGIN",
            "AUTHORITY",
            "GRAPH",
            "CLIENT_SECRET",
            "SEAL_KEYS",
            "CLIENT_SECRETS"
        ]
    );
    let all = said.join("\n");
    for value in ["s3cr3t", "k3y", "short", "typo"] {
        assert!(!all.contains(value), "{value} is told: {all}");
    }
}

#[test]
fn the_example_is_not_taken_for_a_configuration() {
    let example = include_str!("../../../../deploy/latchkey.env.example");
    let filled = example
        .replace("CLIENT_SECRET=", "CLIENT_SECRET=set")
        .replace("SEAL_KEYS=", "SEAL_KEYS=k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    assert_eq!(
        said(&filled),
        ["APP_ORIGIN", "AUTHORITY", "CLIENT_ID"]
            .map(|name| format!("{name} still has the value of the example"))
    );
}
