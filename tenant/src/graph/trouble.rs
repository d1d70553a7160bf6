//! Failures that are switched on for every request to Graph. Those of named people are in `methods.rs`.

use http::{HeaderName, HeaderValue, header};

use super::{challenge, fault::Fault};
use crate::{
    state::switches::{GraphTrouble, RetryAfter},
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

/// Writes the time to wait, where an answer says one, in the shape that is switched on.
pub(crate) fn write_retry_after(shape: RetryAfter, reply: &mut Reply, now: Timestamp) {
    let said = reply.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let Some(seconds) = said.and_then(|value| value.parse::<u32>().ok()) else {
        return;
    };
    let longer = seconds.saturating_mul(4);
    let mut set = |name, value: &str| reply::set(reply, name, value);
    match shape {
        RetryAfter::Seconds => {}
        RetryAfter::Fraction => set(header::RETRY_AFTER, &format!("{seconds}.128")),
        RetryAfter::List => set(header::RETRY_AFTER, &format!("{seconds},{longer}")),
        RetryAfter::Twice => {
            reply.headers_mut().append(header::RETRY_AFTER, HeaderValue::from(longer));
        }
        RetryAfter::Date => {
            let end = now.plus_seconds(i64::from(seconds));
            set(header::RETRY_AFTER, &end.to_http_date());
            set(header::DATE, &now.to_http_date());
        }
        RetryAfter::Milliseconds => {
            let milliseconds = seconds.saturating_mul(1000).to_string();
            set(HeaderName::from_static("x-ms-retry-after-ms"), &milliseconds);
            reply.headers_mut().remove(header::RETRY_AFTER);
        }
    }
}

pub(crate) fn cut_off(reply: &mut Reply) {
    let half = reply.body().len() / 2;
    reply.body_mut().truncate(half);
}

pub(crate) fn slow_down(reply: &mut Reply, milliseconds: u32) {
    reply::set(reply, HeaderName::from_static(DELAY_HEADER), &milliseconds.to_string());
}
