//! The calls of the edge: each becomes one request, and its answer one event.
//!
//! Knows no call by name: path, body and the reader of the answer are the journey's.

use journey::{Attempt, Call, Fault};

use super::{Answers, fetch};
use crate::json;

/// Starts a call.
pub(crate) fn start(attempt: Attempt, call: Call, answers: Answers) {
    let body = call.body.as_ref().map(json::text);
    wasm_bindgen_futures::spawn_local(async move {
        let answer = fetch::call(call.path, body.as_deref()).await.and_then(|text| {
            json::parse(&text).map(|value| json::read(&value)).ok_or(Fault::Unreadable)
        });
        answers.0.emit(call.answered(attempt, answer));
    });
}
