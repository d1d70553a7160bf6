//! The overview's calls: their paths and the readers of their answers.

use contract::routes;

use super::Event;
use crate::{
    Call,
    wire::{self, Json, object, overview},
};

/// Reads the overview. Answered by [`Event::Read`].
pub(crate) fn read() -> Call {
    read_from(routes::OVERVIEW)
}

/// The same for a page that nobody uses.
pub(super) fn glance() -> Call {
    read_from(routes::GLANCE)
}

fn read_from(path: &'static str) -> Call {
    Call {
        path,
        body: None,
        reader: |attempt, answer| {
            let outcome = wire::read(answer, overview).map(Box::new);
            crate::Event::Overview(Event::Read { attempt, outcome })
        },
    }
}

/// Says whether the person knows their password ([`contract::overview::AnswerPassword`]). Answered by
/// [`Event::PasswordNoted`].
pub(crate) fn answer_password(is_known: bool) -> Call {
    Call {
        path: routes::ANSWER_PASSWORD,
        body: Some(object(vec![("isKnown", Json::Flag(is_known))])),
        reader: |_, answer| {
            crate::Event::Overview(Event::PasswordNoted { outcome: answer.map(|_| ()) })
        },
    }
}
