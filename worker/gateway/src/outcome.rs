//! What became of a change that was sent to the directory.
//!
//! The one place that judges a lost answer. Only an unknown outcome leaves the method doubtful; a
//! refusal changes nothing, so whatever was known before is still true.

use http::{Response, StatusCode};

use crate::{fault::Fault, graph};

/// What became of a change.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    /// The directory carried it out.
    Done(T),
    /// The directory did not carry it out, and said so; or it was never sent.
    Refused(Fault),
    /// It may or may not have been carried out: the answer was lost, is a server error, or makes no
    /// sense.
    Unknown(Fault),
}

/// What an answer means that has no meaning of its own for the call: a success, a refusal, or, for
/// a server error or a status that does not belong here, neither.
pub(crate) fn of(response: &Response<Vec<u8>>) -> Outcome<()> {
    match response.status() {
        status if status.is_success() => Outcome::Done(()),
        status if status.is_client_error() => Outcome::Refused(graph::denial(response)),
        _ => Outcome::Unknown(graph::denial(response)),
    }
}

/// What the answer to a deletion means: what is not there any more is as good as deleted.
pub(crate) fn of_deletion(response: &Response<Vec<u8>>) -> Outcome<()> {
    match response.status() {
        StatusCode::NOT_FOUND => Outcome::Done(()),
        _ => of(response),
    }
}

#[cfg(test)]
mod tests;
