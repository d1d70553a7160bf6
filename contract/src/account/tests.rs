//! The form of an account name, as typed and as pasted.

use super::{ACCOUNT_LENGTH_MAX, AccountFault, parse_account};

#[test]
fn an_account_is_a_name_at_an_organization() {
    for (typed, account) in [
        ("ada@contoso.example", Ok("ada@contoso.example")),
        ("  ada@contoso.example\n", Ok("ada@contoso.example")),
        ("åsa@contoso.example", Ok("åsa@contoso.example")),
        ("ada@contoso", Ok("ada@contoso")),
        ("ada_fabrikam.com#EXT#@contoso.example", Ok("ada_fabrikam.com#EXT#@contoso.example")),
        ("o'neil@contoso.example", Ok("o'neil@contoso.example")),
        ("", Err(AccountFault::Empty)),
        (" \u{200b} ", Err(AccountFault::Empty)),
        ("ada", Err(AccountFault::Misshapen)),
        ("@contoso.example", Err(AccountFault::Misshapen)),
        ("ada@", Err(AccountFault::Misshapen)),
        ("ada@contoso@example", Err(AccountFault::Misshapen)),
        ("ada lovelace@contoso.example", Err(AccountFault::OddLetter(' '))),
        ("ada\u{0}@contoso.example", Err(AccountFault::OddLetter('\u{0}'))),
        ("ada:lovelace@contoso.example", Err(AccountFault::OddLetter(':'))),
        ("ada@contoso.example, bo@contoso.example", Err(AccountFault::OddLetter(','))),
    ] {
        assert_eq!(parse_account(typed), account.map(str::to_owned), "{typed:?}");
    }
}

#[test]
fn what_comes_along_with_a_copied_account_is_left_out() {
    for typed in [
        "\u{200b}ada@contoso.example",
        "ada\u{ad}@contoso\u{200d}.example\u{feff}",
        "\u{202a}ada@contoso.example\u{202c}",
        "mailto:ada@contoso.example",
        "MAILTO: ada@contoso.example?subject=hello",
        "Ada Lovelace <ada@contoso.example>",
        "<mailto:ada@contoso.example>",
        "\u{201c}ada@contoso.example\u{201d}",
        "ada@contoso.example;",
        "ada\u{ff20}contoso\u{ff0e}example",
        "\u{ff41}da@contoso\u{3002}example",
        "\u{a0}ada@contoso.example\u{a0}",
        "ada@contoso.example.",
        "\u{61c}ada@contoso.example\u{180e}",
        "ada\u{34f}@contoso\u{3164}.example\u{fffc}",
        "ada@contoso.example\u{e0061}\u{fff9}",
        "Ada <ada@contoso.example>;",
        "Ada <ada@contoso.example>. ",
        "\u{201e}ada@contoso.example\u{201c}",
        "\u{ab}\u{202f}ada@contoso.example\u{202f}\u{bb}",
        "\u{2018}ada@contoso.example\u{2019}",
        "`ada@contoso.example`",
        "\u{2022} ada@contoso.example",
        "ada\u{fe6b}contoso\u{ff61}example",
        "mailto:ada%40contoso.example",
        "mailto:%61da@contoso.example?cc=bo@contoso.example",
    ] {
        assert_eq!(parse_account(typed).as_deref(), Ok("ada@contoso.example"), "{typed:?}");
    }
}

#[test]
fn signs_that_a_keyboard_puts_in_the_place_of_others_are_those() {
    for (typed, account) in [
        ("o\u{2019}neil@contoso.example", "o'neil@contoso.example"),
        ("anne\u{2011}marie@contoso.example", "anne-marie@contoso.example"),
        ("anne\u{2013}marie@contoso.example", "anne-marie@contoso.example"),
        ("50%off@contoso.example", "50%off@contoso.example"),
        ("mailto:50%zz%@contoso.example", "50%zz%@contoso.example"),
    ] {
        assert_eq!(parse_account(typed).as_deref(), Ok(account), "{typed:?}");
    }
}

#[test]
fn a_sign_that_no_account_has_is_named() {
    for odd in ['\u{1f600}', '\u{2026}', '\u{a7}', '\u{fffd}', '\u{3001}', '`'] {
        let typed = format!("a{odd}da@contoso.example");
        assert_eq!(parse_account(&typed), Err(AccountFault::OddLetter(odd)), "{typed:?}");
    }
    for account in ["ünal@contoso.example", "आदित्य@contoso.example", "αδα@contoso.example"]
    {
        assert_eq!(parse_account(account).as_deref(), Ok(account));
    }
}

#[test]
fn an_account_has_a_length() {
    let account = |length: usize| format!("{}@b.example", "a".repeat(length - "@b.example".len()));
    assert!(parse_account(&account(ACCOUNT_LENGTH_MAX)).is_ok());
    assert_eq!(parse_account(&account(ACCOUNT_LENGTH_MAX + 1)), Err(AccountFault::TooLong));
}
