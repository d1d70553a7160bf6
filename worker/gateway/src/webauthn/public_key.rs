//! The public key of a passkey: a COSE key (RFC 9052 §7, RFC 9053), of the kinds that both the
//! directory accepts and the platform verifies.

use super::cbor::{Item, Reader};

/// A public key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PublicKey {
    /// ECDSA on P-256 with SHA-256 (`ES256`).
    Es256 {
        /// The coordinate x.
        x: [u8; 32],
        /// The coordinate y.
        y: [u8; 32],
    },
    /// RSASSA-PKCS1-v1_5 with SHA-256 (`RS256`).
    Rs256 {
        /// The modulus, big-endian.
        n: Vec<u8>,
        /// The exponent, big-endian.
        e: Vec<u8>,
    },
    /// Ed25519 (`EdDSA`).
    EdDsa {
        /// The encoded point.
        x: [u8; 32],
    },
}

impl PublicKey {
    /// Reads a COSE key; `None` for a kind that is not verified here.
    #[must_use]
    pub(crate) fn parse(cose: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(cose);
        let (mut kind, mut algorithm, mut curve) = (None, None, None);
        let (mut first, mut second, mut third) = (None, None, None);
        for _ in 0..reader.map()? {
            match (reader.next()?, reader) {
                (Item::Positive(1), mut value) => kind = value.next(),
                (Item::Positive(3), mut value) => algorithm = value.next(),
                (Item::Negative(0), mut value) => {
                    // The curve of an elliptic key, the modulus of an RSA key.
                    curve = value.next();
                    first = curve;
                }
                (Item::Negative(1), mut value) => second = value.next(),
                (Item::Negative(2), mut value) => third = value.next(),
                _ => {}
            }
            reader.skip()?;
        }
        match (kind?, algorithm?, curve?) {
            (Item::Positive(2), Item::Negative(6), Item::Positive(1)) => {
                Some(Self::Es256 { x: coordinate(second)?, y: coordinate(third)? })
            }
            (Item::Positive(1), Item::Negative(7), Item::Positive(6)) => {
                Some(Self::EdDsa { x: coordinate(second)? })
            }
            (Item::Positive(3), Item::Negative(256), _) => {
                let (Some(Item::Bytes(n)), Some(Item::Bytes(e))) = (first, second) else {
                    return None;
                };
                let is_sound = RSA_BYTES.contains(&n.len()) && (1..=8).contains(&e.len());
                is_sound.then(|| Self::Rs256 { n: n.to_vec(), e: e.to_vec() })
            }
            _ => None,
        }
    }

    /// A signature of WebAuthn (§6.5.5) in the form that the platform takes: of ES256 the numbers r
    /// and s, 32 bytes each, in place of their DER; any other as it is.
    pub(crate) fn plain_signature(&self, signature: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Es256 { .. } => {
                let content = element(0x30, signature, true)?.0;
                let (r, rest) = element(0x02, content, false)?;
                let (s, _) = element(0x02, rest, true)?;
                Some([scalar(r)?, scalar(s)?].concat())
            }
            Self::Rs256 { .. } | Self::EdDsa { .. } => Some(signature.to_vec()),
        }
    }
}

fn coordinate(item: Option<Item<'_>>) -> Option<[u8; 32]> {
    let Item::Bytes(bytes) = item? else {
        return None;
    };
    bytes.try_into().ok()
}

/// The content of a DER element with a short length, and what follows it.
fn element(tag: u8, bytes: &[u8], is_last: bool) -> Option<(&[u8], &[u8])> {
    let (&[found, length], rest) = bytes.split_first_chunk()?;
    let (content, rest) = rest.split_at_checked(usize::from(length))?;
    (found == tag && length < 0x80 && (rest.is_empty() || !is_last)).then_some((content, rest))
}

/// A positive DER integer in 32 bytes.
fn scalar(integer: &[u8]) -> Option<[u8; 32]> {
    let digits = match integer {
        [0, digits @ ..] => digits,
        [first, ..] if *first >= 0x80 => return None,
        digits => digits,
    };
    let mut scalar = [0; 32];
    let start = scalar.len().checked_sub(digits.len())?;
    scalar.get_mut(start..)?.copy_from_slice(digits);
    Some(scalar)
}

/// The length of an RSA modulus, in bytes: 2048 to 4096 bits.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

#[cfg(test)]
mod tests;
