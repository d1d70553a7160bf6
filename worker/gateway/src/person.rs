//! The recent changes of a person, kept across sessions because the directory's lists may lag.
//!
//! Every overview reads them. Only changes write them, and those run one at a time for each person.

use std::fmt;

use contract::{
    AuthenticationMethod, MethodId, MethodKind, MethodState, Timestamp,
    recovery::{self, LostMethod},
};
use serde::{Deserialize, Serialize};

use crate::{Gateway, SealKeys, encoding, fault::Fault, json, ports::Ports};

/// The key of a person: tenant id and object id (`tid` and `oid` of the ID token).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PersonKey {
    /// The id of the directory.
    pub tenant_id: String,
    /// The id of the person within the directory.
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

    /// What a page repeats so that it never acts for another person: a digest for this use alone.
    pub(crate) fn page_key(&self) -> String {
        encoding::digest(&[b"latchkey person of a page", self.to_string().as_bytes()])
    }

    /// What the log calls this person: the same in all lines as long as the first key of the seal
    /// stays, and nobody's name without that key. The edge cannot be asked who it is; an operator who
    /// knows a person's ids computes it.
    #[must_use]
    pub fn in_log(&self, keys: &SealKeys) -> String {
        let mut code = keys.sign("person in the log", &self.to_string()).unwrap_or_default();
        code.truncate(16);
        code
    }
}

impl fmt::Display for PersonKey {
    /// `tenant/person`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.tenant_id, self.object_id)
    }
}

/// A person's record as the store keeps it: sealed and bound to the name of its object.
#[derive(Clone, Eq, PartialEq)]
pub struct SealedPerson {
    /// When the store deletes it.
    pub expires_at: Timestamp,
    /// The sealed record.
    pub text: String,
    /// Whether the stored record cannot be read. It is kept beside the new one, and logged.
    pub sets_aside: bool,
}

impl fmt::Debug for SealedPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedPerson")
            .field("expires_at", &self.expires_at)
            .field("sets_aside", &self.sets_aside)
            .finish_non_exhaustive()
    }
}

/// The recent changes to one person's methods.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecord {
    /// Methods that were removed, or whose removal has an unknown outcome.
    pub removals: Vec<Removal>,
    /// Methods that were added.
    pub additions: Vec<Addition>,
    /// The recovery that has begun, if there is one.
    #[serde(default)]
    pub recovery: Option<Recovery>,
    /// Whether what is stored cannot be read, so that this one begins anew. What was remembered is
    /// gone then, and a removal counts what the directory lists.
    #[serde(skip)]
    pub is_begun_anew: bool,
}

/// A recovery that has begun.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recovery {
    /// What the person is told of it.
    pub told: recovery::Recovery,
    /// The methods that the person marked as lost and that are not known to be gone. One is known to be gone
    /// when the directory has confirmed its removal, when its removal was sent and the list lacks it after the
    /// time that a list may lag, or when the list has a later one with the same id. That a list lacks what nobody
    /// here asked to remove does not show it: such a method is asked for, whoever has removed it, and what the
    /// directory does not find either is gone. A recovery that has left nothing here ends with the pass.
    pub lost: Vec<MethodId>,
    /// The same as they were listed when the person last said what is lost.
    #[serde(default)]
    pub marked: Vec<LostMethod>,
    /// What was marked and its removal sent, without a known outcome. It stays known if the mark is taken back.
    #[serde(default)]
    pub sent: Vec<LostMethod>,
}

/// A removal that was sent to the directory.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// The removed method.
    pub method: MethodId,
    /// When it was sent or confirmed.
    pub at: Timestamp,
    /// Whether the directory confirmed it.
    pub is_confirmed: bool,
}

/// A method that was registered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Addition {
    /// The new method.
    pub method: AuthenticationMethod,
    /// When it was registered.
    pub at: Timestamp,
}

