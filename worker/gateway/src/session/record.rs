//! What a session remembers. It is stored sealed, as a whole.

use contract::{MethodId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Tokens,
    notes::{NotedProof, NotedRegistration, RegisteredPasskey},
};
use crate::{
    PersonKey, Secret, claims_challenge::ClaimsChallenge, encoding, json, methods::PASSKEYS,
    policy::Standing,
};

/// A session as it is stored.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRecord {
    /// The number of writes, from 1; see [`crate::Ports::write_session`].
    pub revision: u64,
    /// Who is signed in.
    pub person: SignedInPerson,
    /// The tokens that act for the person.
    pub(crate) tokens: Tokens,
    /// When the access token ends.
    pub access_ends_at: Timestamp,
    /// When the person signed in, at the latest: by `auth_time`, else by our own clock. It tells
    /// which pass can have opened the session.
    pub authenticated_at: Timestamp,
    /// When the person last proved themselves, for changes that want a fresh proof. `None` where
    /// nobody knows: `auth_time` is an optional claim, and its absence says nothing.
    #[serde(default)]
    pub proved_at: Option<Timestamp>,
    /// Whether the ID token of this session told it.
    #[serde(default)]
    pub tells_proof: bool,
    /// The step-up that this session comes from, if it does.
    #[serde(default)]
    pub stepped_up: Option<SteppedUp>,
    /// When the last request came, accurate to a minute.
    pub seen_at: Timestamp,
    /// When the session ends at the latest.
    pub ends_at: Timestamp,
    /// How many seconds without a request end it.
    pub idle_seconds: i64,
    /// When the window of a one-time pass ends, after which no passkey can be registered. `None`
    /// when there is no window or when something was registered in this visit.
    pub register_by: Option<Timestamp>,
    /// The pass that the visit may have begun with, once a list has told.
    #[serde(default)]
    pub opened_by: Option<MethodId>,
    /// The ids that this session has seen in the directory's list, including the pass.
    pub known: Vec<MethodId>,
    /// The collection from which each of them is deleted, in the same order; empty where there is
    /// none. A list that lags may leave out what is there, and its id alone leads nowhere.
    #[serde(default)]
    pub known_in: Vec<String>,
    /// When the visit began: the sign-in of the first of the sessions that a step-up of the same
    /// person replaced. `None` where this session is the first.
    #[serde(default)]
    pub visit_began_at: Option<Timestamp>,
    /// What was registered in this visit, oldest first: in this session, and in those that it
    /// replaced by a step-up of the same person. It may have been removed since.
    #[serde(default)]
    pub registered: Vec<MethodId>,
    /// Whether the person knows their password, if they have said so.
    #[serde(default)]
    pub knows_password: Option<bool>,
    /// The method that the directory has refused to remove because it is the default one.
    #[serde(default)]
    pub default_method: Option<MethodId>,
    /// Who was asked for a step-up, if somebody else signed in instead.
    #[serde(default)]
    pub instead_of: Option<InsteadOf>,
    /// By how many seconds the directory's clock was ahead of ours at the sign-in, if it told.
    #[serde(default)]
    pub clock_ahead: Option<i64>,
    /// The claims challenge of the directory, if it wants a fresher sign-in.
    pub claims_challenge: Option<ClaimsChallenge>,
    /// Whether the directory has refused to let passkeys be registered in this app.
    #[serde(default)]
    pub is_handed_off: bool,
    /// How often a page of this session has looked for something new in the list.
    #[serde(default)]
    pub looks: u16,
    /// The registrations that were begun, oldest first.
    #[serde(default)]
    pub registrations: Vec<NotedRegistration>,
    /// The passkeys that were registered in this app in this visit, oldest first.
    #[serde(default)]
    pub passkeys: Vec<RegisteredPasskey>,
    /// The proof that was begun last, until it is finished.
    #[serde(default)]
    pub proof: Option<NotedProof>,
}

impl SessionRecord {
    /// When the visit began.
    pub(crate) fn visit_began_at(&self) -> Timestamp {
        self.visit_began_at.unwrap_or(self.authenticated_at)
    }

