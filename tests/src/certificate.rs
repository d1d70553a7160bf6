//! A certificate of the app's registration, and the platform that signs with its key, in memory.
//!
//! The key is new in every run and protects nothing.

use rsa::{
    RsaPrivateKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding},
    pss::SigningKey,
    rand_core::OsRng,
    signature::{RandomizedSigner, SignatureEncoding},
};
use sha2::Sha256;

/// A certificate and its private key, as an administrator holds them.
pub struct ClientCertificate {
    /// The certificate, PEM.
    pub certificate: String,
    /// The private key, PEM of PKCS #8.
    pub key: String,
}

impl ClientCertificate {
    /// A new key, and a certificate that does not expire while a test runs.
    ///
    /// # Panics
    /// When no key can be made: never.
    #[must_use]
    pub fn new() -> Self {
        let key = RsaPrivateKey::new(&mut OsRng, 2048).expect("a key");
        let key = key.to_pkcs8_pem(LineEnding::LF).expect("PEM").to_string();
        let pair = rcgen::KeyPair::from_pem(&key).expect("the key is read");
        let wanted = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
        let certificate = wanted.self_signed(&pair).expect("a certificate").pem();
        Self { certificate, key }
    }
}

impl Default for ClientCertificate {
    fn default() -> Self {
        Self::new()
    }
}

/// A signature with PS256 (RFC 7518 §3.5), as the platform makes it; `None` where the key is none.
pub(crate) fn sign_ps256(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let key = RsaPrivateKey::from_pkcs8_der(key).ok()?;
    Some(SigningKey::<Sha256>::new(key).sign_with_rng(&mut OsRng, message).to_vec())
}

/// What the tenant is told to list in the registration.
pub(crate) fn registration(certificate: &ClientCertificate) -> Vec<u8> {
    serde_json::json!({ "keyCredentials": [{ "key": certificate.certificate }] })
        .to_string()
        .into_bytes()
}
