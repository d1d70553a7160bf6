//! The account name that a person types: a user principal name or an email address.

use crate::InvalidRequest;

/// Trims the account name and checks its form; whether it exists, only the directory knows.
pub(super) fn parse(text: &str) -> Result<&str, InvalidRequest> {
    let account = text.trim();
    let is_plain = account.chars().all(|letter| !letter.is_control() && !letter.is_whitespace());
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

/// The maximum length in bytes, that of an email address (RFC 5321 §4.5.3.1.3).
const LENGTH_MAX: usize = 254;

#[cfg(test)]
mod tests;
