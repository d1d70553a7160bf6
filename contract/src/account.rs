//! The account name that a person types: a user principal name or an email address.
//!
//! Read the same way in the browser and at the edge. Whether it exists, only the directory knows.

use crate::name;

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
    let account = without_wrapping(&plain);
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
            Ok(account)
        }
        _ => Err(AccountFault::Misshapen),
    }
}

/// Without `Ada <…>`, quotes, `mailto:` and its parameters, and the sign that ends a sentence or a list's item.
fn without_wrapping(text: &str) -> String {
    let text = text.trim_matches(is_around);
    let inner = match (text.rfind('<'), text.ends_with('>')) {
        (Some(start), true) => text.get(start + 1..text.len() - 1).unwrap_or(text),
        _ => text,
    };
    let inner = inner.trim_matches(is_around);
    let is_link = inner.get(..LINK.len()).is_some_and(|start| start.eq_ignore_ascii_case(LINK));
    if !is_link {
        return inner.to_owned();
    }
    let address = inner.get(LINK.len()..).unwrap_or(inner);
    decoded(address.split('?').next().unwrap_or(address).trim())
}

/// Whether a letter that stands around an account name is none of it: a space, a quotation mark of any language,
/// the sign that ends something.
fn is_around(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '"' | '\'' | '`' | ',' | ';' | '.')
        || is_sign(letter)
}

/// With the letters that percent-encoded ASCII stands for (RFC 3986 §2.1).
fn decoded(address: &str) -> String {
    let mut parts = address.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        match (code.filter(u8::is_ascii), part.get(2..)) {
            (Some(code), Some(rest)) => {
                plain.push(char::from(code));
                plain.push_str(rest);
            }
            _ => {
                plain.push('%');
                plain.push_str(part);
            }
        }
    }
    plain
}

/// Whether a letter takes no room and has no meaning of its own: zero-width characters, marks of direction,
/// fillers, soft hyphen, byte order mark, and what stands for an object.
fn is_invisible(letter: char) -> bool {
    let shows_nothing =
        !name::is_visible(letter) && !letter.is_whitespace() && !letter.is_control();
    shows_nothing || letter == '\u{fffc}'
}

/// The ordinary form of a full-width letter (Unicode, Halfwidth and Fullwidth Forms), and of the signs that
/// keyboards and word processors put in the place of the typed ones.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter).wrapping_sub(0xfee0)).unwrap_or(letter)
        }
        '\u{3002}' | '\u{ff61}' | '\u{fe52}' => '.',
        '\u{fe6b}' => '@',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
        other => other,
    }
}

fn is_odd(letter: char) -> bool {
    letter.is_control()
        || letter.is_whitespace()
        || matches!(letter, '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '[' | '\\' | ']' | '`')
        || is_sign(letter)
}

/// Whether it is a sign that no account name has: signs of Latin-1, punctuation and symbols, and pictures.
const fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}'
        | '\u{bb}'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}'
        | '\u{fffd}' | '\u{1f000}'..='\u{1faff}')
}

/// The scheme of a link to an email address (RFC 6068).
const LINK: &str = "mailto:";

#[cfg(test)]
mod tests;
