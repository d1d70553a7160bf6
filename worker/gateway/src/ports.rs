//! What the gateway asks of the world: time, randomness, one HTTP exchange, and two stores.
//!
//! The worker implements it over workerd, the tests over a script or the embedded tenant.

use std::{future::Future, time::Duration};

use contract::Timestamp;

use crate::{PersonKey, PersonRecord, PrivateKey, SessionId, SessionRecord, SignFault};

/// The world, as the gateway sees it.
pub trait Ports {
    /// The clock.
    fn now(&self) -> Timestamp;

    /// Fills the buffer from a cryptographically secure source.
    fn fill_random(&self, bytes: &mut [u8]);

    /// Sends one request and waits no longer than `deadline` for the whole answer.
    ///
    /// Never follows a redirect, and answers [`Unreachable::TooLarge`] to a body beyond its cap
    /// (1 MiB is plenty).
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        deadline: Duration,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, Unreachable>>;

    /// Signs with RSASSA-PSS, SHA-256 and a salt of 32 bytes (`PS256`, RFC 7518 §3.5).
    fn sign_ps256(
        &self,
        key: &PrivateKey,
        message: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, SignFault>>;

    /// Waits.
    fn pause(&self, duration: Duration) -> impl Future<Output = ()>;

    /// The stored session, or `None` when there is none or when it has expired.
    fn read_session(
        &self,
        id: &SessionId,
    ) -> impl Future<Output = Result<Option<SessionRecord>, StoreFault>>;

    /// Stores the session until [`SessionRecord::expires_at`], when the store forgets it.
    ///
    /// A compare-and-swap, so that two tabs cannot undo each other's change and nothing brings
    /// back a session that was signed out: a record of `revision` 1 is written only where nothing
    /// is stored, any other only over the record of the revision before. Otherwise
    /// [`StoreFault::Stale`], and nothing is written.
    fn write_session(
        &self,
        id: &SessionId,
        record: &SessionRecord,
    ) -> impl Future<Output = Result<(), StoreFault>>;

    /// Forgets the session; forgetting what is not there succeeds.
    fn delete_session(&self, id: &SessionId) -> impl Future<Output = Result<(), StoreFault>>;

    /// What is remembered about the person, if anything.
    fn read_person(
        &self,
        key: &PersonKey,
    ) -> impl Future<Output = Result<Option<PersonRecord>, StoreFault>>;

    /// Remembers it until [`PersonRecord::expires_at`].
    ///
    /// Called only while a change of this person runs, and those run one after the other.
    fn write_person(
        &self,
        key: &PersonKey,
        record: &PersonRecord,
    ) -> impl Future<Output = Result<(), StoreFault>>;
}

/// Why there is no answer from upstream.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unreachable {
    /// The deadline passed; the request may have been carried out.
    #[error("no answer before the deadline")]
    TimedOut,
    /// The connection failed or broke; the request may have been carried out.
    #[error("the connection failed")]
    Disconnected,
    /// The answer's body is beyond the cap.
    #[error("the answer is too large")]
    TooLarge,
}

/// Why a store did not do what it was asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StoreFault {
    /// Another request changed or deleted the record in between: read again.
    #[error("the record has changed in between")]
    Stale,
    /// The store did not answer, or holds what cannot be read.
    #[error("the store is unavailable")]
    Unavailable,
}
