//! Certificates of applications and the assertions that their keys sign, for tests.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{
    RsaPrivateKey,
    pkcs8::DecodePrivateKey,
    pss,
    signature::{RandomizedSigner, SignatureEncoding},
};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{
    CLIENT_ID, TENANT_ID, Timestamp, directory::credential::RsaKey, randomness::Randomness,
    state::signing::TokenSigner,
};

/// A key, and the certificate that a registration lists.
pub(crate) struct TestCertificate {
    pub(crate) pem: String,
    key: RsaPrivateKey,
}

impl TestCertificate {
    /// A certificate for the years from 2026 to the end of 2027, for the key of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let key = TokenSigner::new(Some(seed));
        let pair = rcgen::KeyPair::from_pem(key.pem()).unwrap();
        let mut wanted = rcgen::CertificateParams::new(Vec::new()).unwrap();
        wanted.not_before = rcgen::date_time_ymd(2026, 1, 1);
        wanted.not_after = rcgen::date_time_ymd(2028, 1, 1);
        Self {
            pem: wanted.self_signed(&pair).unwrap().pem(),
            key: RsaPrivateKey::from_pkcs8_pem(key.pem()).unwrap(),
        }
    }

    pub(crate) fn public(&self) -> RsaKey {
        RsaKey::of(&self.key.to_public_key())
    }

    /// Signs with PS256.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signer = pss::SigningKey::<Sha256>::new(self.key.clone());
        let mut randomness = Randomness::new(Some(1));
        let signature = signer.sign_with_rng(randomness.generator(), signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

/// What a right assertion of the product says.
pub(crate) fn assertion_claims(now: Timestamp) -> Value {
    json!({
        "aud": format!("http://localhost:8790/{TENANT_ID}/oauth2/v2.0/token"),
        "iss": CLIENT_ID,
        "sub": CLIENT_ID,
        "jti": "once",
        "nbf": now.unix_seconds(),
        "exp": now.plus_minutes(10).unix_seconds(),
    })
}
