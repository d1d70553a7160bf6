//! The id of a session, which is the secret in the cookie, and the object name derived from it.

use std::fmt;

use crate::{Gateway, Ports, SealKeys, encoding};

/// The id of a session: 256 random bits and an authentication code, each in base64url. Whoever has
/// it is signed in.
///
/// The code tells before any store is asked that the id was made here, so that guesses cost and
/// leave nothing.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct SessionId(String);

impl SessionId {
    /// Makes a new id. `None` does not happen: there is always a key.
    pub(crate) fn random<P: Ports>(gateway: &Gateway<'_, P>) -> Option<Self> {
        let mut bytes = [0_u8; 32];
        gateway.ports.fill_random(&mut bytes);
        let random = encoding::base64url(&bytes);
        let code = gateway.settings.seal_keys.sign(PURPOSE, &random)?;
        Some(Self(format!("{random}.{code}")))
    }

    /// Parses the value of a cookie; `None` when it is not an id that was made here with a key that
    /// is still in use.
    #[must_use]
    pub fn parse(keys: &SealKeys, text: &str) -> Option<Self> {
        let (random, code) = text.split_once('.')?;
        keys.verify(PURPOSE, random, code).then(|| Self(text.to_owned()))
    }

    /// The id itself, for the cookie. Where names are visible, as those of Durable Objects are on
    /// the disk, use [`Self::name`].
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The name of the Durable Object that stores this session: a SHA-256 digest of the id in
    /// base64url.
    ///
    /// The digest is domain-separated: it differs from every other digest of the id.
    #[must_use]
    pub fn name(&self) -> SessionName {
        SessionName(encoding::digest(&[OBJECT_NAME, self.0.as_bytes()]))
    }
}

/// The name of a session, which is also that of the object that stores it. The id cannot be recovered
/// from it, so that neither a copy of the disk nor a list of names signs anybody in.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SessionName(String);

impl SessionName {
    /// A name that was stored before.
    pub(crate) fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What the authentication code of an id is for. Changing it signs everyone out.
const PURPOSE: &str = "session id";

/// The domain separator. Changing it makes all stored sessions unreachable.
const OBJECT_NAME: &[u8] = b"latchkey session object";

#[cfg(test)]
mod tests;
