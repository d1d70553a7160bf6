//! The id of a session, which is the secret in the cookie, and the object name derived from it.

use std::fmt;

use crate::{Ports, encoding};

/// The id of a session: 256 random bits in base64url. Whoever has it is signed in.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct SessionId(String);

impl SessionId {
    pub(crate) fn random(ports: &impl Ports) -> Self {
        let mut bytes = [0_u8; 32];
        ports.fill_random(&mut bytes);
        Self(encoding::base64url(&bytes))
    }

    /// Parses the value of a cookie; `None` when it does not have the form of an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = encoding::decode_base64url(text)?;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// The id itself, for the cookie. Where names are visible, as those of Durable Objects are on
    /// the disk, use [`Self::object_name`].
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The name of the Durable Object that stores this session: a SHA-256 digest of the id in
    /// base64url.
    ///
    /// The id cannot be recovered from it, so that a copy of the disk signs nobody in. The digest
    /// is domain-separated: it differs from every other digest of the id.
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

/// The domain separator. Changing it makes all stored sessions unreachable.
const OBJECT_NAME: &[u8] = b"latchkey session object";

#[cfg(test)]
mod tests;
