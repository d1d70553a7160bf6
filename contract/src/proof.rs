//! The proof that a new passkey works: begin, the browser's ceremony, finish.

use serde::{Deserialize, Serialize};
use webauthn_rs_proto::{PublicKeyCredential, RequestChallengeResponse};

use crate::{MethodId, Timestamp};

/// A passkey that was registered in this app in this visit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPasskey {
    /// Its id at the directory.
    pub method: MethodId,
    /// Its credential id (base64url).
    pub credential: String,
    /// Its relying party id.
    pub relying_party: String,
    /// Whether it can be tried here.
    pub is_provable: bool,
    /// Whether it was tried here, and works.
    pub is_proved: bool,
}

/// Asks for a challenge for a passkey that was registered here in this visit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BeginProof {
    /// The passkey that is to sign.
    pub method: MethodId,
}

/// A challenge for the passkey, ready for the browser.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProofBegun {
    /// What `navigator.credentials.get` gets (WebAuthn §5.5).
    pub options: RequestOptions,
    /// When the challenge expires.
    pub expires_at: Timestamp,
}

/// Request options (WebAuthn §5.5, `PublicKeyCredentialRequestOptions`).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct RequestOptions(pub RequestChallengeResponse);

impl PartialEq for RequestOptions {
    /// Two options are the same when their challenges are: a challenge is never issued twice.
    fn eq(&self, other: &Self) -> bool {
        self.0.public_key.challenge == other.0.public_key.challenge
    }
}

/// Hands in what the passkey signed. A challenge serves once.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FinishProof {
    /// The authentication response (WebAuthn §5.2.2, `AuthenticatorAssertionResponse`).
    pub credential: PublicKeyCredential,
}

/// The passkey works.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proved {
    /// The passkey that signed.
    pub method: MethodId,
}
