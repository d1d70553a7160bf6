//! Where every random value comes from: ids, tokens, passes, keys.
//!
//! A seed makes a run reproducible; otherwise the operating system supplies the seed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{RngCore, SeedableRng},
};
use uuid::Uuid;

/// A stream of random values.
pub(crate) struct Randomness(ChaCha20Rng);

impl Randomness {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self(seed.map_or_else(ChaCha20Rng::from_entropy, ChaCha20Rng::seed_from_u64))
    }

    /// The generator itself, for libraries that draw from it.
    pub(crate) const fn generator(&mut self) -> &mut ChaCha20Rng {
        &mut self.0
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// A random GUID (RFC 9562 version 4), lower case.
    pub(crate) fn guid(&mut self) -> String {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// An opaque value of 256 bits, base64url.
    pub(crate) fn token(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes(32))
    }

    /// A Temporary Access Pass of `length` characters: letters, digits and symbols, as Entra issues them.
    pub(crate) fn pass(&mut self, length: usize) -> String {
        // 64 characters, so that six random bits choose one without bias. No I, l, O, 0 or 1.
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789+&=*#!$";
        self.bytes(length)
            .into_iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte & 63)]))
            .collect()
    }
}

/// Whether `text` is a GUID, in the form that Microsoft writes.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests;
