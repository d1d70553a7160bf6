//! A passkey of the tests: attests and signs as an authenticator does, with each kind of key.

use p256::ecdsa::signature::Signer;

use super::signing;
use crate::encoding;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Es256,
    Rs256,
    EdDsa,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Es256, Self::Rs256, Self::EdDsa];
}

/// The COSE key, in canonical CBOR.
pub(crate) fn cose(kind: Kind) -> Vec<u8> {
    match kind {
        Kind::Es256 => {
            let point = ec().verifying_key().to_sec1_point(false);
            let (x, y) = (point.x().expect("a point"), point.y().expect("a point"));
            let head = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32];
            [head.as_slice(), x, &[0x22, 0x58, 32], y].concat()
        }
        Kind::Rs256 => {
            let (n, e) = signing::rsa_numbers();
            let head = [0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0];
            [head.as_slice(), &n, &[0x21, 0x43], &e].concat()
        }
        Kind::EdDsa => {
            let head = [0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32];
            [head.as_slice(), ed().verifying_key().as_bytes()].concat()
        }
    }
}

/// The attestation object of a new credential, with a statement that must be passed over.
pub(crate) fn attestation_object(relying_party: &str, id: &[u8], cose: &[u8]) -> Vec<u8> {
    let mut data = authenticator_data(relying_party, 0b100_0101);
    data.extend([7; 16]);
    data.extend(u16::try_from(id.len()).expect("short").to_be_bytes());
    data.extend(id);
    data.extend(cose);
    let length = u16::try_from(data.len()).expect("short").to_be_bytes();
    let mut object = vec![0xa3, 0x63];
    object.extend(b"fmt");
    object.push(0x66);
    object.extend(b"packed");
    object.push(0x67);
    object.extend(b"attStmt");
    object.extend([0xa2, 0x63]);
    object.extend(b"alg");
    object.extend([0x26, 0x63]);
    object.extend(b"x5c");
    object.extend([0x81, 0x41, 9, 0x68]);
    object.extend(b"authData");
    object.push(0x59);
    object.extend(length);
    object.extend(data);
    object
}

pub(crate) fn authenticator_data(relying_party: &str, flags: u8) -> Vec<u8> {
    let mut data = encoding::sha256(relying_party.as_bytes()).to_vec();
    data.extend([flags, 0, 0, 0, 1]);
    data
}

/// The signature of an assertion (WebAuthn §6.3.3).
pub(crate) fn sign(kind: Kind, authenticator_data: &[u8], client_data: &[u8]) -> Vec<u8> {
    let signed = [authenticator_data, &encoding::sha256(client_data)].concat();
    match kind {
        Kind::Es256 => {
            let signature: p256::ecdsa::Signature = ec().sign(&signed);
            signature.to_der().as_bytes().to_vec()
        }
        Kind::Rs256 => signing::sign_rs256(&signed),
        Kind::EdDsa => ed().sign(&signed).to_bytes().to_vec(),
    }
}

fn ec() -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&[3; 32]).expect("a key")
}

fn ed() -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[4; 32])
}
