//! CBOR in the canonical form of CTAP2 (§8), which authenticators must use: definite lengths, no
//! tags. Reads slices of the input and copies nothing.
//!
//! The CBOR libraries read any CBOR into buffers or values; in wasm that weighs more than this.

/// Reads items one after the other.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

/// An item, or the head of one that holds others.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Item<'a> {
    /// A whole number from 0.
    Positive(u64),
    /// The whole number `-1 - n`.
    Negative(u64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// UTF-8, not checked.
    Text(&'a [u8]),
    /// So many items follow.
    Array(u64),
    /// So many pairs of items follow.
    Map(u64),
    /// A simple value or a floating-point number.
    Other,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next item; `None` at the end, and for what is not canonical.
    pub(super) fn next(&mut self) -> Option<Item<'a>> {
        let first = *self.take(1)?.first()?;
        let value = match first & 0x1f {
            short @ 0..24 => u64::from(short),
            24 => self.number(1)?,
            25 => self.number(2)?,
            26 => self.number(4)?,
            27 => self.number(8)?,
            _ => return None,
        };
        match first >> 5 {
            0 => Some(Item::Positive(value)),
            1 => Some(Item::Negative(value)),
            2 => self.take(usize::try_from(value).ok()?).map(Item::Bytes),
            3 => self.take(usize::try_from(value).ok()?).map(Item::Text),
            4 => Some(Item::Array(value)),
            5 => Some(Item::Map(value)),
            7 => Some(Item::Other),
            _ => None,
        }
    }

    /// The number of pairs of the map that comes next.
    pub(super) fn map(&mut self) -> Option<u64> {
        let Item::Map(pairs) = self.next()? else {
            return None;
        };
        Some(pairs)
    }

    /// Passes over the next item with all that it holds, and returns its bytes.
    pub(super) fn skip(&mut self) -> Option<&'a [u8]> {
        let before = self.rest;
        self.pass_over(DEPTH_MAX)?;
        before.get(..before.len().checked_sub(self.rest.len())?)
    }

    fn pass_over(&mut self, depth: u8) -> Option<()> {
        let items = match self.next()? {
            Item::Array(items) => items,
            Item::Map(pairs) => pairs.checked_mul(2)?,
            Item::Positive(_)
            | Item::Negative(_)
            | Item::Bytes(_)
            | Item::Text(_)
            | Item::Other => 0,
        };
        let within = if items > 0 { depth.checked_sub(1)? } else { depth };
        // Each item takes a byte at least: a false count ends with the input.
        for _ in 0..items {
            self.pass_over(within)?;
        }
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self, length: usize) -> Option<u64> {
        let bytes = self.take(length)?;
        Some(bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }
}

/// How deep items may lie within each other; CTAP2 allows four levels.
const DEPTH_MAX: u8 = 8;

#[cfg(test)]
mod tests;
