//! The removal's call: its path, its body and the reader of its answer.

use contract::{MethodId, removal::MethodRemoved, routes};

use super::Event;
use crate::{
    Call,
    wire::{self, Json, object},
};

/// Removes a method ([`contract::removal::RemoveMethod`]). Answered by [`Event::Removed`].
pub(super) fn remove(method: &MethodId, accepts_password: bool) -> Call {
    Call {
        path: routes::REMOVE_METHOD,
        body: Some(object(vec![
            ("method", Json::Text(method.0.clone())),
            ("acceptsPassword", Json::Flag(accepts_password)),
        ])),
        reader: |attempt, answer| {
            crate::Event::Removal(Event::Removed { attempt, outcome: wire::read(answer, removed) })
        },
    }
}

/// Reads [`MethodRemoved`].
fn removed(json: &Json) -> Option<MethodRemoved> {
    Some(MethodRemoved { method: json.id("method")? })
}
