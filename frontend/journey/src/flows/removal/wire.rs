//! The removal's call: its path, its body and the reader of its answer.

use contract::{MethodId, removal::MethodRemoved, routes};

use super::Event;
use crate::{
    Attempt, Fault,
    wire::{self, Json, Request, object},
};

/// A call of the removal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Call {
    /// Removes a method ([`contract::removal::RemoveMethod`]). Answered by [`Event::Removed`].
    Remove {
        /// The method that the person confirmed.
        method: MethodId,
    },
}

impl Call {
    pub(crate) fn request(&self) -> Request {
        match self {
            Self::Remove { method } => Request::post(
                routes::REMOVE_METHOD,
                object(vec![("method", Json::Text(method.0.clone()))]),
            ),
        }
    }

    pub(crate) fn answered(&self, attempt: Attempt, answer: Result<Json, Fault>) -> Event {
        match self {
            Self::Remove { .. } => Event::Removed { attempt, outcome: wire::read(answer, removed) },
        }
    }
}

/// Reads [`MethodRemoved`].
fn removed(json: &Json) -> Option<MethodRemoved> {
    Some(MethodRemoved { method: json.id("method")? })
}
