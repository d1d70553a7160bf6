//! The tenant's signing key: signs JSON Web Tokens (RS256) and verifies its own access tokens.
//!
//! Seeded tenants of one process share a key, since generating one is slow.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{
    RsaPrivateKey, RsaPublicKey,
    pkcs1v15::{Signature, SigningKey, VerifyingKey},
    pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding},
    signature::{SignatureEncoding, Signer, Verifier},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::randomness::Randomness;

/// Signs tokens and checks its own signatures.
pub(crate) struct TokenSigner {
    key: Arc<RsaPrivateKey>,
    key_id: String,
    /// The key in the form that is kept (PKCS #8, RFC 5958).
    pem: String,
}

static SEEDED: Mutex<BTreeMap<u64, Arc<RsaPrivateKey>>> = Mutex::new(BTreeMap::new());

impl TokenSigner {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        let key = match seed {
            None => Arc::new(make_key(&mut Randomness::new(None))),
            Some(seed) => Arc::clone(
                SEEDED
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .entry(seed)
                    .or_insert_with(|| Arc::new(make_key(&mut Randomness::new(Some(seed))))),
            ),
        };
        Self::of(key)
    }

    /// The signer of an earlier run; `None` where the text is not a private key.
    pub(crate) fn from_pem(pem: &str) -> Option<Self> {
        let key = RsaPrivateKey::from_pkcs8_pem(pem).ok()?;
        Some(Self::of(Arc::new(key)))
    }

    /// The private key, for what is kept across restarts.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// Panics only where a key that was just made or read cannot be written: never.
    fn of(key: Arc<RsaPrivateKey>) -> Self {
        let digest = Sha256::digest(key.n().to_bytes_be());
        let key_id = URL_SAFE_NO_PAD.encode(&digest[..20]);
        let pem = key.to_pkcs8_pem(LineEnding::LF).expect("a valid key can be written").to_string();
        Self { key, key_id, pem }
    }

    /// The key set document (RFC 7517, section 5).
    pub(crate) fn key_set(&self, issuer: &str) -> Value {
        json!({ "keys": [{
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.key_id,
            "x5t": self.key_id,
            "n": URL_SAFE_NO_PAD.encode(self.key.n().to_bytes_be()),
            "e": URL_SAFE_NO_PAD.encode(self.key.e().to_bytes_be()),
            "issuer": issuer,
        }] })
    }

    /// A signed token in the compact form (RFC 7515, section 7.1).
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header =
            json!({ "typ": "JWT", "alg": "RS256", "kid": self.key_id, "x5t": self.key_id });
        let mut token = format!("{}.{}", encode(&header), encode(claims));
        let signer = SigningKey::<Sha256>::new(self.key.as_ref().clone());
        let signature: Signature = signer.sign(token.as_bytes());
        token.push('.');
        token.push_str(&URL_SAFE_NO_PAD.encode(signature.to_bytes()));
        token
    }

    /// The claims of a token that this key signed.
    pub(crate) fn verify(&self, token: &str) -> Result<Value, InvalidToken> {
        let (signed, signature) = token.rsplit_once('.').ok_or(InvalidToken::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(InvalidToken::Malformed)?;
        let header = decode(header)?;
        let claims = decode(claims)?;
        if header["alg"] != "RS256" || header["kid"] != self.key_id.as_str() {
            return Err(InvalidToken::Signature);
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| InvalidToken::Malformed)?;
        let signature =
            Signature::try_from(signature.as_slice()).map_err(|_| InvalidToken::Signature)?;
        VerifyingKey::<Sha256>::new(RsaPublicKey::from(self.key.as_ref()))
            .verify(signed.as_bytes(), &signature)
            .map_err(|_| InvalidToken::Signature)?;
        Ok(claims)
    }
}

/// Why a token is not one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InvalidToken {
    Malformed,
    Signature,
}

fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

fn decode(part: &str) -> Result<Value, InvalidToken> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| InvalidToken::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| InvalidToken::Malformed)
}

/// Panics only where 2048 bits are too few for two primes: never.
fn make_key(randomness: &mut Randomness) -> RsaPrivateKey {
    RsaPrivateKey::new(randomness.generator(), 2048).expect("2048 bits are enough for two primes")
}

#[cfg(test)]
mod tests;
