//! The names of the company and of the product, and the help desk: `COMPANY_NAME`, `PRODUCT_NAME` and
//! `HELP_DESK_*`, each optional.
//!
//! What people see comes from here unchanged, so it is short, one line, and free of characters that
//! nobody can see or that turn the direction of what follows.

use contract::{Contact, Organization};

use super::{Read, SettingsFault, malformed, parse_link};

/// Maximum length of a name or of the hours, in characters.
const WORDS_MAX: usize = 60;

/// Maximum length of the name of the product, in characters: it stands in titles.
const PRODUCT_MAX: usize = 30;

/// Maximum length of an address, in characters.
const ADDRESS_MAX: usize = 254;

/// Reads the settings of the company.
///
/// # Errors
///
/// The first one that is too long or of another form.
pub(super) fn parse(read: &Read<'_>) -> Result<Organization, SettingsFault> {
    let line = |name, longest| line(read, name, longest);
    let name = line("COMPANY_NAME", WORDS_MAX)?.unwrap_or_default();
    let address = |name| match line(name, ADDRESS_MAX)? {
        Some(text) => parse_link(name, &text, false).map(Some),
        None => Ok(None),
    };
    let link = address(LINK)?;
    let privacy = address("PRIVACY_LINK")?.map(Into::into);
    let mut help_desk = Vec::new();
    let desk = line("HELP_DESK_NAME", WORDS_MAX)?;
    let host = || link.as_ref().and_then(|link| link.host_str()).map(str::to_owned);
    if let Some(text) = desk.or_else(host) {
        help_desk.push(Contact { text, address: link.map(Into::into) });
    }
    if let Some(text) = line(PHONE, WORDS_MAX)? {
        let address = telephone(&text).ok_or(malformed(PHONE))?;
        help_desk.push(Contact { text, address: Some(address) });
    }
    if let Some(text) = line(MAIL, ADDRESS_MAX)? {
        let address = mailbox(&text).ok_or(malformed(MAIL))?;
        help_desk.push(Contact { text, address: Some(address) });
    }
    if let Some(text) = line("HELP_DESK_HOURS", WORDS_MAX)? {
        help_desk.push(Contact { text, address: None });
    }
    let product = line(PRODUCT, PRODUCT_MAX)?;
    // Sentences are filled with it before their own placeholders are.
    if product.as_ref().is_some_and(|product| product.contains(['{', '}'])) {
        return Err(malformed(PRODUCT));
    }
    let product = product.unwrap_or_else(|| Organization::default().product);
    Ok(Organization { product, name, help_desk, privacy })
}

const PRODUCT: &str = "PRODUCT_NAME";
const LINK: &str = "HELP_DESK_LINK";
const PHONE: &str = "HELP_DESK_PHONE";
const MAIL: &str = "HELP_DESK_MAIL";

/// A setting of one line; `None` where it is not set.
fn line(
    read: &Read<'_>,
    name: &'static str,
    longest: usize,
) -> Result<Option<String>, SettingsFault> {
    let text = read(name).unwrap_or_default();
    let text = text.trim();
    if text.chars().count() > longest || text.chars().any(is_unseen) {
        return Err(malformed(name));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Whether a character is a control character (Unicode general category Cc), or among those that
/// have no width or turn the direction of text (Unicode Bidirectional Algorithm §2).
pub(super) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The `tel:` address (RFC 3966 §3) of a number as people write it; an extension is not dialled.
fn telephone(text: &str) -> Option<String> {
    const SEPARATORS: &[char] = &[' ', '-', '.', '(', ')', '/', '\u{a0}'];
    let (start, rest) = match text.strip_prefix('+') {
        Some(rest) => ("tel:+", rest),
        None => ("tel:", text),
    };
    let digits: String = rest.chars().filter(|letter| !SEPARATORS.contains(letter)).collect();
    let is_number = digits.len() >= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| [start, &digits].concat())
}

/// The `mailto:` address (RFC 6068 §2) of a plain mailbox, whose characters need no escape in it.
fn mailbox(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let is_plain = |part: &str, more: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let is_mailbox = is_plain(local, "._+-") && is_plain(domain, ".-") && domain.contains('.');
    is_mailbox.then(|| ["mailto:", text].concat())
}

#[cfg(test)]
mod tests;
