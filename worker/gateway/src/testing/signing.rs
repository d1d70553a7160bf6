//! The signing key of the scripted directory. It protects nothing and exists only in tests.

use std::sync::OnceLock;

use rsa::{
    BigUint, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey,
    rand_core::{self, CryptoRng, RngCore},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    PublicKey,
    encoding::{base64url, decode_base64url},
};

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

/// A signature as a platform makes it with a certificate's key.
pub(crate) fn sign_ps256(message: &[u8]) -> Vec<u8> {
    let scheme = Pss::new_with_salt::<Sha256>(32);
    key().sign_with_rng(&mut Counter(0), scheme, &Sha256::digest(message)).expect("a signature")
}

/// A signature as an RSA authenticator makes it.
pub(crate) fn sign_rs256(message: &[u8]) -> Vec<u8> {
    let scheme = Pkcs1v15Sign::new::<Sha256>();
    key().sign(scheme, &Sha256::digest(message)).expect("a signature")
}

/// The modulus and the exponent of the key.
pub(crate) fn rsa_numbers() -> (Vec<u8>, Vec<u8>) {
    (key().n().to_bytes_be(), key().e().to_bytes_be())
}

/// The claims of an assertion whose signature is good.
pub(crate) fn verify_ps256(token: &str) -> Value {
    let (signed, signature) = token.rsplit_once('.').expect("three parts");
    let signature = decode_base64url(signature).expect("base64url");
    let scheme = Pss::new_with_salt::<Sha256>(32);
    let digest = Sha256::digest(signed.as_bytes());
    key().to_public_key().verify(scheme, &digest, &signature).expect("a good signature");
    let (_, claims) = signed.split_once('.').expect("two parts");
    serde_json::from_slice(&decode_base64url(claims).expect("base64url")).expect("JSON")
}

/// Whether a signature is a passkey's, as a platform verifies it.
pub(crate) fn verify(key: &PublicKey, signature: &[u8], message: &[u8]) -> bool {
    use p256::ecdsa::signature::Verifier;
    match key {
        PublicKey::Es256 { x, y } => {
            let point = [&[4], x.as_slice(), y].concat();
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point);
            let signature = p256::ecdsa::Signature::from_slice(signature);
            key.is_ok_and(|key| signature.is_ok_and(|it| key.verify(message, &it).is_ok()))
        }
        PublicKey::Rs256 { n, e } => {
            let numbers = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
            let scheme = Pkcs1v15Sign::new::<Sha256>();
            RsaPublicKey::new(numbers.0, numbers.1)
                .is_ok_and(|key| key.verify(scheme, &Sha256::digest(message), signature).is_ok())
        }
        PublicKey::EdDsa { x } => {
            let key = ed25519_dalek::VerifyingKey::from_bytes(x);
            let signature = ed25519_dalek::Signature::from_slice(signature);
            key.is_ok_and(|key| signature.is_ok_and(|it| key.verify(message, &it).is_ok()))
        }
    }
}

/// A salt need not be secret, and here not even random.
struct Counter(u64);

impl RngCore for Counter {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        rand_core::impls::fill_bytes_via_next(self, bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Counter {}

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
