//! What an application proves itself with besides a secret: certificates, and tokens of issuers that it trusts.
//!
//! Only public halves are held here. Who may register them, and when one is asked for, is decided elsewhere.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use rsa::{BigUint, RsaPublicKey, pkcs8::DecodePublicKey, traits::PublicKeyParts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::timestamp::Timestamp;

#[cfg(test)]
mod tests;

/// A registered certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeyCredential {
    /// The SHA-256 of the certificate's DER in base64url: `x5t#S256` (RFC 7515, section 4.1.8).
    pub(crate) thumbprint: String,
    pub(crate) key: RsaKey,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
}

/// Trust in another issuer's tokens about one subject, in Graph's words a federated identity credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FederatedCredential {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) audience: String,
    /// The issuer's key: this tenant fetches nothing from anywhere.
    pub(crate) key: RsaKey,
}

/// An RSA public key with the members of a JSON Web Key (RFC 7518, section 6.3.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RsaKey {
    n: String,
    e: String,
}

impl KeyCredential {
    /// Reads a certificate: PEM (RFC 7468), or its DER in base64. `None` where it is none, or its key is not RSA.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let body = text
            .split_once("-----BEGIN CERTIFICATE-----")
            .and_then(|(_, rest)| rest.split_once("-----END CERTIFICATE-----"))
            .map_or(text, |(body, _)| body);
        let base64: String = body.split_whitespace().collect();
        let der = STANDARD.decode(base64).ok()?;
        let (rest, certificate) = X509Certificate::from_der(&der).ok()?;
        let key = RsaPublicKey::from_public_key_der(certificate.public_key().raw).ok()?;
        let moment = |seconds: i64| Timestamp::from_unix_milliseconds(seconds.saturating_mul(1000));
        rest.is_empty().then(|| Self {
            thumbprint: URL_SAFE_NO_PAD.encode(Sha256::digest(&der)),
            key: RsaKey::of(&key),
            start: moment(certificate.validity().not_before.timestamp()),
            end: moment(certificate.validity().not_after.timestamp()),
        })
    }

    pub(crate) fn is_valid(&self, now: Timestamp) -> bool {
        self.start <= now && now <= self.end
    }
}

impl RsaKey {
    pub(crate) fn of(key: &RsaPublicKey) -> Self {
        let written = |number: &BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
        Self { n: written(key.n()), e: written(key.e()) }
    }

    /// The key to verify with; `None` where the numbers are no usable key.
    pub(crate) fn public(&self) -> Option<RsaPublicKey> {
        let number =
            |text: &str| URL_SAFE_NO_PAD.decode(text).ok().map(|it| BigUint::from_bytes_be(&it));
        RsaPublicKey::new(number(&self.n)?, number(&self.e)?).ok()
    }
}
