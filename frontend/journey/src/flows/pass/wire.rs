//! The retirement's call: its path, its body and the reader of its answer.

use contract::{MethodId, routes};

use super::Event;
use crate::{
    Attempt, Fault,
    wire::{Json, Request, object},
};

/// A call of the retirement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Call {
    /// Retires the pass ([`contract::pass::RetirePass`]). Answered by [`Event::Retired`].
    Retire {
        /// The pass that the person was shown.
        pass: MethodId,
    },
}

impl Call {
    pub(crate) fn request(&self) -> Request {
        match self {
            Self::Retire { pass } => {
                Request::post(routes::RETIRE, object(vec![("pass", Json::Text(pass.0.clone()))]))
            }
        }
    }

    pub(crate) fn answered(&self, attempt: Attempt, answer: Result<Json, Fault>) -> Event {
        match self {
            Self::Retire { .. } => Event::Retired { attempt, outcome: answer.map(|_| ()) },
        }
    }
}
