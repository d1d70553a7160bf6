//! The watcher's call: its path and the reader of its answer.

use contract::routes;

use super::Event;
use crate::{Call, wire};

/// Looks whether something has come to the list (the overview). Answered by [`Event::Looked`].
pub(super) fn look() -> Call {
    Call {
        path: routes::LOOK,
        body: None,
        reader: |attempt, answer| {
            let outcome = wire::read(answer, wire::overview).map(Box::new);
            crate::Event::Watch(Event::Looked { attempt, outcome })
        },
    }
}
