//! The form in which a store keeps a session: sealed as a whole and bound to the name of its object,
//! beside what the store itself must know.

use std::fmt;

use contract::Timestamp;

use super::{SessionName, SessionRecord};
use crate::{Gateway, Ports, fault::Fault, json};

/// A session as the store keeps it.
#[derive(Clone, Eq, PartialEq)]
pub struct SealedSession {
    /// The number of writes, from 1; see [`Ports::write_session`].
    pub revision: u64,
    /// When the store deletes it.
    pub expires_at: Timestamp,
    /// The sealed record.
    pub text: String,
}

impl fmt::Debug for SealedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedSession")
            .field("revision", &self.revision)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Seals a record.
pub(crate) fn seal<P: Ports>(
    gateway: &Gateway<'_, P>,
    name: &SessionName,
    record: &SessionRecord,
) -> Result<SealedSession, Fault> {
    let plain =
        serde_json::to_vec(record).map_err(|_| Fault::Broken("the session cannot be written"))?;
    let keys = &gateway.settings.seal_keys;
    let text = keys
        .seal(gateway.ports, &purpose(name), &plain)
        .ok_or(Fault::Broken("the session cannot be sealed"))?;
    Ok(SealedSession { revision: record.revision, expires_at: record.expires_at(), text })
}

/// Opens a record; `None` when it was sealed for another session or with a key that has gone.
pub(crate) fn open<P: Ports>(
    gateway: &Gateway<'_, P>,
    name: &SessionName,
    text: &str,
) -> Option<SessionRecord> {
    let plain = gateway.settings.seal_keys.open(&purpose(name), text)?;
    json::read(&plain)
}

fn purpose(name: &SessionName) -> String {
    format!("session {}", name.as_str())
}
