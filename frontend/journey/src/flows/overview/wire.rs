//! The overview's call: its path and the reader of its answer.

use contract::routes;

use super::Event;
use crate::{
    Attempt, Fault,
    wire::{self, Json, Request},
};

/// A call of the overview.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Call {
    /// Reads the overview. Answered by [`Event::Read`].
    Read,
}

impl Call {
    pub(crate) const fn request(&self) -> Request {
        match self {
            Self::Read => Request::get(routes::OVERVIEW),
        }
    }

    pub(crate) fn answered(&self, attempt: Attempt, answer: Result<Json, Fault>) -> Event {
        match self {
            Self::Read => {
                Event::Read { attempt, outcome: wire::read(answer, wire::overview).map(Box::new) }
            }
        }
    }
}
