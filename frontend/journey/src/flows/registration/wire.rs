//! The registration's calls: their paths, their bodies and the readers of their answers.

use std::rc::Rc;

use contract::{
    registration::{RegistrationFinished, RegistrationId},
    routes,
};

use super::{Begun, Credential, Event, OptionsJson, hand_off};
use crate::{
    Call, Fault,
    wire::{self, Json, object},
};

/// Asks for creation options ([`contract::registration::BeginRegistration`]).
/// Answered by [`Event::Begun`] or [`Event::HandedOff`].
pub(super) fn begin() -> Call {
    Call {
        path: routes::BEGIN_REGISTRATION,
        body: Some(object(Vec::new())),
        reader: |attempt, answer| {
            let event = match answer {
                Ok(json) if json.tag() == "handOff" => Event::HandedOff { attempt },
                answer => Event::Begun {
                    attempt,
                    outcome: answer.and_then(|json| begun(json).ok_or(Fault::Unreadable)),
                },
            };
            crate::Event::Registration(event)
        },
    }
}

/// Looks whether a passkey has come to the list (the overview).
/// Answered by [`hand_off::Event::Looked`].
pub(super) fn look() -> Call {
    Call {
        path: routes::OVERVIEW,
        body: None,
        reader: |attempt, answer| {
            let outcome = wire::read(answer, wire::overview).map(Box::new);
            let looked = hand_off::Event::Looked { attempt, outcome };
            crate::Event::Registration(Event::HandOff(looked))
        },
    }
}

/// Hands in the new credential ([`contract::registration::FinishRegistration`]).
/// Answered by [`Event::Finished`].
pub(super) fn finish(registration: &RegistrationId, name: &str, credential: &Credential) -> Call {
    Call {
        path: routes::FINISH_REGISTRATION,
        body: Some(object(vec![
            ("registration", Json::Text(registration.0.clone())),
            ("name", Json::Text(name.to_owned())),
            ("credential", written(credential)),
        ])),
        reader: |attempt, answer| {
            let outcome = wire::read(answer, finished).map(Box::new);
            crate::Event::Registration(Event::Finished { attempt, outcome })
        },
    }
}

/// Reads the options of [`contract::registration::RegistrationOffer::InPage`].
fn begun(json: Json) -> Option<Begun> {
    Some(Begun {
        registration: RegistrationId(json.text("registration")?),
        expires_at: json.time("expiresAt")?,
        options: match json.take("options") {
            options @ Json::Object(_) => OptionsJson(Rc::new(options)),
            _ => return None,
        },
    })
}

/// Reads [`RegistrationFinished`].
fn finished(json: &Json) -> Option<RegistrationFinished> {
    Some(RegistrationFinished {
        method: wire::method(json.get("method"))?,
        passkey: wire::new_passkey(json.get("passkey")),
    })
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
