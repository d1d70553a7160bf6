//! What a session remembers of the passkeys that are made in it: registrations that were begun, what
//! came of them, and the proof that one of them works.

use contract::{
    AuthenticationMethod, MethodId, Timestamp, proof::NewPasskey, registration::RegistrationId,
};
use serde::{Deserialize, Serialize};

/// A registration that was begun.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotedRegistration {
    /// Its id.
    pub id: RegistrationId,
    /// The digest of the challenge, which itself is several kilobytes long.
    pub challenge_digest: String,
    /// The relying party id.
    pub relying_party: String,
    /// When the challenge expires.
    pub expires_at: Timestamp,
    /// The methods that existed before.
    pub known: Vec<MethodId>,
    /// The exclude list of the directory: credential ids that are already registered.
    pub excluded: Vec<String>,
    /// How far it has got.
    pub progress: Progress,
}

/// How far a registration has got.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Progress {
    /// The browser has the creation options.
    Begun,
    /// The credential was sent to the directory. If there is no response, the list decides.
    Sent {
        /// The digest of the credential.
        credential: String,
    },
    /// The directory has registered it.
    Finished {
        /// The digest of the credential.
        credential: String,
        /// The new method, for the answer to a repeated request.
        method: AuthenticationMethod,
    },
}

/// Notes a registration that was just begun. A few may be open at once, in as many tabs; beyond that
/// the oldest is forgotten, and never one that may have reached the directory.
pub(crate) fn begin(notes: &mut Vec<NotedRegistration>, begun: NotedRegistration, now: Timestamp) {
    notes.retain(|note| note.progress != Progress::Begun || now < note.expires_at);
    let open = notes.iter().filter(|note| note.progress == Progress::Begun).count();
    if open >= OPEN_MAX
        && let Some(oldest) = notes.iter().position(|note| note.progress == Progress::Begun)
    {
        notes.remove(oldest);
    }
    let surplus = notes.len().saturating_sub(NOTES_MAX);
    notes.drain(..surplus);
    notes.push(begun);
}

/// A passkey that was registered in this app.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisteredPasskey {
    /// Its id at the directory.
    pub method: MethodId,
    /// Its credential id (base64url).
    pub credential: String,
    /// Its relying party id.
    pub relying_party: String,
    /// Its public key (COSE, base64url), if it is one whose signatures can be verified here.
    pub public_key: Option<String>,
    /// Whether it has signed since.
    pub is_proved: bool,
}

impl RegisteredPasskey {
    /// What the app is told of it.
    pub(crate) fn told(&self) -> NewPasskey {
        NewPasskey {
            method: self.method.clone(),
            credential: self.credential.clone(),
            relying_party: self.relying_party.clone(),
            is_provable: self.public_key.is_some(),
            is_proved: self.is_proved,
        }
    }
}

/// A proof that was begun: the new passkey is to sign once.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotedProof {
    /// The passkey that is to sign.
    pub method: MethodId,
    /// The digest of the challenge.
    pub challenge_digest: String,
    /// When the challenge expires.
    pub expires_at: Timestamp,
}

/// How many registrations may be open at once.
const OPEN_MAX: usize = 8;
/// How many registrations are remembered, open or not.
const NOTES_MAX: usize = 12;

#[cfg(test)]
mod tests;
