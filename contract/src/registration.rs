//! Registration of a passkey: begin, the browser's ceremony, finish.

use serde::{Deserialize, Serialize};
use webauthn_rs_proto::{CreationChallengeResponse, RegisterPublicKeyCredential};

use crate::{AuthenticationMethod, Timestamp, proof::NewPasskey};

/// The longest display name of a passkey, in characters; the directory refuses longer ones.
pub const NAME_LENGTH_MAX: usize = 30;

/// One registration that was begun; random, and worthless outside its session.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct RegistrationId(pub String);

/// Asks for creation options. A begun registration that was not finished is replaced.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BeginRegistration {}

/// Where a passkey can be registered: the answer to [`BeginRegistration`].
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum RegistrationOffer {
    /// In this app's page, with these options.
    InPage(Box<RegistrationBegun>),
    /// On the directory's own page ([`crate::Overview::security_info`]): the directory does not let
    /// this app do it, which is no failure.
    HandOff,
}

/// The directory's creation options, ready for the browser.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationBegun {
    /// To be repeated when finishing.
    pub registration: RegistrationId,
    /// What `navigator.credentials.create` gets (WebAuthn §5.4).
    pub options: CreationOptions,
    /// When the challenge expires.
    pub expires_at: Timestamp,
}

/// Creation options (WebAuthn §5.4, `PublicKeyCredentialCreationOptions`).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct CreationOptions(pub CreationChallengeResponse);

impl PartialEq for CreationOptions {
    /// Two options are the same when their challenges are: a challenge is never issued twice.
    fn eq(&self, other: &Self) -> bool {
        self.0.public_key.challenge == other.0.public_key.challenge
    }
}

/// Hands in what the authenticator made. Sent again after a lost answer, it gets the same answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FinishRegistration {
    /// The registration that was begun.
    pub registration: RegistrationId,
    /// The display name, 1 to [`NAME_LENGTH_MAX`] characters after trimming.
    pub name: String,
    /// The registration response (WebAuthn §5.2.1, `AuthenticatorAttestationResponse`).
    pub credential: RegisterPublicKeyCredential,
}

/// The passkey is registered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationFinished {
    /// The new method, as the list shows it.
    pub method: AuthenticationMethod,
    /// What is known of its credential.
    pub passkey: Option<NewPasskey>,
}
