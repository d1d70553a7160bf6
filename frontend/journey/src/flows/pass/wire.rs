//! The retirement's call: its path, its body and the reader of its answer.

use contract::{MethodId, routes};

use super::Event;
use crate::{
    Call,
    wire::{Json, object},
};

/// Retires the pass ([`contract::pass::RetirePass`]). Answered by [`Event::Retired`].
pub(super) fn retire(pass: &MethodId) -> Call {
    Call {
        path: routes::RETIRE,
        body: Some(object(vec![("pass", Json::Text(pass.0.clone()))])),
        reader: |attempt, answer| {
            crate::Event::Retirement(Event::Retired { attempt, outcome: answer.map(|_| ()) })
        },
    }
}
