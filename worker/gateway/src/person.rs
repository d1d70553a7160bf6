//! What is remembered about a person across sessions: changes that the directory's lists may not
//! show yet.
//!
//! Read by every overview; written only by changes, which run one after the other for each person.

use std::fmt;

use contract::{AuthenticationMethod, MethodId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Gateway, encoding, fault::Fault, ports::Ports};

/// The one key of a person: directory and object id (`tid` and `oid` of the ID token).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PersonKey {
    /// The directory's id.
    pub tenant_id: String,
    /// The person's id within the directory.
    pub object_id: String,
}

impl PersonKey {
    /// The name of the object that serializes this person's changes: a SHA-256 digest of
    /// `tenant/person` for this use alone, in base64url.
    ///
    /// The runtime writes the names of objects to the disk in the clear; the digest names nobody.
    #[must_use]
    pub fn object_name(&self) -> String {
        encoding::digest(&[b"latchkey person object", self.to_string().as_bytes()])
    }
}

impl fmt::Display for PersonKey {
    /// `tenant/person`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.tenant_id, self.object_id)
    }
}

/// Recent changes of one person's methods.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecord {
    /// What was removed, or was about to be when an answer got lost.
    pub removals: Vec<Removal>,
    /// What was added.
    pub additions: Vec<Addition>,
}

/// A removal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// What.
    pub method: MethodId,
    /// When.
    pub at: Timestamp,
    /// Whether the directory confirmed it.
    pub is_confirmed: bool,
}

/// An addition.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Addition {
    /// What.
    pub method: AuthenticationMethod,
    /// When.
    pub at: Timestamp,
}

impl PersonRecord {
    /// When nothing in it matters any more, and the store may forget it.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        let removals = self.removals.iter().map(|removal| removal.at);
        let additions = self.additions.iter().map(|addition| addition.at);
        removals.chain(additions).max().unwrap_or_default().plus_minutes(MEMORY_MINUTES)
    }

    /// Whether a removal of the method was begun within the last hour.
    pub(crate) fn has_removed(&self, method: &MethodId) -> bool {
        self.removals.iter().any(|removal| removal.method == *method)
    }

    /// Whether the method may be gone although the directory still lists it: its removal was begun
    /// within the last `minutes`, and the answer was lost.
    pub(crate) fn is_doubtful(&self, method: &MethodId, now: Timestamp, minutes: i64) -> bool {
        self.removals.iter().any(|removal| {
            !removal.is_confirmed
                && removal.method == *method
                && now < removal.at.plus_minutes(minutes)
        })
    }

    pub(crate) fn note_removal(&mut self, method: &MethodId, at: Timestamp, is_confirmed: bool) {
        self.removals.retain(|removal| removal.method != *method);
        if is_confirmed {
            self.additions.retain(|addition| addition.method.id != *method);
        }
        self.removals.push(Removal { method: method.clone(), at, is_confirmed });
    }

    pub(crate) fn note_addition(&mut self, method: &AuthenticationMethod, at: Timestamp) {
        // A phone number has the same id whenever it is registered again.
        self.removals.retain(|removal| removal.method != method.id);
        self.additions.retain(|addition| addition.method.id != method.id);
        self.additions.push(Addition { method: method.clone(), at });
    }

    /// The directory's list with the recent changes that it may not show yet.
    pub(crate) fn overlay(
        &self,
        mut methods: Vec<AuthenticationMethod>,
        now: Timestamp,
        replication_minutes: i64,
    ) -> Vec<AuthenticationMethod> {
        let is_recent = |at: Timestamp| now < at.plus_minutes(replication_minutes);
        methods.retain(|method| {
            !self.removals.iter().any(|removal| {
                removal.is_confirmed && removal.method == method.id && is_recent(removal.at)
            })
        });
        for addition in &self.additions {
            let is_listed = methods.iter().any(|method| method.id == addition.method.id);
            if is_recent(addition.at) && !is_listed {
                methods.push(addition.method.clone());
            }
        }
        methods
    }
}

/// Reads the person's record, without what is too old to matter.
pub(crate) async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
) -> Result<PersonRecord, Fault> {
    let record = gateway
        .ports
        .read_person(key)
        .await
        .map_err(|_| Fault::Broken("the person's record cannot be read"))?;
    let mut record = record.unwrap_or_default();
    let now = gateway.ports.now();
    let is_remembered = |at: Timestamp| now < at.plus_minutes(MEMORY_MINUTES);
    record.removals.retain(|removal| is_remembered(removal.at));
    record.additions.retain(|addition| is_remembered(addition.at));
    Ok(record)
}

/// Writes the person's record.
pub(crate) async fn write<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
    record: &PersonRecord,
) -> Result<(), Fault> {
    gateway
        .ports
        .write_person(key, record)
        .await
        .map_err(|_| Fault::Broken("the person's record cannot be written"))
}

/// How long a change is remembered, so that a repeated request is recognized.
const MEMORY_MINUTES: i64 = 60;

#[cfg(test)]
mod tests;
