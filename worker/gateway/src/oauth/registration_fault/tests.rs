//! What the operator reads for a number of the directory.

use super::{KNOWN, of};

#[test]
fn each_number_names_a_setting_or_the_registration_and_where_it_is_mended() {
    for (number, what) in KNOWN {
        assert_eq!(of(&format!("AADSTS{number}")), Some(what));
        assert!(what.contains("connect.md, section "), "{what}");
    }
    for other in ["AADSTS50126", "AADSTS", "7000215", "invalid_client"] {
        assert_eq!(of(other), None, "{other}");
    }
}

#[test]
fn the_sections_are_those_of_the_guide() {
    let guide = include_str!("../../../../../docs/connect.md");
    for (number, title) in [("1", "Register the application"), ("2", "Permissions")] {
        assert!(guide.contains(&format!("## {number}. {title}")), "{number}");
    }
    assert!(guide.contains("## 5. Certificate or secret"));
}
