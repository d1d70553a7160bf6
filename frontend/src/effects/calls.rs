//! The calls of the edge: each effect becomes one request, and its answer one event.

use contract::routes;
use journey::{
    Attempt, Effect, Event, Fault,
    wire::{self, Json},
};
use js_sys::JSON;
use wasm_bindgen::JsValue;

use super::{Answers, fetch};
use crate::{json, member};

/// What is called.
#[derive(Clone, Copy)]
enum Call {
    Overview,
    Begin,
    Finish,
    Remove,
    Retire,
}

/// Starts the call that an effect asks for; effects that are no calls are not for here.
pub(crate) fn start(effect: &Effect, answers: Answers) {
    let (call, attempt, path) = match effect {
        Effect::ReadOverview { attempt } => (Call::Overview, *attempt, routes::OVERVIEW),
        Effect::BeginRegistration { attempt } => {
            (Call::Begin, *attempt, routes::BEGIN_REGISTRATION)
        }
        Effect::FinishRegistration { attempt, .. } => {
            (Call::Finish, *attempt, routes::FINISH_REGISTRATION)
        }
        Effect::RemoveMethod { attempt, .. } => (Call::Remove, *attempt, routes::REMOVE_METHOD),
        Effect::RetirePass { attempt, .. } => (Call::Retire, *attempt, routes::RETIRE),
        Effect::CreateCredential { .. }
        | Effect::AbortCeremony
        | Effect::Wait { .. }
        | Effect::PushRoute(_)
        | Effect::ReplaceRoute(_)
        | Effect::FocusHeading
        | Effect::FocusField
        | Effect::Reload => return,
    };
    let body = wire::body(effect).map(|body| json::text(&body));
    wasm_bindgen_futures::spawn_local(async move {
        let answer = fetch::call(path, body.as_deref()).await;
        answers.0.emit(event(call, attempt, answer));
    });
}

fn event(call: Call, attempt: Attempt, answer: Result<String, Fault>) -> Event {
    let answer = answer.and_then(|text| json::parse(&text).ok_or(Fault::Unreadable));
    match call {
        Call::Overview => {
            Event::OverviewRead { attempt, outcome: read(answer, wire::overview).map(Box::new) }
        }
        Call::Begin => Event::RegistrationBegan {
            attempt,
            outcome: answer.and_then(|answer| {
                options(&answer)
                    .and_then(|options| wire::registration_begun(&json::read(&answer), options))
                    .ok_or(Fault::Unreadable)
            }),
        },
        Call::Finish => Event::RegistrationFinished {
            attempt,
            outcome: read(answer, wire::registration_finished).map(Box::new),
        },
        Call::Remove => {
            Event::MethodRemoved { attempt, outcome: read(answer, wire::method_removed) }
        }
        Call::Retire => Event::PassRetired { attempt, outcome: answer.map(|_| ()) },
    }
}

fn read<T>(
    answer: Result<JsValue, Fault>,
    parse: impl FnOnce(&Json) -> Option<T>,
) -> Result<T, Fault> {
    parse(&json::read(&answer?)).ok_or(Fault::Unreadable)
}

/// The options as text, for the ceremony alone.
fn options(answer: &JsValue) -> Option<String> {
    JSON::stringify(&member::get(answer, "options")).ok()?.as_string()
}
