//! The code challenge of a client, and the verifier that answers it (RFC 7636).

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The challenge that a client sent (RFC 7636, section 4.2).
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum CodeChallenge {
    Plain(String),
    S256(String),
}

impl CodeChallenge {
    /// Whether the verifier matches the challenge (RFC 7636, section 4.6).
    pub(crate) fn is_met_by(&self, verifier: &str) -> bool {
        let (expected, given) = match self {
            Self::Plain(challenge) => (challenge, String::from(verifier)),
            Self::S256(challenge) => {
                (challenge, URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())))
            }
        };
        expected.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

impl fmt::Debug for CodeChallenge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests;
