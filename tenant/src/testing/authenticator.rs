//! A software authenticator for tests: makes passkeys and signs with them (Web Authentication Level 3, section 6).

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::statement::Attested;

/// An authenticator made by hand, so that a test can spoil any part of what it answers.
pub(crate) struct Authenticator {
    pub(crate) key: p256::ecdsa::SigningKey,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) origin: String,
    pub(crate) relying_party_id: String,
    pub(crate) kind: String,
    pub(crate) flags: u8,
    pub(crate) challenge: Option<String>,
    pub(crate) format: &'static str,
    /// What becomes of the authenticator data before anything is signed.
    pub(crate) alter_data: fn(&mut Vec<u8>),
    /// The last year in which the attestation certificate is valid.
    pub(crate) leaf_until: i32,
    /// The signature counter of the next answer.
    pub(crate) counter: u32,
}

/// User present, user verified, attested credential data.
const REGISTRATION_FLAGS: u8 = 0b0100_0101;

impl Authenticator {
    pub(crate) fn new(number: u8) -> Self {
        Self {
            key: p256::ecdsa::SigningKey::from_slice(&[number; 32]).unwrap(),
            credential_id: vec![number; 32],
            origin: "http://localhost:8787".to_owned(),
            relying_party_id: "localhost".to_owned(),
            kind: "webauthn.create".to_owned(),
            flags: REGISTRATION_FLAGS,
            challenge: None,
            format: "none",
            alter_data: |_| {},
            leaf_until: 2040,
            counter: 1,
        }
    }

    /// Answers creation options with the body of a registration.
    pub(crate) fn create(&self, options: &Value, name: &str) -> Value {
        let client_data = self.client_data(&options["publicKey"]);
        let data = self.registration_data();
        json!({
            "displayName": name,
            "publicKeyCredential": {
                "id": URL_SAFE_NO_PAD.encode(&self.credential_id),
                "response": {
                    "clientDataJSON": URL_SAFE_NO_PAD.encode(&client_data),
                    "attestationObject": URL_SAFE_NO_PAD.encode(self.attestation(&data, &client_data)),
                },
                "clientExtensionResults": {},
            },
        })
    }

    /// Answers request options with an assertion, as the page's script writes it down. The caller sets the kind, the
    /// origin and the counter.
    pub(crate) fn get(&self, options: &Value) -> Value {
        let client_data = self.client_data(options);
        let data = self.data(self.flags);
        json!({
            "id": URL_SAFE_NO_PAD.encode(&self.credential_id),
            "rawId": URL_SAFE_NO_PAD.encode(&self.credential_id),
            "type": "public-key",
            "response": {
                "authenticatorData": URL_SAFE_NO_PAD.encode(&data),
                "clientDataJSON": URL_SAFE_NO_PAD.encode(&client_data),
                "signature": URL_SAFE_NO_PAD.encode(self.sign(&data, &client_data)),
                "userHandle": null,
            },
        })
    }

    fn client_data(&self, public_key: &Value) -> Vec<u8> {
        let challenge = self
            .challenge
            .clone()
            .unwrap_or_else(|| public_key["challenge"].as_str().unwrap().to_owned());
        json!({
            "type": self.kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false,
        })
        .to_string()
        .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.relying_party_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn registration_data(&self) -> Vec<u8> {
        use serde_cbor_2::Value as Cbor;
        let point = self.key.verifying_key().to_sec1_point(false);
        let key = BTreeMap::from([
            (Cbor::Integer(1), Cbor::Integer(2)),
            (Cbor::Integer(3), Cbor::Integer(-7)),
            (Cbor::Integer(-1), Cbor::Integer(1)),
            (Cbor::Integer(-2), Cbor::Bytes(point.x().unwrap().to_vec())),
            (Cbor::Integer(-3), Cbor::Bytes(point.y().unwrap().to_vec())),
        ]);
        let mut data = self.data(self.flags);
        data.extend([0xAA; 16]);
        data.extend(u16::try_from(self.credential_id.len()).unwrap().to_be_bytes());
        data.extend(&self.credential_id);
        data.extend(serde_cbor_2::to_vec(&Cbor::Map(key)).unwrap());
        (self.alter_data)(&mut data);
        data
    }

    fn attestation(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        use serde_cbor_2::Value as Cbor;
        let text = |text: &str| Cbor::Text(text.to_owned());
        let attested = Attested {
            key: &self.key,
            credential_id: &self.credential_id,
            data,
            client_data_hash: Sha256::digest(client_data).into(),
            leaf_until: self.leaf_until,
        };
        let statement = attested.statement(self.format);
        // The variants of a format share its name, which is the first word.
        let format = self.format.split(' ').next().unwrap();
        let object = BTreeMap::from([
            (text("fmt"), text(format)),
            (text("attStmt"), Cbor::Map(statement)),
            (text("authData"), Cbor::Bytes(data.to_vec())),
        ]);
        serde_cbor_2::to_vec(&Cbor::Map(object)).unwrap()
    }

    fn sign(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        use p256::ecdsa::{Signature, signature::Signer};
        let mut signed = data.to_vec();
        signed.extend(Sha256::digest(client_data));
        let signature: Signature = self.key.sign(&signed);
        signature.to_der().as_bytes().to_vec()
    }
}
