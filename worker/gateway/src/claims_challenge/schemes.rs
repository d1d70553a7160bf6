//! The challenges of `WWW-Authenticate` (RFC 9110 §11.6.1): each scheme with its own parameters.
//!
//! One header may hold several challenges, and several headers may come; a parameter belongs to the
//! scheme before it, so that the `error` of one is never taken for that of another.

use http::{HeaderMap, header::WWW_AUTHENTICATE};

/// One challenge.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Challenge {
    /// The scheme as it was sent; its case means nothing.
    pub(super) scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// The value of the first parameter of this name, whatever its case.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let (_, value) = parameters.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

/// Every challenge of an answer. What cannot be read is skipped, up to the next comma.
pub(super) fn read(headers: &HeaderMap) -> Vec<Challenge> {
    let values = headers.get_all(WWW_AUTHENTICATE).iter();
    values.flat_map(|value| parse(&String::from_utf8_lossy(value.as_bytes()))).collect()
}

fn parse(header: &str) -> Vec<Challenge> {
    let mut challenges: Vec<Challenge> = Vec::new();
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (token, after) = token(rest);
        if token.is_empty() {
            // Not a token, such as what follows a slash in base64: on to the next element.
            match rest.split_once(',') {
                Some((_, next)) => rest = next,
                None => return challenges,
            }
            continue;
        }
        let value = after.trim_start_matches([' ', '\t']);
        let Some(value) = value.strip_prefix('=') else {
            challenges.push(Challenge { scheme: token.to_owned(), ..Challenge::default() });
            rest = after;
            continue;
        };
        // `name = value`, within the challenge before it; without one, it is a parameter of no scheme.
        let (value, remaining) = parameter_value(value.trim_start_matches([' ', '\t']));
        if let Some(challenge) = challenges.last_mut() {
            challenge.parameters.push((token.to_owned(), value));
        }
        rest = remaining;
    }
}

/// A token (RFC 9110 §5.6.2) and what follows it.
fn token(text: &str) -> (&str, &str) {
    let end = text.find(|letter| !is_token(letter)).unwrap_or(text.len());
    text.split_at(end)
}

/// A value, quoted or not, and what follows it. Unquoted, it goes to the next comma or white space:
/// Entra does not quote base64 everywhere.
fn parameter_value(text: &str) -> (String, &str) {
    match text.strip_prefix('"') {
        Some(quoted) => unquote(quoted),
        None => {
            let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
            let (value, remaining) = text.split_at(end);
            (value.to_owned(), remaining)
        }
    }
}

/// Reads a quoted string (RFC 9110 §5.6.4) after its opening quote, and what follows it.
fn unquote(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return (value, quoted.get(index.saturating_add(1)..).unwrap_or("")),
            '\\' => value.extend(letters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}

#[cfg(test)]
mod tests;
