//! How this application proves itself to the directory: a secret, a certificate's key, or what the
//! platform that it runs on says of it.
//!
//! Many organizations forbid secrets. With a certificate each request to the token endpoint carries
//! an assertion of its own (RFC 7523 §2.2), which the key signs and which lives for minutes. The key
//! never leaves the port that signs. A federated credential needs neither: see [`federated`].

pub mod federated;

use std::fmt;

use contract::Timestamp;
use serde_json::json;

pub use self::federated::AssertionPlace;
use crate::{
    Gateway, Ports, Secret, encoding,
    settings::{Read, SettingFault, SettingsFault},
};

/// What the directory knows this application by.
#[derive(Clone, Debug)]
pub enum ClientCredential {
    /// `CLIENT_SECRET`.
    Secret(Secret),
    /// `CLIENT_CERTIFICATE` and `CLIENT_KEY`.
    Certificate(ClientCertificate),
    /// `CLIENT_ASSERTION`.
    Federated(AssertionPlace),
}

/// A certificate that the application registration lists, and its private key.
#[derive(Clone, Debug)]
pub struct ClientCertificate {
    /// The SHA-256 of the certificate's DER in base64url: `x5t#S256` (RFC 7515 §4.1.8).
    thumbprint: String,
    key: PrivateKey,
}

/// A private key: the DER of PKCS #8 (RFC 5958). It prints as `[redacted]`.
#[derive(Clone)]
pub struct PrivateKey(Vec<u8>);

impl PrivateKey {
    /// The DER, for the platform that signs with it and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl ClientCredential {
    /// Reads `CLIENT_SECRET`, or `CLIENT_CERTIFICATE` and `CLIENT_KEY` (PEM; a line end may be
    /// written `\n`), or `CLIENT_ASSERTION`. Exactly one of the three ways must be set.
    pub(crate) fn parse(read: &Read<'_>) -> Result<Self, SettingsFault> {
        let text = |name| read(name).filter(|value| !value.trim().is_empty());
        let fault = |name, fault| SettingsFault { name, fault };
        let (secret, certificate, key) = (text(SECRET), text(CERTIFICATE), text(KEY));
        if let Some(place) = text(ASSERTION) {
            return match (secret, certificate, key) {
                (None, None, None) => AssertionPlace::parse(&place)
                    .map(Self::Federated)
                    .ok_or(fault(ASSERTION, SettingFault::Malformed)),
                _ => Err(fault(ASSERTION, SettingFault::Contradictory)),
            };
        }
        match (secret, certificate, key) {
            (Some(secret), None, None) => Ok(Self::Secret(Secret::new(secret.trim()))),
            (None, Some(certificate), Some(key)) => {
                let malformed = |name| fault(name, SettingFault::Malformed);
                let certificate = der(&certificate, "CERTIFICATE").ok_or(malformed(CERTIFICATE))?;
                let key = der(&key, "PRIVATE KEY").ok_or(malformed(KEY))?;
                let thumbprint = encoding::base64url(&encoding::sha256(&certificate));
                let key = PrivateKey(key);
                Ok(Self::Certificate(ClientCertificate { thumbprint, key }))
            }
            (None, None, None) => Err(fault(SECRET, SettingFault::Missing)),
            (None, Some(_), None) => Err(fault(KEY, SettingFault::Missing)),
            (None, None, Some(_)) => Err(fault(CERTIFICATE, SettingFault::Missing)),
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
                Err(fault(SECRET, SettingFault::Contradictory))
            }
        }
    }
}

impl ClientCertificate {
    /// A fresh assertion for the token endpoint at `audience` (RFC 7523 §3, as Entra wants it).
    ///
    /// # Errors
    ///
    /// When the platform cannot sign with the key: the setting is not the key of an RSA certificate.
    pub(crate) async fn assertion<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        audience: &str,
    ) -> Result<Secret, SignFault> {
        let now = gateway.ports.now();
        let client = gateway.settings.client_id.as_str();
        let mut id = [0_u8; 16];
        gateway.ports.fill_random(&mut id);
        let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint });
        let claims = json!({
            "aud": audience, "iss": client, "sub": client, "jti": encoding::base64url(&id),
            "nbf": seconds(now), "exp": seconds(now.plus_minutes(LIFE_MINUTES)),
        });
        let part = |value: &serde_json::Value| encoding::base64url(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = gateway.ports.sign_ps256(&self.key, signed.as_bytes()).await?;
        Ok(Secret::new(format!("{signed}.{}", encoding::base64url(&signature))))
    }
}

/// The platform cannot sign with this key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the platform cannot sign with CLIENT_KEY")]
pub struct SignFault;

/// The first block of this label in PEM text (RFC 7468).
fn der(pem: &str, label: &str) -> Option<Vec<u8>> {
    let pem = pem.replace("\\n", "\n");
    let begin = format!("-----BEGIN {label}-----");
    let (_, rest) = pem.split_once(begin.as_str())?;
    let (body, _) = rest.split_once(format!("-----END {label}-----").as_str())?;
    let base64: String = body.split_whitespace().collect();
    encoding::decode_base64(&base64).filter(|der| !der.is_empty())
}

const fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1000)
}

const SECRET: &str = "CLIENT_SECRET";
const CERTIFICATE: &str = "CLIENT_CERTIFICATE";
const KEY: &str = "CLIENT_KEY";
const ASSERTION: &str = "CLIENT_ASSERTION";

/// Entra takes five to ten minutes.
const LIFE_MINUTES: i64 = 5;

#[cfg(test)]
mod tests;
