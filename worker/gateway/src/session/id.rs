//! The id of a session: the secret in the cookie, and the name of the object that it leads to.

use std::fmt;

use crate::{Ports, encoding};

/// The name of a session: 256 random bits in base64url. Whoever holds it is signed in.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct SessionId(String);

impl SessionId {
    pub(crate) fn random(ports: &impl Ports) -> Self {
        let mut bytes = [0_u8; 32];
        ports.fill_random(&mut bytes);
        Self(encoding::base64url(&bytes))
    }

    /// Reads what a cookie holds; `None` when it was never made here.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = encoding::decode_base64url(text)?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// The id itself, for the cookie. A store that shows its names, as the file names and the
    /// metadata of Durable Objects do, gets [`Self::object_name`].
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The name of the object that keeps this session: a SHA-256 digest of the id, in base64url.
    ///
    /// It can be told from the id, but not the other way round, so that a copy of the disk signs
    /// nobody in. The digest is for this use alone: no other digest of an id equals it.
    #[must_use]
    pub fn object_name(&self) -> String {
        encoding::digest(&[OBJECT_NAME, self.0.as_bytes()])
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Separates this digest from every other one. A change makes all stored sessions unreachable.
const OBJECT_NAME: &[u8] = b"latchkey session object";

#[cfg(test)]
mod tests;
