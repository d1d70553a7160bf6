//! What the gateway needs from its host: time, randomness, HTTP, and three stores.
//!
//! The worker implements it with workerd, the tests with a script or with the embedded tenant.

use std::{future::Future, time::Duration};

use contract::{Problem, Timestamp, TraceId};

use crate::{
    AssertionPlace, Fault, PersonKey, PrivateKey, PublicKey, Secret, SessionId, SignFault,
    person::SealedPerson,
    policy::Finding,
    session::{SealedSession, SessionName, StaleTokens},
    sessions::note::Note,
};

/// The host of the gateway.
pub trait Ports {
    /// The current time.
    fn now(&self) -> Timestamp;

    /// Fills the buffer with cryptographically secure random bytes.
    fn fill_random(&self, bytes: &mut [u8]);

    /// Logs that a policy that only reports would have refused the request of this id.
    fn log_policy(&self, trace: &TraceId, finding: &Finding);

    /// Logs a fault that the request of this id met and that its answer tells in part only: a method that
    /// is kept while others go, a registration that is handed off.
    fn log_fault(&self, trace: &TraceId, fault: &Fault);

    /// Sends one request and waits at most `deadline` for the whole response.
    ///
    /// Does not follow redirects. A body above the size limit of the implementation (1 MiB is
    /// plenty) is [`Unreachable::TooLarge`].
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        deadline: Duration,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, Unreachable>>;

    /// Reads the assertion that the platform keeps for this application, as it is now; `None` where
    /// there is none or it cannot be read.
    fn read_assertion(&self, place: &AssertionPlace) -> impl Future<Output = Option<Secret>>;

    /// Reads the table of authenticators: a line for each, with its AAGUID in lower case, a space and
    /// its name. `None` where it cannot be read, which is logged with the id of the request.
    fn read_authenticators(&self, trace: &TraceId) -> impl Future<Output = Option<&'static str>>;

    /// Signs with RSASSA-PSS, SHA-256 and a salt of 32 bytes (`PS256`, RFC 7518 §3.5).
    fn sign_ps256(
        &self,
        key: &PrivateKey,
        message: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, SignFault>>;

    /// Whether the signature of the message is this key's; `false` also where the platform cannot
    /// say. A signature of ES256 is r and s, 32 bytes each.
    fn verify_signature(
        &self,
        key: &PublicKey,
        signature: &[u8],
        message: &[u8],
    ) -> impl Future<Output = bool>;

    /// Waits for the duration.
    fn pause(&self, duration: Duration) -> impl Future<Output = ()>;

    /// Reads the sealed text of a session; `None` when there is none or when it has expired.
    fn read_session(
        &self,
        name: &SessionName,
    ) -> impl Future<Output = Result<Option<String>, StoreFault>>;

    /// Stores the session until [`SealedSession::expires_at`], when the store deletes it.
    ///
    /// This is a compare-and-swap, so that two tabs cannot undo each other's changes and nothing
    /// brings back a session that was signed out. A record with `revision` 1 is written only where
    /// nothing is stored, any other only over the previous revision. Otherwise the result is
    /// [`StoreFault::Stale`], and nothing is written.
    fn write_session(
        &self,
        id: &SessionId,
        session: &SealedSession,
    ) -> impl Future<Output = Result<(), StoreFault>>;

    /// Deletes the session; succeeds when there is none.
    fn delete_session(&self, name: &SessionName) -> impl Future<Output = Result<(), StoreFault>>;

    /// Has [`crate::session::refresh`] run inside the session's object, where one runs at a time.
    fn refresh_session(
        &self,
        id: &SessionId,
        stale: &StaleTokens,
        trace: &TraceId,
        answer_by: Timestamp,
    ) -> impl Future<Output = Result<(), Problem>>;

    /// Notes until its end that the sign-in attempt of this name is used; `false` if it was used
    /// before. Of several requests at once, one gets `true`.
    fn use_attempt(
        &self,
        name: &str,
        until: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreFault>>;

    /// Leaves a sealed text under this name until its end, in place of what was left there before.
    fn leave(
        &self,
        name: &str,
        text: &str,
        until: Timestamp,
    ) -> impl Future<Output = Result<(), StoreFault>>;

    /// Takes what was left under this name and has not ended: of several requests at once, one gets
    /// it, and nothing stays.
    fn take(&self, name: &str) -> impl Future<Output = Result<Option<String>, StoreFault>>;

    /// Reads the sealed record of the person, if there is one.
    fn read_person(
        &self,
        key: &PersonKey,
    ) -> impl Future<Output = Result<Option<String>, StoreFault>>;

    /// Stores the record until [`SealedPerson::expires_at`].
    ///
    /// Called only while a change of this person runs, and those run one at a time.
    fn write_person(
        &self,
        key: &PersonKey,
        record: &SealedPerson,
    ) -> impl Future<Output = Result<(), StoreFault>>;

    /// Reads the sealed list of the person's sessions, if there is one.
    fn read_sessions(
        &self,
        key: &PersonKey,
    ) -> impl Future<Output = Result<Option<String>, StoreFault>>;

    /// Stores that list until [`SealedPerson::expires_at`].
    ///
    /// Called only by [`crate::sessions::note()`], and nothing else may run in the person's object
    /// between its reading and this.
    fn write_sessions(
        &self,
        key: &PersonKey,
        record: &SealedPerson,
    ) -> impl Future<Output = Result<(), StoreFault>>;

    /// Has [`crate::sessions::note()`] run inside the person's object.
    fn note(&self, key: &PersonKey, note: &Note) -> impl Future<Output = Result<(), StoreFault>>;
}

/// Why there is no response from upstream.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unreachable {
    /// The deadline has passed; the request may have been carried out.
    #[error("no answer before the deadline")]
    TimedOut,
    /// The connection failed or broke; the request may have been carried out.
    #[error("the connection failed")]
    Disconnected,
    /// There was not enough time left, so that the gateway did not send it.
    #[error("no time left")]
    Unsent,
    /// The body of the response is too large.
    #[error("the answer is too large")]
    TooLarge,
}

/// Why a store failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StoreFault {
    /// Another request changed or deleted the record in between: read again.
    #[error("the record has changed in between")]
    Stale,
    /// The store did not answer, or what it holds cannot be read.
    #[error("the store is unavailable")]
    Unavailable,
    /// The same, and as far as can be told it stays so: the file of this record is damaged.
    #[error("what the store holds is damaged")]
    Damaged,
}
