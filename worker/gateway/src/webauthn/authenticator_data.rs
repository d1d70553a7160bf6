//! Authenticator data (WebAuthn §6.1), and the credential that an attestation object holds (§6.5.1).

use super::cbor::{Item, Reader};
use crate::encoding;

/// Authenticator data.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AuthenticatorData<'a> {
    relying_party_hash: &'a [u8],
    flags: u8,
    /// What follows the counter.
    rest: &'a [u8],
}

/// The credential that an authenticator made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attested<'a> {
    /// The model of its authenticator (§6.5.1).
    pub(crate) aaguid: [u8; 16],
    /// Its id.
    pub(crate) credential: &'a [u8],
    /// Its public key, a COSE key (RFC 9052 §7).
    pub(crate) public_key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (relying_party_hash, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (_counter, rest) = rest.split_at_checked(4)?;
        Some(Self { relying_party_hash, flags: *flags, rest })
    }

    /// Whether it is for this relying party.
    pub(crate) fn is_for(&self, relying_party: &str) -> bool {
        self.relying_party_hash == encoding::sha256(relying_party.as_bytes())
    }

    /// Whether the person was present and verified (flags UP and UV).
    pub(crate) const fn is_verified(&self) -> bool {
        self.flags & VERIFIED == VERIFIED
    }

    /// Whether the credential is not said to be backed up without being able to (flags BE and BS;
    /// WebAuthn §6.1.3).
    pub(crate) const fn is_consistent(&self) -> bool {
        self.flags & BACKED_UP == 0 || self.flags & CAN_BE_BACKED_UP != 0
    }

    fn attested(&self) -> Option<Attested<'a>> {
        if self.flags & ATTESTED == 0 {
            return None;
        }
        let (aaguid, rest) = self.rest.split_first_chunk()?;
        let (length, rest) = rest.split_at_checked(2)?;
        let length = length.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte));
        let (credential, rest) = rest.split_at_checked(length)?;
        Some(Attested { aaguid: *aaguid, credential, public_key: Reader::new(rest).skip()? })
    }
}

/// The credential in an attestation object for this relying party. Its attestation statement is the
/// directory's to verify.
pub(crate) fn attested<'a>(
    attestation_object: &'a [u8],
    relying_party: &str,
) -> Option<Attested<'a>> {
    let mut reader = Reader::new(attestation_object);
    for _ in 0..reader.map()? {
        if reader.next()? == Item::Text(b"authData") {
            let Item::Bytes(data) = reader.next()? else {
                return None;
            };
            let data = AuthenticatorData::parse(data)?;
            return data.attested().filter(|_| data.is_for(relying_party));
        }
        reader.skip()?;
    }
    None
}

/// The flags UP (bit 0) and UV (bit 2).
const VERIFIED: u8 = 0b101;
/// The flag BE (bit 3).
const CAN_BE_BACKED_UP: u8 = 0b1000;
/// The flag BS (bit 4).
const BACKED_UP: u8 = 0b1_0000;
/// The flag AT (bit 6).
const ATTESTED: u8 = 0b100_0000;

#[cfg(test)]
mod tests;
