//! Faults as the app meets them: a problem that the edge reports, or a cause on this side.
//!
//! Contains no words: [`crate::advice`] chooses them.

use contract::{Problem, ProblemCode, Timestamp};

/// Why something did not work.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The edge reported a problem.
    Problem(Problem),
    /// The edge cannot be reached from here.
    Offline,
    /// The edge did not answer in time.
    TimedOut,
    /// The answer is not the edge's: it comes from a proxy, or is incomplete.
    Unreadable,
    /// The WebAuthn ceremony failed.
    Ceremony(CeremonyFault),
}

impl Fault {
    /// The problem code, if the edge reported one.
    #[must_use]
    pub const fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Offline | Self::TimedOut | Self::Unreadable | Self::Ceremony(_) => None,
        }
    }

    /// Whether the request may have been carried out although no answer came.
    #[must_use]
    pub const fn is_lost_answer(&self) -> bool {
        match self {
            Self::Offline | Self::TimedOut | Self::Unreadable => true,
            Self::Problem(_) | Self::Ceremony(_) => false,
        }
    }
}

/// Why the WebAuthn ceremony failed, after the `DOMException` that ended it
/// (WebAuthn §5.1.3; SimpleWebAuthn reads the names in the same way).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CeremonyFault {
    /// `NotAllowedError`: the person declined, or the time ran out; browsers do not say which.
    Declined,
    /// `InvalidStateError`: this authenticator is registered already.
    AlreadyRegistered,
    /// `SecurityError`: the relying party id does not fit the page's origin.
    RelyingPartyMismatch,
    /// `AbortError`: another ceremony replaced it, or the page aborted it.
    Superseded,
    /// `ConstraintError` or `NotSupportedError`: the authenticator cannot do what is asked.
    AuthenticatorUnsuitable,
    /// The browser has no WebAuthn at all, or not in this context.
    BrowserUnsupported,
    /// Anything else.
    Unexplained,
}

impl CeremonyFault {
    /// Every fault.
    pub const ALL: &[Self] = &[
        Self::Declined,
        Self::AlreadyRegistered,
        Self::RelyingPartyMismatch,
        Self::Superseded,
        Self::AuthenticatorUnsuitable,
        Self::BrowserUnsupported,
        Self::Unexplained,
    ];

    /// The fault that a `DOMException` of this name means.
    #[must_use]
    pub fn of_exception(name: &str) -> Self {
        match name {
            "NotAllowedError" => Self::Declined,
            "InvalidStateError" => Self::AlreadyRegistered,
            "SecurityError" => Self::RelyingPartyMismatch,
            "AbortError" => Self::Superseded,
            "ConstraintError" | "NotSupportedError" => Self::AuthenticatorUnsuitable,
            _ => Self::Unexplained,
        }
    }

    /// Whether trying again in this browser can help.
    #[must_use]
    pub const fn can_be_retried(self) -> bool {
        match self {
            Self::Declined
            | Self::AlreadyRegistered
            | Self::Superseded
            | Self::AuthenticatorUnsuitable
            | Self::Unexplained => true,
            Self::RelyingPartyMismatch | Self::BrowserUnsupported => false,
        }
    }
}

/// A fault, with the time before which a retry makes no sense.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// What went wrong.
    pub fault: Fault,
    /// The earliest time for a retry, if the edge named one.
    pub retry_at: Option<Timestamp>,
}

impl Failure {
    /// The failure of a fault that occurs at `now`.
    #[must_use]
    pub fn met(fault: Fault, now: Timestamp) -> Self {
        let retry_at = match &fault {
            Fault::Problem(problem) => {
                problem.retry_after.map(|seconds| now.plus_seconds(i64::from(seconds)))
            }
            Fault::Offline | Fault::TimedOut | Fault::Unreadable | Fault::Ceremony(_) => None,
        };
        Self { fault, retry_at }
    }

    /// Seconds until a retry makes sense; zero once it does.
    #[must_use]
    pub fn seconds_to_wait(&self, now: Timestamp) -> i64 {
        self.retry_at.map_or(0, |at| now.seconds_until(at))
    }
}
