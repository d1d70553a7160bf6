//! The calls of the edge: each becomes one request, and its answer one event.
//!
//! Knows no call by name: path, body and the reader of the answer are the journey's.

use journey::{Attempt, Call, Fault, Screen, State};

use super::{Answers, fetch};
use crate::json;

/// Starts a call for the person of the state.
pub(crate) fn start(attempt: Attempt, call: Call, state: &State, answers: Answers) {
    let body = call.body.as_ref().map(json::text);
    let person = match &state.screen {
        Screen::SignedIn(signed_in) => signed_in.overview.person.key.clone(),
        Screen::Welcome(_) | Screen::Failed(_) => String::new(),
    };
    wasm_bindgen_futures::spawn_local(async move {
        let answer = fetch::call(call.path, body.as_deref(), &person).await.and_then(|text| {
            json::parse(&text).map(|value| json::read(&value)).ok_or(Fault::Unreadable)
        });
        answers.0.emit(call.answered(attempt, answer));
    });
}
