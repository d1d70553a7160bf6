//! The places of the app and their addresses: a small router over [`contract::routes`].
//!
//! An address that cannot be read is [`Route::Missing`], never an error.

use contract::{MethodId, routes};

/// A page of the app.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Route {
    /// The overview.
    Home,
    /// Adding a passkey.
    AddPasskey,
    /// Removing one method.
    Remove(MethodId),
    /// Retiring the pass.
    RetirePass,
    /// An address that is no page of the app.
    Missing,
}

impl Route {
    /// The place with this path and query.
    #[must_use]
    pub fn parse(address: &str) -> Self {
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        match path {
            routes::HOME => Self::Home,
            routes::ADD_PASSKEY => Self::AddPasskey,
            routes::REMOVE => match parameter(query, routes::METHOD_QUERY) {
                Some(id) if !id.is_empty() => Self::Remove(MethodId(id)),
                _ => Self::Missing,
            },
            routes::RETIRE_PASS => Self::RetirePass,
            _ => Self::Missing,
        }
    }

    /// The path and query of the place, with the pinned language if there is one.
    /// The address of [`Route::Missing`] is that of the overview.
    #[must_use]
    pub fn address(&self, pinned_language: Option<&str>) -> String {
        let mut address = String::from(match self {
            Self::Home | Self::Missing => routes::HOME,
            Self::AddPasskey => routes::ADD_PASSKEY,
            Self::Remove(_) => routes::REMOVE,
            Self::RetirePass => routes::RETIRE_PASS,
        });
        let mut separator = '?';
        if let Self::Remove(id) = self {
            push_parameter(&mut address, &mut separator, routes::METHOD_QUERY, &id.0);
        }
        if let Some(language) = pinned_language {
            push_parameter(&mut address, &mut separator, routes::LANGUAGE_QUERY, language);
        }
        address
    }
}

/// The language that an address asks for, if it asks for one.
#[must_use]
pub fn pinned_language(address: &str) -> Option<String> {
    let (_, query) = address.split('#').next()?.split_once('?')?;
    parameter(query, routes::LANGUAGE_QUERY).filter(|language| !language.is_empty())
}

fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| decode(value))?
    })
}

fn push_parameter(address: &mut String, separator: &mut char, name: &str, value: &str) {
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
