//! Faults as the app meets them: a problem that the edge reports, or a cause on this side.
//!
//! Contains no words: [`crate::advice`] chooses them.

use std::fmt;

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

    /// Whether it is what the person chose: they cancelled, and nothing is wrong.
    #[must_use]
    pub const fn is_chosen(&self) -> bool {
        match self {
            Self::Problem(problem) => matches!(problem.code, ProblemCode::SignInCancelled),
            Self::Ceremony(fault) => matches!(fault, CeremonyFault::Declined),
            Self::Offline | Self::TimedOut | Self::Unreadable => false,
        }
    }

    /// Whether nothing has failed, so that it is told without alarm: the person chose it, a step is
    /// due or a wait, what was asked for is so already, or a saved passkey was only not tried.
    #[must_use]
    pub const fn is_calm(&self) -> bool {
        self.is_chosen()
            || match self {
                Self::Problem(problem) => matches!(
                    problem.code,
                    ProblemCode::ConsentDeclined
                        | ProblemCode::SignInRequired
                        | ProblemCode::StepUpRequired
                        | ProblemCode::PolicySignIn
                        | ProblemCode::RegistrationUnavailable
                        | ProblemCode::Outdated
                        | ProblemCode::NotListedYet
                        | ProblemCode::LooksUsedUp
                        | ProblemCode::Throttled
                        | ProblemCode::TooManyRequests
                        | ProblemCode::AlreadyRegistered
                        | ProblemCode::MethodNotFound
                        | ProblemCode::PassNotFound
                        | ProblemCode::ProofRefused
                        | ProblemCode::ProofUnknown
                ),
                Self::Ceremony(fault) => matches!(fault, CeremonyFault::AlreadyRegistered),
                Self::Offline | Self::TimedOut | Self::Unreadable => false,
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

/// Why the WebAuthn ceremony failed, as [`crate::ceremony`] reads it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CeremonyFault {
    /// The person declined: in the browser's window, with its close button or a password manager's.
    Declined,
    /// The time ran out.
    TimedOut,
    /// The browser refused faster than a person can: a web view inside another app.
    RefusedAtOnce,
    /// The browser refused at once, since the page was in the background.
    Hidden,
    /// This authenticator is registered already.
    AlreadyRegistered,
    /// The browser is still busy with another request.
    Pending,
    /// Nothing here can make a passkey.
    NoAuthenticator,
    /// The authenticator cannot do what is asked.
    AuthenticatorUnsuitable,
    /// The relying party id does not fit the page's origin.
    RelyingPartyMismatch,
    /// The browser has no WebAuthn at all, or not in this context.
    BrowserUnsupported,
    /// What it answered is no credential; a passkey may have been made.
    Unreadable,
    /// A passkey was made too late to be saved.
    TooLate,
    /// Anything else, by the name that it has.
    Unexplained(ErrorName),
}

impl CeremonyFault {
    /// Every fault.
    pub const ALL: &[Self] = &[
        Self::Declined,
        Self::TimedOut,
        Self::RefusedAtOnce,
        Self::Hidden,
        Self::AlreadyRegistered,
        Self::Pending,
        Self::NoAuthenticator,
        Self::AuthenticatorUnsuitable,
        Self::RelyingPartyMismatch,
        Self::BrowserUnsupported,
        Self::Unreadable,
        Self::TooLate,
        Self::Unexplained(ErrorName::NONE),
    ];

    /// Whether trying again in this browser can help.
    #[must_use]
    pub const fn can_be_retried(self) -> bool {
        match self {
            Self::Declined
            | Self::TimedOut
            | Self::RefusedAtOnce
            | Self::Hidden
            | Self::AlreadyRegistered
            | Self::Pending
            | Self::NoAuthenticator
            | Self::AuthenticatorUnsuitable
            | Self::Unreadable
            | Self::TooLate
            | Self::Unexplained(_) => true,
            Self::RelyingPartyMismatch | Self::BrowserUnsupported => false,
        }
    }

    /// Whether a passkey may lie on the device that opens nothing.
    #[must_use]
    pub fn leaves_a_passkey(self) -> bool {
        match self {
            Self::Unreadable | Self::TooLate => true,
            // Whoever answers in the browser's place may fail after it has made one.
            Self::Unexplained(name) => !name.is_of_browser(),
            Self::Declined
            | Self::TimedOut
            | Self::RefusedAtOnce
            | Self::Hidden
            | Self::AlreadyRegistered
            | Self::Pending
            | Self::NoAuthenticator
            | Self::AuthenticatorUnsuitable
            | Self::RelyingPartyMismatch
            | Self::BrowserUnsupported => false,
        }
    }
}

/// The name of an exception that a stranger may have thrown, for the help desk: of its ASCII letters, digits,
/// full stops and underscores the first 32.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct ErrorName(&'static str);

impl ErrorName {
    /// What has no name.
    pub const NONE: Self = Self("");

    /// The name, as far as it is one.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_');
        let name: String = name.chars().filter(plain).take(32).collect();
        // Never freed: people make a few such, and a page lives for hours at most.
        Self(String::leak(name))
    }

    /// Whether it is one that browsers are known to give when they have made nothing.
    fn is_of_browser(&self) -> bool {
        matches!(self.as_str(), "UnknownError" | "NotReadableError" | "DataError" | "EncodingError")
    }

    /// The name; empty where there is none.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        self.0
    }
}

impl fmt::Debug for ErrorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// A fault, with the time before which a retry makes no sense.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// What went wrong.
    pub fault: Fault,
    /// When.
    pub at: Timestamp,
    /// The earliest time for a retry, if the edge named one.
    pub retry_at: Option<Timestamp>,
    /// Whether a passkey may lie on the device that opens nothing.
    pub leaves_a_passkey: bool,
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
        let leaves_a_passkey = match &fault {
            Fault::Ceremony(fault) => fault.leaves_a_passkey(),
            Fault::Problem(_) | Fault::Offline | Fault::TimedOut | Fault::Unreadable => false,
        };
        Self { fault, at: now, retry_at, leaves_a_passkey }
    }

    /// The same, after a passkey was made in vain.
    #[must_use]
    pub fn with_a_passkey_left(mut self) -> Self {
        self.leaves_a_passkey = true;
        self
    }

    /// Seconds until a retry makes sense; zero once it does.
    #[must_use]
    pub fn seconds_to_wait(&self, now: Timestamp) -> i64 {
        self.retry_at.map_or(0, |at| now.seconds_until(at))
    }
}

#[cfg(test)]
mod tests;