impl PersonRecord {
    /// When everything in it is outdated and the store may delete it.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        let removals = self.removals.iter().map(|removal| removal.at);
        let additions = self.additions.iter().map(|addition| addition.at);
        let changes = removals.chain(additions).max().unwrap_or_default();
        let recovery = self.recovery.as_ref().map(|recovery| recovery.told.told_at());
        changes
            .plus_minutes(MEMORY_MINUTES)
            .max(recovery.unwrap_or_default().plus_minutes(RECOVERY_MINUTES))
    }

    /// Whether a removal of the method is remembered, whatever its outcome.
    pub(crate) fn has_removed(&self, method: &MethodId) -> bool {
        self.removals.iter().any(|removal| removal.method == *method)
    }

    /// Whether the directory has confirmed the removal of the method.
    pub(crate) fn is_gone(&self, method: &MethodId) -> bool {
        self.removals.iter().any(|removal| removal.method == *method && removal.is_confirmed)
    }

    pub(crate) fn note_removal(&mut self, method: &MethodId, at: Timestamp, is_confirmed: bool) {
        self.removals.retain(|removal| removal.method != *method);
        if is_confirmed {
            self.additions.retain(|addition| addition.method.id != *method);
        }
        self.removals.push(Removal { method: method.clone(), at, is_confirmed });
    }

    pub(crate) fn note_addition(&mut self, method: &AuthenticationMethod, at: Timestamp) {
        // A phone number that is registered again has the same id. The one before has gone.
        self.settle(&|sent| sent.method.id == method.id);
        self.removals.retain(|removal| removal.method != method.id);
        self.additions.retain(|addition| addition.method.id != method.id);
        self.additions.push(Addition { method: method.clone(), at });
        if let Some(recovery) = &mut self.recovery {
            recovery.lost.retain(|lost| *lost != method.id);
        }
    }

    /// Notes that the removal of a method is sent, if it is one of those that are lost.
    pub(crate) fn note_sent(&mut self, method: &AuthenticationMethod, at: Timestamp) {
        let Some(recovery) = &mut self.recovery else { return };
        if recovery.lost.contains(&method.id) {
            recovery.sent.retain(|sent| sent.method.id != method.id);
            let method = AuthenticationMethod { state: MethodState::Lost, ..method.clone() };
            recovery.sent.push(LostMethod { method, at });
        }
    }

    /// Takes back that a removal was sent: the directory has shown since that the method is there.
    pub(crate) fn forget_removal(&mut self, method: &MethodId) {
        self.removals.retain(|removal| removal.method != *method);
        if let Some(recovery) = &mut self.recovery {
            recovery.sent.retain(|sent| sent.method.id != *method);
        }
    }

    /// Notes that a method is gone, if it is one of those that are lost.
    pub(crate) fn note_recovered(&mut self, method: &AuthenticationMethod, at: Timestamp) {
        self.note_sent(method, at);
        self.settle(&|sent| sent.method.id == method.id);
    }

    /// Settles what a list shows to be gone: see [`Recovery::lost`]. A list may lag for so many minutes.
    pub(crate) fn settle_by(
        &mut self,
        listed: &[AuthenticationMethod],
        now: Timestamp,
        replication_minutes: i64,
    ) {
        let is_newer = |id: &MethodId, than: Timestamp| {
            let its = listed.iter().find(|listed| listed.id == *id);
            its.map(|listed| is_newer(listed, than))
        };
        self.settle(&|sent| {
            is_newer(&sent.method.id, sent.at)
                .unwrap_or_else(|| sent.at.plus_minutes(replication_minutes) <= now)
        });
        if let Some(recovery) = &mut self.recovery {
            let told_at = recovery.told.told_at();
            recovery.lost.retain(|lost| is_newer(lost, told_at) != Some(true));
        }
    }

    fn settle(&mut self, is_gone: &dyn Fn(&LostMethod) -> bool) {
        let Some(recovery) = &mut self.recovery else { return };
        let Some(at) = recovery.sent.iter().position(is_gone) else { return };
        let gone = recovery.sent.remove(at);
        recovery.lost.retain(|lost| *lost != gone.method.id);
        recovery.told.removed.push(gone);
        // One after the other: there are a few at most.
        self.settle(is_gone);
    }

    /// Whether the person has said that the method is lost, and it is not known to be gone.
    fn has_lost(&self, method: &MethodId) -> bool {
        self.recovery.as_ref().is_some_and(|recovery| recovery.lost.contains(method))
    }

    /// Applies the recent changes to the directory's list, which may not show them yet. What was
    /// removed is left out while that is ordinary; after that it is being removed.
    pub(crate) fn overlay(
        &self,
        mut methods: Vec<AuthenticationMethod>,
        now: Timestamp,
        replication_minutes: i64,
    ) -> Vec<AuthenticationMethod> {
        let is_recent = |at: Timestamp| now < at.plus_minutes(replication_minutes);
        methods.retain_mut(|method| {
            let removal = self
                .removals
                .iter()
                .find(|removal| removal.method == method.id && !is_newer(method, removal.at));
            match removal {
                Some(removal) if removal.is_confirmed => {
                    method.state = MethodState::BeingRemoved;
                    !is_recent(removal.at)
                }
                // Longer than lists ordinarily lag, since nothing depends on that more; whoever asks for the
                // removal again has an answer at once. What is marked as lost stays so, and is asked for again.
                Some(removal)
                    if now < removal.at.plus_minutes(replication_minutes.saturating_mul(DOUBT))
                        && !self.has_lost(&method.id) =>
                {
                    method.state = MethodState::Doubtful;
                    true
                }
                Some(_) | None => {
                    if self.has_lost(&method.id) {
                        method.state = MethodState::Lost;
                    }
                    true
                }
            }
        });
        for addition in &self.additions {
            let is_listed = methods.iter().any(|method| method.id == addition.method.id);
            if is_recent(addition.at) && !is_listed {
                let state = MethodState::Appearing;
                methods.push(AuthenticationMethod { state, ..addition.method.clone() });
            }
        }
        // One list may leave out what is there, and nobody has said that it is gone. Of what nobody here can
        // remove, the list alone tells whether somebody else has.
        for LostMethod { method, at } in self.recovery.iter().flat_map(|recovery| &recovery.marked)
        {
            if self.has_lost(&method.id)
                && (method.is_removable || is_recent(*at))
                && !methods.iter().any(|listed| listed.id == method.id)
            {
                methods.push(AuthenticationMethod { state: MethodState::Lost, ..method.clone() });
            }
        }
        methods
    }
}

