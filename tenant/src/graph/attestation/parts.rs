//! The parts of an attestation object that the directory itself reads (Web Authentication Level 3, sections 6.1, 6.5.1
//! and 6.5.4).
//!
//! The library passes over what is left after the parts that it knows. Here every byte must belong to one of them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_cbor_2::{Deserializer, Value as Cbor};
use sha1::{Digest, Sha1};

/// Maximum length of a credential id, in bytes (section 4, "Credential ID").
const CREDENTIAL_ID_LIMIT: usize = 1_023;
/// The flags of authenticator data, in its byte 32.
const HAS_CREDENTIAL: u8 = 0b0100_0000;
const HAS_EXTENSIONS: u8 = 0b1000_0000;

/// What the directory needs of an attestation object beside the library's verdict.
pub(super) struct Parts {
    pub(super) format: String,
    pub(super) aa_guid: String,
    /// SHA-1 thumbprints of the certificates, the leaf's first, lower-case hexadecimal.
    pub(super) certificate_thumbprints: Vec<String>,
    /// Whether the attestation statement has any member.
    pub(super) has_statement: bool,
}

impl Parts {
    /// `None` where the object is not built as the standard says, to the last byte.
    pub(super) fn read(attestation_object: &[u8]) -> Option<Self> {
        let Cbor::Map(object) = serde_cbor_2::from_slice(attestation_object).ok()? else {
            return None;
        };
        let Cbor::Text(format) = member(&object, "fmt")? else {
            return None;
        };
        let Cbor::Bytes(data) = member(&object, "authData")? else {
            return None;
        };
        let Cbor::Map(statement) = member(&object, "attStmt")? else {
            return None;
        };
        let certificates = match member(statement, "x5c") {
            Some(Cbor::Array(chain)) => chain.as_slice(),
            _ => &[],
        };
        Some(Self {
            format: format.clone(),
            aa_guid: aa_guid(data)?,
            certificate_thumbprints: certificates
                .iter()
                .filter_map(|certificate| match certificate {
                    Cbor::Bytes(bytes) => Some(thumbprint(bytes)),
                    _ => None,
                })
                .collect(),
            has_statement: !statement.is_empty(),
        })
    }
}

fn member<'map>(map: &'map BTreeMap<Cbor, Cbor>, name: &str) -> Option<&'map Cbor> {
    map.get(&Cbor::Text(String::from(name)))
}

/// The AAGUID of authenticator data whose parts are the ones that its flags name, and nothing more.
fn aa_guid(data: &[u8]) -> Option<String> {
    let (&flags, rest) = data.get(32..)?.split_first()?;
    if flags & HAS_CREDENTIAL == 0 {
        return None;
    }
    // The signature counter comes first.
    let (aa_guid, rest) = rest.get(4..)?.split_at_checked(16)?;
    let (length, rest) = rest.split_at_checked(2)?;
    let length = usize::from(u16::from_be_bytes(length.try_into().ok()?));
    if length == 0 || length > CREDENTIAL_ID_LIMIT {
        return None;
    }
    let rest = after_map(rest.get(length..)?)?;
    let rest = if flags & HAS_EXTENSIONS == 0 { rest } else { after_map(rest)? };
    let aa_guid = uuid::Uuid::from_bytes(aa_guid.try_into().ok()?);
    rest.is_empty().then(|| aa_guid.to_string())
}

/// What follows the CBOR map at the beginning.
fn after_map(bytes: &[u8]) -> Option<&[u8]> {
    let mut reader = Deserializer::from_slice(bytes);
    let Cbor::Map(_) = Cbor::deserialize(&mut reader).ok()? else {
        return None;
    };
    bytes.get(reader.byte_offset()..)
}

fn thumbprint(certificate: &[u8]) -> String {
    Sha1::digest(certificate).iter().map(|byte| format!("{byte:02x}")).collect()
}
