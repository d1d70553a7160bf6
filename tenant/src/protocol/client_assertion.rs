//! A signed statement about a client, in the compact form (RFC 7515, section 7.1; RFC 7523, section 2.2).
//!
//! It only reads and verifies; which key counts, and what the claims must say, is decided in `oauth/`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{RsaPublicKey, pkcs1v15, pss, signature::Verifier};
use serde_json::Value;
use sha2::Sha256;

/// `client_assertion_type` of a JSON Web Token (RFC 7523, section 2.2).
pub(crate) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// An assertion whose signature has not been verified yet.
pub(crate) struct ClientAssertion<'text> {
    header: Value,
    pub(crate) claims: Value,
    signed: &'text str,
    signature: Vec<u8>,
}

impl<'text> ClientAssertion<'text> {
    pub(crate) fn parse(text: &'text str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decoded = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        Some(Self {
            header: decoded(header)?,
            claims: decoded(claims)?,
            signed,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// The thumbprint of the certificate (`x5t#S256`).
    pub(crate) fn thumbprint(&self) -> Option<&str> {
        self.header["x5t#S256"].as_str()
    }

    /// A claim that is text.
    pub(crate) fn text(&self, claim: &str) -> Option<&str> {
        self.claims[claim].as_str()
    }

    /// A claim that is a time in whole seconds (NumericDate).
    pub(crate) fn seconds(&self, claim: &str) -> Option<i64> {
        self.claims[claim].as_i64()
    }

    /// Whether the assertion is for this audience: one text, or one of a list (RFC 7519, section 4.1.3).
    pub(crate) fn is_for(&self, audience: &str) -> bool {
        let claim = &self.claims["aud"];
        let listed = claim.as_array().into_iter().flatten();
        listed.chain([claim]).any(|one| one == audience)
    }

    /// Whether the key made the signature, with PS256 or RS256 (RFC 7518, sections 3.5 and 3.3).
    pub(crate) fn is_signed_by(&self, key: RsaPublicKey) -> bool {
        let (message, signature) = (self.signed.as_bytes(), self.signature.as_slice());
        match self.header["alg"].as_str() {
            Some("PS256") => pss::Signature::try_from(signature).is_ok_and(|signature| {
                pss::VerifyingKey::<Sha256>::new(key).verify(message, &signature).is_ok()
            }),
            Some("RS256") => pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| {
                pkcs1v15::VerifyingKey::<Sha256>::new(key).verify(message, &signature).is_ok()
            }),
            _ => false,
        }
    }
}