/// Whether a method was registered anew since: only a number and an address have the same id then, and the
/// clock of the directory may run before ours.
fn is_newer(method: &AuthenticationMethod, than: Timestamp) -> bool {
    matches!(method.kind, MethodKind::Phone { .. } | MethodKind::Email { .. })
        && method.created_at.is_some_and(|at| than < at)
}

/// Reads the person's record without outdated changes. One that cannot be read, because it is damaged
/// or its key has gone, begins anew: it must not keep the person from their methods for good.
pub(crate) async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
) -> Result<PersonRecord, Fault> {
    let text = gateway
        .ports
        .read_person(key)
        .await
        .map_err(|_| Fault::Broken("the person's record cannot be read"))?;
    let Some(text) = text else { return Ok(PersonRecord::default()) };
    let plain = gateway.settings.seal_keys.open(&purpose(key), &text);
    let record = plain.and_then(|plain| json::read::<PersonRecord>(&plain));
    let Some(mut record) = record else {
        return Ok(PersonRecord { is_begun_anew: true, ..PersonRecord::default() });
    };
    let now = gateway.ports.now();
    let is_remembered = |at: Timestamp| now < at.plus_minutes(MEMORY_MINUTES);
    record.removals.retain(|removal| is_remembered(removal.at));
    record.additions.retain(|addition| is_remembered(addition.at));
    record
        .recovery
        .take_if(|recovery| recovery.told.told_at().plus_minutes(RECOVERY_MINUTES) <= now);
    Ok(record)
}

/// Writes the person's record.
pub(crate) async fn write<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
    record: &PersonRecord,
) -> Result<(), Fault> {
    let broken = Fault::Broken("the person's record cannot be written");
    let plain = serde_json::to_vec(record).map_err(|_| broken.clone())?;
    let text = gateway.settings.seal_keys.seal(gateway.ports, &purpose(key), &plain);
    let sealed = SealedPerson {
        expires_at: record.expires_at(),
        text: text.ok_or(broken.clone())?,
        sets_aside: record.is_begun_anew,
    };
    gateway.ports.write_person(key, &sealed).await.map_err(|_| broken)
}

fn purpose(key: &PersonKey) -> String {
    format!("person {}", key.object_name())
}

/// How long a change is remembered, in minutes, so that a repeated request is recognized.
const MEMORY_MINUTES: i64 = 60;

/// How many times as long as lists ordinarily lag a removal without an answer leaves its method in doubt.
const DOUBT: i64 = 3;

/// How long a recovery can be taken up again, in minutes: a week.
const RECOVERY_MINUTES: i64 = 7 * 24 * 60;

#[cfg(test)]
mod tests;
