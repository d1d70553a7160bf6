//! The calls of the edge: each effect becomes one request, and its answer one event.

use contract::routes;
use journey::wire::{self, Json};
use journey::{Effect, Event, Fault};
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;

use super::{Answers, fetch};
use crate::json;

/// Starts the call that an effect asks for; effects that are no calls are not for here.
pub(crate) fn start(effect: Effect, answers: Answers) {
    wasm_bindgen_futures::spawn_local(async move {
        let path = match effect {
            Effect::BeginRegistration { .. } => routes::BEGIN_REGISTRATION,
            Effect::FinishRegistration { .. } => routes::FINISH_REGISTRATION,
            Effect::RemoveMethod { .. } => routes::REMOVE_METHOD,
            Effect::RetirePass { .. } => routes::RETIRE,
            _ => routes::OVERVIEW,
        };
        let body = wire::body(&effect).map(|body| json::text(&body));
        let answer = fetch::call(path, body.as_deref())
            .await
            .and_then(|text| json::parse(&text).ok_or(Fault::Unreadable));
        if let Some(event) = event(effect, answer) {
            answers.0.emit(event);
        }
    });
}

fn event(effect: Effect, answer: Result<JsValue, Fault>) -> Option<Event> {
    Some(match effect {
        Effect::ReadOverview { attempt } => Event::OverviewRead {
            attempt,
            outcome: read(answer, wire::overview).map(Box::new),
        },
        Effect::BeginRegistration { attempt } => Event::RegistrationBegan {
            attempt,
            outcome: answer.and_then(|answer| {
                options(&answer)
                    .and_then(|options| wire::registration_begun(&json::read(&answer), options))
                    .ok_or(Fault::Unreadable)
            }),
        },
        Effect::FinishRegistration { attempt, .. } => Event::RegistrationFinished {
            attempt,
            outcome: read(answer, wire::registration_finished).map(Box::new),
        },
        Effect::RemoveMethod { attempt, .. } => Event::MethodRemoved {
            attempt,
            outcome: read(answer, wire::method_removed),
        },
        Effect::RetirePass { attempt, .. } => Event::PassRetired {
            attempt,
            outcome: answer.map(|_| ()),
        },
        Effect::CreateCredential { .. }
        | Effect::AbortCeremony
        | Effect::Wait { .. }
        | Effect::PushPlace(_)
        | Effect::ReplacePlace(_)
        | Effect::FocusHeading
        | Effect::FocusField
        | Effect::Reload => return None,
    })
}

fn read<T>(
    answer: Result<JsValue, Fault>,
    parse: impl FnOnce(&Json) -> Option<T>,
) -> Result<T, Fault> {
    parse(&json::read(&answer?)).ok_or(Fault::Unreadable)
}

/// The options as text, for the ceremony alone.
fn options(answer: &JsValue) -> Option<String> {
    let options = Reflect::get(answer, &JsValue::from_str("options")).ok()?;
    JSON::stringify(&options).ok()?.as_string()
}
