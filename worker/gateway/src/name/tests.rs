//! What is left of a name that somebody else chose.

use super::{account, beginning, shown};

#[test]
fn a_name_is_cut_behind_a_whole_character_and_never_to_nothing() {
    let family = "👩\u{200d}👩\u{200d}👧";
    for (name, expected) in [
        ("x".repeat(64), "x".repeat(64)),
        ("x".repeat(65), "x".repeat(64) + "…"),
        // Five code points that are one character to whoever reads it.
        ("x".repeat(62) + family, "x".repeat(62) + "…"),
        ("x".repeat(63) + "🇩🇪", "x".repeat(63) + "…"),
        ("x".repeat(63) + "e\u{301}", "x".repeat(63) + "…"),
        ("👩\u{200d}".repeat(80), "👩\u{200d}".repeat(32) + "…"),
    ] {
        assert_eq!(shown(&name), Some(expected), "{name}");
    }
    assert_eq!(beginning("👩\u{200d}👩", &|text| text.len() <= 8), "👩\u{200d}");
    assert_eq!(beginning("é", &|text| text.len() <= 1), "");
}

#[test]
fn nothing_is_stacked_upon_a_letter_beyond_what_a_script_needs() {
    let stacked = format!("Z{}algo", "\u{35b}".repeat(30));
    assert_eq!(shown(&stacked), Some(format!("Z{}algo", "\u{35b}".repeat(4))));
    for fine in ["Việt", "ที่นี่", "שָׁלוֹם", "مُحَمَّد", "e\u{323}\u{302}"]
    {
        assert_eq!(shown(fine).as_deref(), Some(fine));
    }
    assert_eq!(shown("\u{301}\u{301}"), None);
}

#[test]
fn an_account_leaves_its_isolation_no_more_than_a_name() {
    assert_eq!(
        account("ada\u{2069}@contoso.example\u{202e}").as_deref(),
        Some("ada@contoso.example")
    );
    assert_eq!(shown("Ada\u{2069} \u{2066}Lovelace").as_deref(), Some("Ada Lovelace"));
    let long = "a".repeat(100) + "@contoso.example";
    assert_eq!(account(&long), Some(long), "it is sent again, and is not shortened");
    assert_eq!(account(&"a".repeat(300)), Some("a".repeat(254)));
    for nothing in ["", " ", "\u{2069}", "\u{3164}"] {
        assert_eq!((account(nothing), shown(nothing)), (None, None));
    }
}
