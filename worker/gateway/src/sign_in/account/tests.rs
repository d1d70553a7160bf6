//! The form of an account name.

use super::parse;

#[test]
fn an_account_is_a_name_at_an_organization() {
    for (text, account) in [
        ("ada@contoso.example", Some("ada@contoso.example")),
        ("  ada@contoso.example\n", Some("ada@contoso.example")),
        ("åsa@contoso.example", Some("åsa@contoso.example")),
        ("ada@contoso", Some("ada@contoso")),
        ("", None),
        ("ada", None),
        ("@contoso.example", None),
        ("ada@", None),
        ("ada@contoso@example", None),
        ("ada lovelace@contoso.example", None),
        ("ada\u{0}@contoso.example", None),
    ] {
        assert_eq!(parse(text).ok(), account, "{text:?}");
    }
    assert!(parse(&format!("{}@b.example", "a".repeat(244))).is_ok());
    assert!(parse(&format!("{}@b.example", "a".repeat(245))).is_err());
}
