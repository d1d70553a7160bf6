//! The calls of the proof: their paths, their bodies and the readers of their answers.

use std::rc::Rc;

use contract::{MethodId, proof::Proved, routes};

use super::{Assertion, Begun, Event};
use crate::{
    Call, Fault,
    registration::OptionsJson,
    wire::{self, Json, object},
};

/// Asks for a challenge ([`contract::proof::BeginProof`]). Answered by [`Event::Begun`].
pub(super) fn begin(method: &MethodId) -> Call {
    Call {
        path: routes::BEGIN_PROOF,
        body: Some(object(vec![("method", Json::Text(method.0.clone()))])),
        reader: |attempt, answer| {
            let outcome = answer.and_then(|json| begun(json).ok_or(Fault::Unreadable));
            crate::Event::Proof(Event::Begun { attempt, outcome })
        },
    }
}

/// Hands in what was signed ([`contract::proof::FinishProof`]). Answered by [`Event::Finished`].
pub(super) fn finish(assertion: &Assertion) -> Call {
    let response = object(vec![
        ("authenticatorData", Json::Bytes(assertion.authenticator_data.clone())),
        ("clientDataJSON", Json::Bytes(assertion.client_data_json.clone())),
        ("signature", Json::Bytes(assertion.signature.clone())),
    ]);
    let credential = object(vec![
        ("id", Json::Bytes(assertion.raw_id.clone())),
        ("rawId", Json::Bytes(assertion.raw_id.clone())),
        ("type", Json::Text("public-key".to_owned())),
        ("response", response),
    ]);
    Call {
        path: routes::FINISH_PROOF,
        body: Some(object(vec![("credential", credential)])),
        reader: |attempt, answer| {
            let outcome = wire::read(answer, proved);
            crate::Event::Proof(Event::Finished { attempt, outcome })
        },
    }
}

/// Reads [`contract::proof::ProofBegun`].
fn begun(json: Json) -> Option<Begun> {
    Some(Begun {
        expires_at: json.time("expiresAt")?,
        options: match json.take("options") {
            options @ Json::Object(_) => OptionsJson(Rc::new(options)),
            _ => return None,
        },
    })
}

/// Reads [`Proved`].
fn proved(json: &Json) -> Option<Proved> {
    Some(Proved { method: json.id("method")? })
}
