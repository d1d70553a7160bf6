//! The signing key of the scripted directory. It protects nothing and exists only in tests.

use std::sync::OnceLock;

use rsa::{BigUint, Pkcs1v15Sign, RsaPrivateKey, traits::PublicKeyParts};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::encoding::base64url;

pub(crate) const KID: &str = "test-key";

/// An ID token with these claims, signed as Entra signs it.
pub(crate) fn sign(claims: &Value) -> String {
    sign_with(&json!({ "typ": "JWT", "alg": "RS256", "kid": KID }), claims)
}

/// A token with any header. The signature is RS256, whatever the header says.
pub(crate) fn sign_with(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(header), part(claims));
    let digest = Sha256::digest(signed.as_bytes());
    let signature = key().sign(Pkcs1v15Sign::new::<Sha256>(), &digest).expect("a signature");
    format!("{signed}.{}", base64url(&signature))
}

/// The public key, among others that must not be used.
pub(crate) fn key_set() -> Value {
    json!({ "keys": [
        { "kty": "EC", "kid": "curve", "crv": "P-256", "x": "AA", "y": "AA" },
        { "kty": "RSA", "use": "sig", "kid": KID, "x5t": KID, "issuer": super::issuer(),
          "n": base64url(&key().n().to_bytes_be()), "e": base64url(&key().e().to_bytes_be()) },
        { "kty": "RSA", "use": "sig", "kid": "short", "e": "AQAB",
          "n": base64url(&[0xff; 128]) },
    ] })
}

fn key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| {
        let [p, q] = PRIMES.map(|prime| BigUint::parse_bytes(prime, 16).expect("a number"));
        RsaPrivateKey::from_p_q(p, q, BigUint::from(65537_u32)).expect("a key")
    })
}

const PRIMES: [&[u8]; 2] = [
    b"e2e6780d05c5c0a05934c7bb58ac9aa08b9891e374fb2ce05f0857d26a4402fc\
dc5a61d9046a3e654a61d11d07a9ec6347d21e0b74e3bc869496e244feb91ec2\
b441765ee128842e6ace40364e161a1e918a99c7a799114208526e1ccdbb8191\
3f5f6dcedc5e1673d89494628c4079627acd4b572202d3adbeebff279a3ea943",
    b"c2f020b62cb6c853e32129fa003c9141719e2bc28c314e5ceeeabfbedc41ad62\
ca0d02b4c4531b6680d6e21779e479d526d7a3496492fc68967703ec03f7c7f6\
cc0c3f4d58e102a90aa54f4f6de9f349c6b25b58dd635daa3ff863f955f29e53\
0ea6dfa8002299bc68f41caf2ad0a960b67e9f8caea48aa3d762afd5a33134e3",
];
