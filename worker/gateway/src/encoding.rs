//! Base64 in the variants that the directory sends, SHA-256 digests, Graph's dates, and our own JSON.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use contract::Timestamp;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// Encodes as base64url without padding (RFC 4648 §5), as WebAuthn and OAuth do.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    URL.encode(bytes)
}

/// Decodes base64url without padding; every other form is `None`.
pub(crate) fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    URL_STRICT.decode(text).ok()
}

/// Decodes base64 in either alphabet, with or without padding: Graph uses both for one field.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let url: String = text
        .chars()
        .map(|letter| match letter {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    URL.decode(url).ok()
}

/// Reads JSON that was written here. By way of a [`serde_json::Value`], for which each type costs the
/// module less; of a field that stands twice the last would count, so that it is not for what others send.
pub(crate) fn from_json<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_value(serde_json::from_slice(json).ok()?).ok()
}

/// The SHA-256 of the bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 digest of the parts in base64url. Each part is preceded by its length, so that
/// different lists of parts never hash the same bytes.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    base64url(&hasher.finalize())
}

/// Parses a date as Graph writes it: RFC 3339, with any number of fractional digits.
pub(crate) fn parse_date(text: &str) -> Option<Timestamp> {
    let date = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    Some(Timestamp(date.timestamp_millis()))
}

const URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

const URL_STRICT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

#[cfg(test)]
mod tests;
