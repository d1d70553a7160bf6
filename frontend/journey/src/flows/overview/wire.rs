//! The overview's call: its path and the reader of its answer.

use contract::routes;

use super::Event;
use crate::{
    Call,
    wire::{self, overview},
};

/// Reads the overview. Answered by [`Event::Read`].
pub(crate) fn read() -> Call {
    Call {
        path: routes::OVERVIEW,
        body: None,
        reader: |attempt, answer| {
            let outcome = wire::read(answer, overview).map(Box::new);
            crate::Event::Overview(Event::Read { attempt, outcome })
        },
    }
}
