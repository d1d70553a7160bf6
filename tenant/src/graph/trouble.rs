//! Failures that are switched on for every request to Graph. Those of named people are in `methods.rs`.

use http::HeaderName;

use super::{challenge, fault::Fault};
use crate::{
    state::switches::GraphTrouble,
    timestamp::Timestamp,
    web::reply::{self, DELAY_HEADER, Reply},
};

#[cfg(test)]
mod tests;

/// The refusal that comes instead of an answer.
pub(crate) fn refusal(trouble: Option<GraphTrouble>, now: Timestamp) -> Result<(), Fault> {
    match trouble {
        Some(GraphTrouble::ClaimsChallenge) => Err(challenge::for_newer_sign_in(now)),
        Some(GraphTrouble::Throttled) => Err(Fault::throttled(Some(1))),
        Some(GraphTrouble::ThrottledSilently) => Err(Fault::throttled(None)),
        Some(GraphTrouble::Unavailable) => Err(Fault::unavailable()),
        Some(GraphTrouble::CutOff | GraphTrouble::Slow) | None => Ok(()),
    }
}

/// What happens to an answer on its way.
pub(crate) fn spoil(trouble: Option<GraphTrouble>, reply: &mut Reply) {
    match trouble {
        Some(GraphTrouble::CutOff) => cut_off(reply),
        Some(GraphTrouble::Slow) => slow_down(reply, 30_000),
        _ => {}
    }
}

pub(crate) fn cut_off(reply: &mut Reply) {
    let half = reply.body().len() / 2;
    reply.body_mut().truncate(half);
}

pub(crate) fn slow_down(reply: &mut Reply, milliseconds: u32) {
    reply::set(reply, HeaderName::from_static(DELAY_HEADER), &milliseconds.to_string());
}
