//! The registration's calls: their paths, their bodies and the readers of their answers.

use contract::{
    registration::{RegistrationFinished, RegistrationId},
    routes,
};

use super::{Begun, Credential, Event, OptionsJson, hand_off};
use crate::{
    Attempt, Fault,
    wire::{self, Json, Request, object},
};

/// A call of the registration.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Asks for creation options ([`contract::registration::BeginRegistration`]).
    /// Answered by [`Event::Begun`].
    Begin,
    /// Looks whether a passkey has come to the list (the overview).
    /// Answered by [`hand_off::Event::Looked`].
    Look,
    /// Hands in the new credential ([`contract::registration::FinishRegistration`]).
    /// Answered by [`Event::Finished`].
    Finish {
        /// The registration that was begun.
        registration: RegistrationId,
        /// The display name, trimmed.
        name: String,
        /// What the authenticator made.
        credential: Credential,
    },
}

impl Call {
    pub(crate) fn request(&self) -> Request {
        match self {
            Self::Begin => Request::post(routes::BEGIN_REGISTRATION, object(Vec::new())),
            Self::Look => Request::get(routes::OVERVIEW),
            Self::Finish { registration, name, credential } => Request::post(
                routes::FINISH_REGISTRATION,
                object(vec![
                    ("registration", Json::Text(registration.0.clone())),
                    ("name", Json::Text(name.clone())),
                    ("credential", written(credential)),
                ]),
            ),
        }
    }

    pub(crate) fn answered(&self, attempt: Attempt, answer: Result<Json, Fault>) -> Event {
        match self {
            Self::Begin => Event::Begun { attempt, outcome: wire::read(answer, begun) },
            Self::Look => Event::HandOff(hand_off::Event::Looked {
                attempt,
                outcome: wire::read(answer, wire::overview).map(Box::new),
            }),
            Self::Finish { .. } => {
                Event::Finished { attempt, outcome: wire::read(answer, finished).map(Box::new) }
            }
        }
    }
}

/// Reads [`contract::registration::RegistrationBegun`].
fn begun(json: &Json) -> Option<Begun> {
    Some(Begun {
        registration: RegistrationId(json.text("registration")?),
        options: match json.get("options") {
            options @ Json::Object(_) => OptionsJson(options.clone()),
            _ => return None,
        },
        expires_at: json.time("expiresAt")?,
    })
}

/// Reads [`RegistrationFinished`].
fn finished(json: &Json) -> Option<RegistrationFinished> {
    Some(RegistrationFinished { method: wire::method(json.get("method"))? })
}

/// Writes `RegistrationResponseJSON` (WebAuthn §5.1, `toJSON`).
fn written(credential: &Credential) -> Json {
    let made = &credential.0;
    let response = object(vec![
        ("attestationObject", Json::Bytes(made.response.attestation_object.clone())),
        ("clientDataJSON", Json::Bytes(made.response.client_data_json.clone())),
    ]);
    object(vec![
        ("id", Json::Text(made.id.clone())),
        ("rawId", Json::Bytes(made.raw_id.clone())),
        ("type", Json::Text(made.type_.clone())),
        ("response", response),
    ])
}
