//! What Entra's error descriptions are read for.

use super::entra_code;

#[test]
fn entras_code_is_found_wherever_it_stands() {
    for (description, uri, code) in [
        ("AADSTS65001: The user …", "", Some("AADSTS65001")),
        ("  AADSTS50076", "", Some("AADSTS50076")),
        ("Error: AADSTS53003: blocked", "", Some("AADSTS53003")),
        (
            "an AADSTS number: AADSTS65001",
            "https://login.example/error?code=1",
            Some("AADSTS65001"),
        ),
        ("blocked", "https://login.example/error?code=53003", Some("AADSTS53003")),
        ("", "https://login.example/error?x=1&code=53003&y=2", Some("AADSTS53003")),
        ("AADSTS", "https://login.example/error?code=", None),
        ("", "", None),
    ] {
        assert_eq!(entra_code(description, uri).as_deref(), code, "{description} {uri}");
    }
}
