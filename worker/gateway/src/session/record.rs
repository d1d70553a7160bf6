//! What the store keeps of a session. Tokens are sealed inside it; the rest names no secret.

use contract::{AuthenticationMethod, MethodId, Timestamp, registration::RegistrationId};
use serde::{Deserialize, Serialize};

use crate::step_up::ClaimsChallenge;

/// One stored session.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRecord {
    /// Counts the writes, from 1; see [`crate::Ports::write_session`].
    pub revision: u64,
    /// Who signed in.
    pub person: SignedInPerson,
    /// The sealed tokens.
    pub tokens: String,
    /// When the access token ends.
    pub access_ends_at: Timestamp,
    /// When the person signed in, at the latest: by `auth_time`, else by our own clock. It tells
    /// which pass can have opened the session.
    pub authenticated_at: Timestamp,
    /// When the person last proved themselves, for changes that want a fresh proof. `None` where
    /// nobody knows: `auth_time` is an optional claim, and its absence says nothing.
    #[serde(default)]
    pub proved_at: Option<Timestamp>,
    /// When the last request came, to the minute.
    pub seen_at: Timestamp,
    /// When the session ends at the latest.
    pub ends_at: Timestamp,
    /// How many minutes without a request end it.
    pub idle_seconds: i64,
    /// Until when a one-time pass lets a passkey be registered, as long as nothing was registered
    /// in this visit.
    pub register_by: Option<Timestamp>,
    /// The methods that this session has seen in the directory's list, the pass included.
    pub known: Vec<MethodId>,
    /// What was registered in this visit, oldest first: in this session and in those that it grew
    /// from by a step-up of the same person. Whether it is still there, the list decides.
    #[serde(default)]
    pub registered: Vec<MethodId>,
    /// Who was expected, if somebody else finished a step-up and got this session.
    #[serde(default)]
    pub instead_of: Option<InsteadOf>,
    /// What the directory asked for when it wanted a fresher sign-in.
    pub claims_challenge: Option<ClaimsChallenge>,
    /// Whether the directory has refused to let passkeys be registered in this app.
    #[serde(default)]
    pub is_handed_off: bool,
    /// The registration that was begun last.
    pub registration: Option<NotedRegistration>,
}

impl SessionRecord {
    /// When the session ends if no request comes: the store forgets it then.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.ends_at.min(self.seen_at.plus_seconds(self.idle_seconds))
    }
}

/// What a reading of the directory's list tells about the session.
#[derive(Debug)]
pub(crate) struct Learned {
    /// The ids in the list, the pass included.
    pub(crate) ids: Vec<MethodId>,
    /// When the pass ends that may have opened the session; the session ends with it.
    pub(crate) pass_ends_at: Option<Timestamp>,
    /// Until when a passkey can be registered, if the sign-in leaves a window.
    pub(crate) register_by: Option<Timestamp>,
    /// What was registered on the directory's own page since the last reading.
    pub(crate) registered: Vec<MethodId>,
}

impl SessionRecord {
    /// Keeps what a reading tells.
    pub(super) fn learn(&mut self, learned: &Learned) {
        for id in &learned.ids {
            if !self.known.contains(id) && self.known.len() < KNOWN_MAX {
                self.known.push(id.clone());
            }
        }
        if let Some(end) = learned.pass_ends_at {
            self.ends_at = self.ends_at.min(end);
        }
        for method in &learned.registered {
            self.register(method);
        }
        self.register_by = learned.register_by;
    }

    /// Keeps what was registered, so that the visit knows it.
    pub(crate) fn register(&mut self, method: &MethodId) {
        // A fresher sign-in is possible with it, without the pass.
        self.register_by = None;
        if !self.known.contains(method) {
            self.known.push(method.clone());
        }
        self.registered.retain(|other| other != method);
        self.registered.push(method.clone());
        let surplus = self.registered.len().saturating_sub(REGISTERED_MAX);
        self.registered.drain(..surplus);
    }
}

/// Who signed in, as the verified ID token says.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedInPerson {
    /// The name to greet with.
    pub name: String,
    /// The account name.
    pub account: String,
    /// The directory's id (`tid`).
    pub tenant_id: String,
    /// The person's id in it (`oid`).
    pub object_id: String,
    /// What names the person to the directory when signing out (`login_hint`), if it said.
    pub logout_hint: Option<String>,
}

/// The person who was asked to confirm a change when somebody else signed in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InsteadOf {
    /// Their account name.
    pub account: String,
    /// Until when the page tells it.
    pub told_until: Timestamp,
}

/// A registration that was begun.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotedRegistration {
    /// Its id.
    pub id: RegistrationId,
    /// The digest of the challenge; the challenge itself is too long to keep and not needed.
    pub challenge_digest: String,
    /// The relying party's id.
    pub relying_party: String,
    /// When the challenge expires.
    pub expires_at: Timestamp,
    /// The methods that were there before.
    pub known: Vec<MethodId>,
    /// The credential ids that the directory excluded, because they are registered.
    pub excluded: Vec<String>,
    /// How far it got.
    pub progress: Progress,
}

/// How far a registration got.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Progress {
    /// The options were handed out.
    Begun,
    /// The credential is on its way to the directory; if the answer gets lost, the list decides.
    Sent {
        /// The digest of the credential.
        credential: String,
    },
    /// The directory has registered it.
    Finished {
        /// The digest of the credential.
        credential: String,
        /// The answer, for a repeated request.
        method: AuthenticationMethod,
    },
}

/// More methods than anyone has; a list of ids must not grow without end.
const KNOWN_MAX: usize = 100;

/// Twice as many as the directory takes from one person; the latest are kept.
const REGISTERED_MAX: usize = 20;
