//! Attestation statements for tests, one for each format (Web Authentication Level 3, section 8).
//!
//! Certificates sign themselves: the directory checks no chain.

use std::collections::BTreeMap;

use rcgen::{
    CertificateParams, CustomExtension, DistinguishedName, DnType, IsCa, KeyPair, SigningKey,
    date_time_ymd,
};
use serde_cbor_2::Value as Cbor;
use sha2::{Digest, Sha256};

/// What an authenticator attests to, and with what.
pub(super) struct Attested<'parts> {
    pub(super) key: &'parts p256::ecdsa::SigningKey,
    pub(super) credential_id: &'parts [u8],
    pub(super) data: &'parts [u8],
    pub(super) client_data_hash: [u8; 32],
    /// The last year in which the leaf certificate is valid.
    pub(super) leaf_until: i32,
}

impl Attested<'_> {
    pub(super) fn statement(&self, format: &str) -> BTreeMap<Cbor, Cbor> {
        match format {
            "packed" => members([("alg", Cbor::Integer(-7)), ("sig", self.self_signature())]),
            "packed with a certificate" => {
                let key = KeyPair::generate().unwrap();
                let sig = Cbor::Bytes(key.sign(&self.signed()).unwrap());
                let x5c = self.certificate(&key, Vec::new());
                members([("alg", Cbor::Integer(-7)), ("sig", sig), ("x5c", x5c)])
            }
            "fido-u2f" => self.fido_u2f(),
            "apple" => {
                let nonce = Sha256::digest(self.signed());
                let content = der(&[0x30], &der(&[0xA1], &der(&[0x04], &nonce)));
                let extension =
                    CustomExtension::from_oid_content(&[1, 2, 840, 113_635, 100, 8, 2], content);
                members([("x5c", self.certificate(&self.credential_key(), vec![extension]))])
            }
            "android-key" => {
                let x5c = self.certificate(&self.credential_key(), vec![self.key_description()]);
                let sig = self.self_signature();
                members([("alg", Cbor::Integer(-7)), ("sig", sig), ("x5c", x5c)])
            }
            "tpm" => self.tpm(),
            _ => BTreeMap::new(),
        }
    }

    fn signed(&self) -> Vec<u8> {
        [self.data, &self.client_data_hash].concat()
    }

    fn self_signature(&self) -> Cbor {
        use p256::ecdsa::{Signature, signature::Signer};
        let signature: Signature = self.key.sign(&self.signed());
        Cbor::Bytes(signature.to_der().as_bytes().to_vec())
    }

    /// Section 8.6.
    fn fido_u2f(&self) -> BTreeMap<Cbor, Cbor> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let signed =
            [&[0], &self.data[..32], &self.client_data_hash, self.credential_id, point.as_bytes()]
                .concat();
        let key = KeyPair::generate().unwrap();
        let sig = Cbor::Bytes(key.sign(&signed).unwrap());
        members([("sig", sig), ("x5c", self.certificate(&key, Vec::new()))])
    }

    /// Section 8.3, with the structures of TPM 2.0, part 2: `TPMT_PUBLIC` and `TPMS_ATTEST`.
    fn tpm(&self) -> BTreeMap<Cbor, Cbor> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut area = vec![0x00, 0x23, 0x00, 0x0B, 0, 0, 0, 0, 0, 0];
        area.extend([0x00, 0x10, 0x00, 0x10, 0x00, 0x03, 0x00, 0x10]);
        for coordinate in [point.x().unwrap(), point.y().unwrap()] {
            area.extend([0, 32]);
            area.extend(coordinate);
        }
        let mut info = vec![0xFF, 0x54, 0x43, 0x47, 0x80, 0x17, 0, 0, 0, 32];
        info.extend(Sha256::digest(self.signed()));
        info.extend([0; 17 + 8]);
        info.extend([0, 34, 0x00, 0x0B]);
        info.extend(Sha256::digest(&area));
        info.extend([0, 0]);
        let key = KeyPair::generate().unwrap();
        members([
            ("ver", Cbor::Text("2.0".to_owned())),
            ("alg", Cbor::Integer(-7)),
            ("sig", Cbor::Bytes(key.sign(&info).unwrap())),
            ("x5c", self.certificate(&key, Vec::new())),
            ("pubArea", Cbor::Bytes(area)),
            ("certInfo", Cbor::Bytes(info)),
        ])
    }

    /// The key attestation extension of Android: made in hardware, to sign, for this client data.
    fn key_description(&self) -> CustomExtension {
        let in_hardware = [
            der(&[0xA1], &der(&[0x31], &der(&[0x02], &[2]))),
            der(&[0xBF, 0x85, 0x3E], &der(&[0x02], &[0])),
        ]
        .concat();
        let content = [
            der(&[0x02], &[3]),
            der(&[0x0A], &[1]),
            der(&[0x02], &[4]),
            der(&[0x0A], &[1]),
            der(&[0x04], &self.client_data_hash),
            der(&[0x04], &[]),
            der(&[0x30], &[]),
            der(&[0x30], &in_hardware),
        ]
        .concat();
        let oid = [1, 3, 6, 1, 4, 1, 11_129, 2, 1, 17];
        CustomExtension::from_oid_content(&oid, der(&[0x30], &content))
    }

    fn credential_key(&self) -> KeyPair {
        use p256::pkcs8::EncodePrivateKey;
        KeyPair::try_from(self.key.to_pkcs8_der().unwrap().as_bytes()).unwrap()
    }

    /// As section 8.2.1 asks of packed attestation; the other formats ask for less.
    fn certificate(&self, key: &KeyPair, extensions: Vec<CustomExtension>) -> Cbor {
        let mut name = DistinguishedName::new();
        name.push(DnType::CountryName, "SE");
        name.push(DnType::OrganizationName, "Contoso");
        name.push(DnType::OrganizationalUnitName, "Authenticator Attestation");
        name.push(DnType::CommonName, "Contoso Key");
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = name;
        parameters.is_ca = IsCa::ExplicitNoCa;
        parameters.not_before = date_time_ymd(2020, 1, 1);
        parameters.not_after = date_time_ymd(self.leaf_until, 12, 31);
        parameters.custom_extensions = extensions;
        let certificate = parameters.self_signed(key).unwrap();
        Cbor::Array(vec![Cbor::Bytes(certificate.der().to_vec())])
    }
}

fn members<const COUNT: usize>(members: [(&str, Cbor); COUNT]) -> BTreeMap<Cbor, Cbor> {
    members.into_iter().map(|(name, value)| (Cbor::Text(name.to_owned()), value)).collect()
}

/// Tag, length below 128, content.
fn der(tag: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    assert!(length < 128);
    [tag, &[length], content].concat()
}
