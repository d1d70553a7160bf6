//! Authenticated encryption (XChaCha20-Poly1305) of what a cookie or a store holds, and a message
//! authentication code (HMAC-SHA-256, RFC 2104) for what is not secret from its holder.
//!
//! A sealed text is `<key id>.<base64url(nonce ‖ ciphertext)>`. Its purpose is the associated data,
//! so that a text sealed for one purpose does not open for another. The first key seals and signs, all
//! open and verify.

use std::fmt;

use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Ports, encoding};

/// The keys that seal and open; the first one seals.
#[derive(Clone)]
pub struct SealKeys(Vec<SealKey>);

#[derive(Clone)]
struct SealKey {
    id: String,
    cipher: XChaCha20Poly1305,
    /// Keyed with a key of its own, derived from the same one.
    authenticator: Hmac<Sha256>,
}

impl SealKeys {
    /// Parses `id:key` pairs separated by commas. A key is 32 bytes in base64url.
    ///
    /// `None` when there is no key, when an id is repeated or is not 1 to 16 letters and digits, or
    /// when a key has another length.
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
            let derived = Hmac::<Sha256>::new_from_slice(&key).ok()?.chain_update(AUTHENTICATOR);
            keys.push(SealKey {
                id: id.to_owned(),
                cipher: XChaCha20Poly1305::new(&Key::from(key)),
                authenticator: Hmac::new_from_slice(&derived.finalize().into_bytes()).ok()?,
            });
        }
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// Seals the text for the purpose. `None` does not happen for texts that fit into memory.
    pub(crate) fn seal(&self, ports: &impl Ports, purpose: &str, text: &[u8]) -> Option<String> {
        let key = self.0.first()?;
        let mut nonce = [0_u8; NONCE_LENGTH];
        ports.fill_random(&mut nonce);
        let payload = Payload { msg: text, aad: purpose.as_bytes() };
        let ciphertext = key.cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
        let sealed = [nonce.as_slice(), &ciphertext].concat();
        Some(format!("{}.{}", key.id, encoding::base64url(&sealed)))
    }

    /// Opens a text; `None` when it was sealed for another purpose or with an unknown key.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let (id, sealed) = sealed.split_once('.')?;
        let key = self.0.iter().find(|key| key.id == id)?;
        let sealed = encoding::decode_base64url(sealed)?;
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE_LENGTH)?;
        let nonce: [u8; NONCE_LENGTH] = nonce.try_into().ok()?;
        let payload = Payload { msg: ciphertext, aad: purpose.as_bytes() };
        key.cipher.decrypt(&XNonce::from(nonce), payload).ok()
    }

    /// The authentication code of a text for the purpose, in base64url.
    pub(crate) fn sign(&self, purpose: &str, text: &str) -> Option<String> {
        let code = self.0.first()?.code(purpose, text);
        Some(encoding::base64url(&code.finalize().into_bytes()))
    }

    /// Whether the code was made here for this purpose and text. Compares in constant time.
    pub(crate) fn verify(&self, purpose: &str, text: &str, code: &str) -> bool {
        encoding::decode_base64url(code).is_some_and(|code| {
            self.0.iter().any(|key| key.code(purpose, text).verify_slice(&code).is_ok())
        })
    }
}

impl SealKey {
    /// No purpose holds the separator, so that different pairs never give the same bytes.
    fn code(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        let code = self.authenticator.clone();
        code.chain_update(purpose).chain_update([0]).chain_update(text)
    }
}

impl fmt::Debug for SealKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What the key of an authentication code is derived for.
const AUTHENTICATOR: &[u8] = b"latchkey message authentication";

/// The length of a nonce in bytes, enough for a random one per message (draft-irtf-cfrg-xchacha
/// §2).
const NONCE_LENGTH: usize = 24;

#[cfg(test)]
mod tests;
