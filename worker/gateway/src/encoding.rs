//! Base64 in the flavors that the directory sends, hexadecimal, SHA-256, and Graph's dates.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use contract::Timestamp;
use sha2::{Digest, Sha256};

/// Base64url without padding (RFC 4648 §5), as WebAuthn and OAuth write it.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL.encode(bytes)
}

/// Reads base64url without padding, and nothing else.
pub(crate) fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    URL_STRICT.decode(text).ok()
}

/// Reads base64 of either alphabet, with or without padding: Graph sends both for one field.
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

/// Lowercase hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of the parts, each preceded by its length, so that no two lists of parts collide.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    base64url(&hasher.finalize())
}

/// The name of an object that keeps something under a key that must not be readable from the name:
/// base64url of SHA-256(purpose ‖ 0 ‖ key).
pub(crate) fn object_name(purpose: &str, key: &str) -> String {
    base64url(&Sha256::digest(format!("{purpose}\0{key}")))
}

/// A date as Graph writes it (RFC 3339, with any number of fractional digits).
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
