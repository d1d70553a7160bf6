//! Tests for `code_challenge`.

use super::CodeChallenge;

#[test]
fn a_verifier_meets_the_challenge_of_the_standard_and_no_other() {
    // RFC 7636, appendix B.
    let challenge = CodeChallenge::S256("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned());
    assert!(challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    assert!(!challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"));
    assert!(CodeChallenge::Plain("a".to_owned()).is_met_by("a"));
    assert!(!CodeChallenge::Plain("a".to_owned()).is_met_by("b"));
}
