//! The account name that a person types (a user principal name, or something that looks like one).

use crate::InvalidRequest;

/// Checks the account's form, without the blanks around it; the directory knows whether it exists.
pub(super) fn parse(text: &str) -> Result<&str, InvalidRequest> {
    let account = text.trim();
    let is_plain = account
        .chars()
        .all(|letter| !letter.is_control() && !letter.is_whitespace());
    let is_account = match account.split_once('@') {
        Some((name, organization)) => {
            !name.is_empty() && !organization.is_empty() && !organization.contains('@')
        }
        None => false,
    };
    if is_plain && is_account && account.len() <= LENGTH_MAX {
        Ok(account)
    } else {
        Err(InvalidRequest::Account)
    }
}

/// In bytes; a user principal name is shorter, an email address can be as long (RFC 5321 §4.5.3.1.3).
const LENGTH_MAX: usize = 254;

#[cfg(test)]
mod tests {
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
}
