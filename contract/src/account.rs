//! The account name that a person types: a user principal name or an email address.
//!
//! Read the same way in the browser and at the edge. Whether it exists, only the directory knows.

/// The maximum length in bytes, that of an email address (RFC 5321 §4.5.3.1.3).
pub const ACCOUNT_LENGTH_MAX: usize = 254;

/// Why a text is no account name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AccountFault {
    /// Nothing that is visible was typed.
    Empty,
    /// It has a letter that no account name has.
    OddLetter(char),
    /// It is not of the form `name@organization`.
    Misshapen,
    /// It is longer than [`ACCOUNT_LENGTH_MAX`].
    TooLong,
}

/// The account name that was meant: without what comes along when one is copied from a page or a
/// message, namely invisible characters, `mailto:`, a name before angle brackets, a comma after it,
/// and with full-width letters as ordinary ones.
///
/// # Errors
///
/// An [`AccountFault`], by which the person sees what to correct.
pub fn parse_account(typed: &str) -> Result<String, AccountFault> {
    let plain: String = typed.chars().filter(|letter| !is_invisible(*letter)).map(narrow).collect();
    let account = without_wrapping(plain.trim());
    if account.is_empty() {
        return Err(AccountFault::Empty);
    }
    if let Some(odd) = account.chars().find(|letter| is_odd(*letter)) {
        return Err(AccountFault::OddLetter(odd));
    }
    if account.len() > ACCOUNT_LENGTH_MAX {
        return Err(AccountFault::TooLong);
    }
    match account.split_once('@') {
        Some((name, organization))
            if !name.is_empty()
                && !organization.is_empty()
                && !organization.as_bytes().contains(&b'@') =>
        {
            Ok(account.to_owned())
        }
        _ => Err(AccountFault::Misshapen),
    }
}

/// Without `Ada <…>`, quotes, `mailto:` and its parameters, and the sign that ends a list's item.
fn without_wrapping(text: &str) -> &str {
    let inner = match (text.rfind('<'), text.ends_with('>')) {
        (Some(start), true) => text.get(start + 1..text.len() - 1).unwrap_or(text),
        _ => text,
    };
    let inner = inner.trim_matches(['"', '\'', '“', '”', ',', ';']).trim();
    let is_link = inner.get(..LINK.len()).is_some_and(|start| start.eq_ignore_ascii_case(LINK));
    if !is_link {
        return inner;
    }
    let address = inner.get(LINK.len()..).unwrap_or(inner);
    address.split('?').next().unwrap_or(address).trim()
}

/// Whether a letter takes no room and has no meaning of its own: zero-width characters, marks of
/// direction, soft hyphen, byte order mark.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// The ordinary form of a full-width letter (Unicode, Halfwidth and Fullwidth Forms).
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter).wrapping_sub(0xfee0)).unwrap_or(letter)
        }
        '\u{3002}' => '.',
        other => other,
    }
}

fn is_odd(letter: char) -> bool {
    letter.is_control()
        || letter.is_whitespace()
        || matches!(letter, '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '[' | '\\' | ']')
}

/// The scheme of a link to an email address (RFC 6068).
const LINK: &str = "mailto:";

#[cfg(test)]
mod tests;
