//! Sealing with XChaCha20-Poly1305: what a cookie or a store holds is unreadable and unforgeable.
//!
//! A sealed text is `<key id>.<base64url(nonce ‖ ciphertext)>`; its purpose is the associated data, so
//! that nothing sealed for one place opens in another. The first key seals, every key opens.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

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
        let payload = Payload {
            msg: text,
            aad: purpose.as_bytes(),
        };
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
        let payload = Payload {
            msg: ciphertext,
            aad: purpose.as_bytes(),
        };
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
mod tests {
    use super::SealKeys;
    use crate::encoding;
    use crate::testing::World;

    fn keys(names: &[(&str, u8)]) -> SealKeys {
        let text: Vec<_> = names
            .iter()
            .map(|(id, byte)| format!("{id}:{}", encoding::base64url(&[*byte; 32])))
            .collect();
        SealKeys::parse(&text.join(",")).expect("good keys")
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_alone() {
        let world = World::new();
        let keys = keys(&[("k1", 1)]);
        let sealed = keys.seal(&world, "attempt", b"state").expect("sealed");
        assert!(sealed.starts_with("k1."));
        assert_eq!(
            keys.open("attempt", &sealed).as_deref(),
            Some(&b"state"[..])
        );
        assert_eq!(keys.open("tokens", &sealed), None);
    }

    #[test]
    fn a_change_in_any_character_is_noticed() {
        let world = World::new();
        let keys = keys(&[("k1", 1)]);
        let sealed = keys.seal(&world, "attempt", b"state").expect("sealed");
        for index in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(keys.open("attempt", &changed), None, "at {index}");
        }
    }

    #[test]
    fn the_first_key_seals_and_every_key_opens() {
        let world = World::new();
        let (old, both, new) = (
            keys(&[("k1", 1)]),
            keys(&[("k2", 2), ("k1", 1)]),
            keys(&[("k2", 2)]),
        );
        let before = old.seal(&world, "p", b"x").expect("sealed");
        assert!(both.open("p", &before).is_some());
        let after = both.seal(&world, "p", b"x").expect("sealed");
        assert!(after.starts_with("k2."));
        assert!(new.open("p", &after).is_some());
        assert!(new.open("p", &before).is_none());
    }

    #[test]
    fn the_same_text_is_never_sealed_to_the_same_words() {
        let world = World::new();
        let keys = keys(&[("k1", 1)]);
        assert_ne!(keys.seal(&world, "p", b"x"), keys.seal(&world, "p", b"x"));
    }

    #[test]
    fn keys_that_are_not_understood_are_refused() {
        let good = encoding::base64url(&[7; 32]);
        let short = encoding::base64url(&[7; 31]);
        for text in [
            String::new(),
            good.clone(),
            format!(":{good}"),
            format!("k1:{short}"),
            format!("k1:{good},k1:{good}"),
            format!("k 1:{good}"),
            format!("k1:{good},"),
            "k1:not base64".to_owned(),
        ] {
            assert!(SealKeys::parse(&text).is_none(), "{text:?}");
        }
        assert_eq!(format!("{:?}", keys(&[("k1", 1)])), "[redacted]");
    }
}
