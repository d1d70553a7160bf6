//! Challenges as directories send them, one scheme or several.

use super::{Challenge, parse};

fn schemes(header: &str) -> Vec<String> {
    parse(header).into_iter().map(|challenge| challenge.scheme).collect()
}

fn of<'a>(challenges: &'a [Challenge], scheme: &str, name: &str) -> Option<&'a str> {
    challenges.iter().find(|challenge| challenge.scheme == scheme)?.parameter(name)
}

#[test]
fn a_parameter_belongs_to_the_scheme_before_it() {
    let header = "PoP realm=\"x\", error=\"invalid_token\", Bearer realm=\"\", \
                  error=\"insufficient_claims\", claims=\"eyJ9\"";
    let found = parse(header);
    assert_eq!(schemes(header), ["PoP", "Bearer"]);
    assert_eq!(of(&found, "PoP", "error"), Some("invalid_token"));
    assert_eq!(of(&found, "PoP", "claims"), None);
    assert_eq!(of(&found, "Bearer", "ERROR"), Some("insufficient_claims"));
    assert_eq!(of(&found, "Bearer", "claims"), Some("eyJ9"));
}

#[test]
fn a_scheme_may_come_without_parameters_and_values_without_quotes() {
    assert_eq!(schemes("Negotiate, Bearer error=x"), ["Negotiate", "Bearer"]);
    assert_eq!(schemes("Negotiate"), ["Negotiate"]);
    let found = parse("Negotiate oRQ/ab==, Bearer error=\"x\", claims=\"eyJ9\"");
    assert_eq!(of(&found, "Bearer", "claims"), Some("eyJ9"), "{found:?}");
    let found = parse("Bearer claims=eyJ9==, error = \"a, b \\\" c\"");
    assert_eq!(of(&found, "Bearer", "claims"), Some("eyJ9=="));
    assert_eq!(of(&found, "Bearer", "error"), Some("a, b \" c"));
}

#[test]
fn what_cannot_be_read_is_no_challenge_and_no_panic() {
    for header in ["", ",", "=", "error=\"x\"", "\"", "Bearer error=\"", "Bearer \u{fc}=1", "a=b=c"]
    {
        let found = parse(header);
        assert!(found.iter().all(|found| found.parameter("claims").is_none()), "{header:?}");
    }
}

#[test]
fn a_parameter_of_no_scheme_does_not_hide_the_challenges_behind_it() {
    let header = "error=\"x\", claims=eyJ8, Bearer error=\"y\", claims=\"eyJ9\"";
    let found = parse(header);
    assert_eq!(schemes(header), ["Bearer"]);
    assert_eq!(of(&found, "Bearer", "error"), Some("y"));
    assert_eq!(of(&found, "Bearer", "claims"), Some("eyJ9"));
}

#[test]
fn a_tab_ends_a_value_without_quotes() {
    let found = parse("Bearer error=x\tclaims=eyJ9\t, realm=a");
    assert_eq!(of(&found, "Bearer", "error"), Some("x"));
    assert_eq!(of(&found, "Bearer", "claims"), Some("eyJ9"));
    assert_eq!(of(&found, "Bearer", "realm"), Some("a"));
}
