//! Addresses and ranges of them.
//!
//! Reads them itself: what the standard library has for it, and for writing them, is larger.

use url::Host;

/// An address of a client.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Address {
    /// From the highest bit on, whatever its kind.
    bits: u128,
    is_v4: bool,
}

impl Address {
    /// Reads an IPv4 or IPv6 address; an IPv4 address may come in its IPv6 form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if !text.contains(':') {
            return Some(Self { bits: u128::from(dotted(text)?) << 96, is_v4: true });
        }
        let Ok(Host::Ipv6(address)) = Host::parse(&["[", text, "]"].concat()) else {
            return None;
        };
        Some(match address.to_ipv4_mapped() {
            Some(address) => Self { bits: u128::from(u32::from(address)) << 96, is_v4: true },
            None => Self { bits: u128::from(address), is_v4: false },
        })
    }
}

fn dotted(text: &str) -> Option<u32> {
    let (mut address, mut count) = (0_u32, 0_u32);
    for part in text.split('.') {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit())
            && (part.len() == 1 || !part.starts_with('0'));
        let number: u8 = part.parse().ok().filter(|_| is_number)?;
        address = address.wrapping_shl(8) | u32::from(number);
        count = count.saturating_add(1);
    }
    (count == 4).then_some(address)
}

/// A range of addresses (RFC 4632 §3.1, RFC 4291 §2.3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Range {
    first: Address,
    length: u32,
}

impl Range {
    /// Reads `198.51.100.0/24`, or a single address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((_, length)) if !length.bytes().all(|byte| byte.is_ascii_digit()) => return None,
            Some((address, length)) => (address, Some(length.parse().ok()?)),
            None => (text, None),
        };
        let first = Address::parse(address)?;
        let whole = if first.is_v4 { 32 } else { 128 };
        let length = length.unwrap_or(whole);
        (length <= whole).then_some(Self { first, length })
    }

    /// Whether its addresses are written with dots.
    pub(crate) const fn is_v4(self) -> bool {
        self.first.is_v4
    }

    /// Whether the address lies in it.
    pub(crate) fn contains(self, address: Address) -> bool {
        let rest = 128_u32.saturating_sub(self.length);
        let differing = address.bits ^ self.first.bits;
        address.is_v4 == self.first.is_v4 && differing.checked_shr(rest).unwrap_or(0) == 0
    }
}