    /// When the session ends if no request comes; the store deletes it then.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.ends_at.min(self.seen_at.plus_seconds(self.idle_seconds))
    }

    /// Remembers what the directory's list says.
    pub(super) fn learn(&mut self, learned: &Learned) {
        for (id, collection) in &learned.ids {
            if self.known.len() < KNOWN_MAX {
                self.know(id, collection);
            }
        }
        if learned.opened_by.is_some() {
            self.opened_by.clone_from(&learned.opened_by);
        }
        if let Some(end) = learned.pass_ends_at {
            self.ends_at = self.ends_at.min(end);
        }
        for method in &learned.registered {
            self.register(method);
        }
        self.register_by = learned.register_by;
    }

    fn know(&mut self, id: &MethodId, collection: &str) {
        if !self.known.contains(id) {
            // A session of an earlier version remembers ids alone.
            self.known_in.resize(self.known.len(), String::new());
            self.known.push(id.clone());
            self.known_in.push(collection.to_owned());
        }
    }

    /// The collection of a method that was seen in a list, whether or not the last one shows it.
    pub(crate) fn collection_of(&self, id: &MethodId) -> Option<&str> {
        let mut known = self.known.iter().zip(&self.known_in);
        known.find(|(known, _)| *known == id).map(|(_, collection)| collection.as_str())
    }

    /// Remembers that the method was registered in this visit: a passkey, unless a list has said
    /// otherwise.
    pub(crate) fn register(&mut self, method: &MethodId) {
        // It allows a fresher sign-in without the pass.
        self.register_by = None;
        self.know(method, PASSKEYS);
        self.registered.retain(|other| other != method);
        self.registered.push(method.clone());
        let surplus = self.registered.len().saturating_sub(REGISTERED_MAX);
        self.registered.drain(..surplus);
    }
}

/// What the directory's list says about the session.
#[derive(Debug)]
pub(crate) struct Learned {
    /// The ids in the list, including the pass, and the collection of each.
    pub(crate) ids: Vec<(MethodId, &'static str)>,
    /// The pass that the person may have signed in with.
    pub(crate) opened_by: Option<MethodId>,
    /// When that pass ends; the session ends with it.
    pub(crate) pass_ends_at: Option<Timestamp>,
    /// See [`SessionRecord::register_by`].
    pub(crate) register_by: Option<Timestamp>,
    /// What was registered on the directory's own page since the last reading.
    pub(crate) registered: Vec<MethodId>,
}

/// Who signed in, as the verified ID token says.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedInPerson {
    /// The display name.
    pub name: String,
    /// The account name.
    pub account: String,
    /// The id of the directory (`tid`).
    pub tenant_id: String,
    /// The id of the person within the directory (`oid`).
    pub object_id: String,
    /// What names the person when signing out at the directory (`login_hint`), if it is known.
    pub logout_hint: Option<String>,
    /// What the tokens of the sign-in tell policies of the person.
    #[serde(default)]
    pub standing: Standing,
}

impl SignedInPerson {
    pub(crate) fn key(&self) -> PersonKey {
        PersonKey { tenant_id: self.tenant_id.clone(), object_id: self.object_id.clone() }
    }

    /// Adds to the standing what the access token tells, if it can be read and is this person's.
    pub(crate) fn learn_from(&mut self, access: &Secret) {
        let payload = access.expose().split('.').nth(1).and_then(encoding::decode_base64url);
        let claims = payload.and_then(|bytes| json::value(&encoding::mended(&bytes)));
        if let Some(claims) = claims.filter(|claims| claims["oid"] == self.object_id.as_str()) {
            self.standing.learn(&claims, &self.tenant_id);
        }
    }
}

/// A fresher sign-in that the same person has finished.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SteppedUp {
    /// When it began; the person proved themselves later.
    pub began_at: Timestamp,
    /// Whether it brought what a claims challenge asked for.
    pub answers_challenge: bool,
}

/// A person who was asked for a step-up when somebody else signed in instead.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InsteadOf {
    /// The account name of the person who was asked.
    pub account: String,
    /// Until when the overview mentions it.
    pub told_until: Timestamp,
}

/// The maximum number of known ids; nobody has that many methods.
const KNOWN_MAX: usize = 100;

/// The maximum number of ids that a visit remembers; the latest are kept. The directory allows ten
/// passkeys.
const REGISTERED_MAX: usize = 20;
