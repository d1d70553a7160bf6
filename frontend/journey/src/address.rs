//! Addresses: their query parameters and percent-encoding, for [`crate::Route`].
//!
//! A parameter that cannot be read counts as missing; nothing here fails.

use contract::routes;

/// The language that an address asks for, if it asks for one.
pub(crate) fn pinned_language(address: &str) -> Option<String> {
    let (_, query) = address.split('#').next()?.split_once('?')?;
    parameter(query, routes::LANGUAGE_QUERY).filter(|language| !language.is_empty())
}

pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| decode(value))?
    })
}

pub(crate) fn push_parameter(address: &mut String, separator: &mut char, name: &str, value: &str) {
    address.push(*separator);
    *separator = '&';
    address.push_str(name);
    address.push('=');
    encode(value, address);
}

/// Percent-encodes everything but the unreserved characters (RFC 3986 §2.3).
fn encode(value: &str, into: &mut String) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            for half in [byte >> 4, byte & 15] {
                into.extend(DIGITS.get(usize::from(half)));
            }
        }
    }
}

/// Undoes percent-encoding and `+`; nothing when the result is no UTF-8 or an escape is broken.
fn decode(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => (digit(rest.next()?)? << 4) | digit(rest.next()?)?,
            _ => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
