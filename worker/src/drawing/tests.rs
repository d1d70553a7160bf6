//! Tests for `drawing`.

use super::invited;

#[test]
fn a_link_may_carry_the_account_name() {
    for (query, account) in [
        ("account=ada%40contoso.example", "ada@contoso.example"),
        ("lang=en&login_hint=ada@contoso.example", "ada@contoso.example"),
        ("account=mailto:ada@contoso.example", "ada@contoso.example"),
        ("account=&login_hint=ada@contoso.example", "ada@contoso.example"),
        ("account=Call+0900", ""),
        ("account=%3Cscript%3E@b", ""),
        ("", ""),
    ] {
        assert_eq!(invited(query), account, "{query}");
    }
}
