//! Sealing with XChaCha20-Poly1305: what a cookie or a store holds is unreadable and unforgeable.
//!
//! A sealed text is `<key id>.<base64url(nonce ‖ ciphertext)>`; its purpose is the associated data, so
//! that nothing sealed for one place opens in another. The first key seals, every key opens.

use std::fmt;

use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};

use crate::{Ports, encoding};

/// The keys that seal and open, newest first.
#[derive(Clone)]
pub struct SealKeys(Vec<SealKey>);

#[derive(Clone)]
struct SealKey {
    id: String,
    cipher: XChaCha20Poly1305,
}

impl SealKeys {
    /// Reads `id:key` pairs separated by commas; a key is 32 bytes in base64url.
    ///
    /// `None` when there is no key, an id is repeated or is not 1 to 16 letters and digits, or a
    /// key has another length.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut keys: Vec<SealKey> = Vec::new();
        for pair in text.split(',') {
            let (id, key) = pair.trim().split_once(':')?;
            let is_named = (1..=16).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && keys.iter().all(|other| other.id != id);
            let key: [u8; 32] = encoding::decode_base64(key)?.try_into().ok()?;
            if !is_named {
                return None;
            }
            keys.push(SealKey {
                id: id.to_owned(),
                cipher: XChaCha20Poly1305::new(&Key::from(key)),
            });
        }
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// Seals the text for the purpose; `None` never happens for texts that fit into memory.
    pub(crate) fn seal(&self, ports: &impl Ports, purpose: &str, text: &[u8]) -> Option<String> {
        let key = self.0.first()?;
        let mut nonce = [0_u8; NONCE_LENGTH];
        ports.fill_random(&mut nonce);
        let payload = Payload { msg: text, aad: purpose.as_bytes() };
        let ciphertext = key.cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
        let sealed = [nonce.as_slice(), &ciphertext].concat();
        Some(format!("{}.{}", key.id, encoding::base64url(&sealed)))
    }

    /// Opens what was sealed for the purpose; `None` when it was not, or not with these keys.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let (id, sealed) = sealed.split_once('.')?;
        let key = self.0.iter().find(|key| key.id == id)?;
        let sealed = encoding::decode_base64url(sealed)?;
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE_LENGTH)?;
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().ok()?;
        let payload = Payload { msg: ciphertext, aad: purpose.as_bytes() };
        key.cipher.decrypt(&XNonce::from(nonce), payload).ok()
    }
}

impl fmt::Debug for SealKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// XChaCha20's nonce, long enough to be random for every message (draft-irtf-cfrg-xchacha §2).
const NONCE_LENGTH: usize = 24;

#[cfg(test)]
mod tests;
