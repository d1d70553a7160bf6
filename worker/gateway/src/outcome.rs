//! What became of a change that was sent to the directory: done, refused or unknown.
//!
//! Only an unknown outcome leaves a method in doubt. A refusal changes nothing, so whatever was
//! noted before it still holds.

use http::{Response, StatusCode};

use crate::{
    fault::{Fault, UpstreamFault},
    graph,
};

/// What became of a change that was sent to the directory.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    /// The directory made the change.
    Done(T),
    /// The directory said that it did not make the change, or the change was never sent.
    Refused(Fault),
    /// The change may or may not have been made: the response was lost, is a server error, or
    /// makes no sense.
    Unknown(Fault),
}

/// The outcome that a response has by its status alone. A server error, and a status that no change
/// should get, such as a redirect, are unknown.
pub(crate) fn of(response: &Response<Vec<u8>>) -> Outcome<()> {
    match response.status() {
        status if status.is_success() => Outcome::Done(()),
        // A proxy gave up waiting; the directory may have gone on.
        StatusCode::REQUEST_TIMEOUT => Outcome::Unknown(graph::denial(response)),
        status if status.is_client_error() => Outcome::Refused(graph::denial(response)),
        _ => Outcome::Unknown(graph::denial(response)),
    }
}

/// The same for a change that a directory answers without content. A success with content was said by
/// something else, such as a proxy with a page of its own, and one that is only accepted is not made yet.
pub(crate) fn of_empty(response: &Response<Vec<u8>>) -> Outcome<()> {
    let is_empty = response.body().trim_ascii().is_empty();
    match of(response) {
        Outcome::Done(()) if !is_empty || response.status() == StatusCode::ACCEPTED => {
            Outcome::Unknown(UpstreamFault::Misbehaved { what: "the answer to a change" }.into())
        }
        other @ (Outcome::Done(()) | Outcome::Refused(_) | Outcome::Unknown(_)) => other,
    }
}

#[cfg(test)]
mod tests;
