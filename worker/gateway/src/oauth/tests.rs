//! What Entra's error descriptions are read for.

use super::entra_code;

#[test]
fn entras_code_stands_at_the_beginning_of_the_description() {
    for (description, code) in [
        ("AADSTS65001: The user …", Some("AADSTS65001")),
        ("  AADSTS50076", Some("AADSTS50076")),
        ("see AADSTS65001", None),
        ("AADSTS", None),
        ("", None),
    ] {
        assert_eq!(entra_code(description).as_deref(), code, "{description}");
    }
}
