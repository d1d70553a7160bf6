//! Everything that can go wrong, by who must act, and the one place where it becomes a problem.
//!
//! `Display` is for the log: it tells the cause and contains no token, pass, name or body.
//! The words for people live in the app's catalogs, under the code of the [`Problem`].

use contract::{Problem, ProblemCode, TraceId};
use thiserror::Error;

use crate::step_up::ClaimsChallenge;

/// A decision that was not carried out.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Fault {
    /// The directory, a policy or our own rules say no; the person can act.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The request is wrong: our own app, or someone who writes requests by hand.
    #[error("invalid request: {0}")]
    Invalid(#[from] InvalidRequest),
    /// The directory does not answer as it should; trying later may help.
    #[error("upstream: {0}")]
    Upstream(#[from] UpstreamFault),
    /// Our own fault or that of our store; never caused by what a request contains.
    #[error("broken: {0}")]
    Broken(&'static str),
}

/// What was refused, and why. The texts are for the log.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// There is no session, or it has ended.
    #[error("no session: {0}")]
    SignInRequired(&'static str),
    /// The last strong sign-in is too old for this change; with the directory's claims challenge,
    /// if it sent one.
    #[error("a fresher sign-in is needed")]
    StepUpRequired(Option<ClaimsChallenge>),
    /// The person cancelled at the directory's page.
    #[error("the person cancelled the sign-in")]
    SignInCancelled,
    /// The directory refused the sign-in with this code.
    #[error("the directory refused the sign-in: {0}")]
    SignInRefused(SafeCode),
    /// A Conditional Access policy blocked the sign-in.
    #[error("a policy of the directory blocked the sign-in: {0}")]
    SignInBlocked(SafeCode),
    /// The person is not assigned to this application.
    #[error("the person is not assigned to the application: {0}")]
    NotAssigned(SafeCode),
    /// The person declined the permissions.
    #[error("the person declined to consent: {0}")]
    ConsentDeclined(SafeCode),
    /// An administrator has not consented.
    #[error("consent is missing: {0}")]
    ConsentRequired(SafeCode),
    /// The answer fits no attempt of this browser.
    #[error("no matching attempt: {0}")]
    SignInMismatch(&'static str),
    /// The attempt was begun too long ago.
    #[error("the attempt has expired")]
    SignInExpired,
    /// The ID token did not pass.
    #[error("the identity is not verified: {0}")]
    IdentityUnverified(&'static str),
    /// The ID token is too old or too new: the directory's clock and ours differ.
    #[error("the identity is not verified: {what} by {seconds} s")]
    ClockDifference {
        /// Which end of its life was missed.
        what: &'static str,
        /// By how much, in seconds.
        seconds: i64,
    },
    /// The directory does not allow it.
    #[error("the directory forbids it: {0}")]
    Forbidden(SafeCode),
    /// No passkey can be registered through this app.
    #[error("registration is not available here: {0}")]
    RegistrationUnavailable(&'static str),
    /// Not the registration that was begun last in this session.
    #[error("unknown registration: {0}")]
    RegistrationUnknown(&'static str),
    /// The challenge has expired.
    #[error("the registration has expired")]
    RegistrationExpired,
    /// The new passkey was refused, by us or by the directory.
    #[error("the new passkey was refused: {0}")]
    RegistrationRefused(&'static str),
    /// The authenticator is registered already.
    #[error("the authenticator is registered already")]
    AlreadyRegistered,
    /// The ten minutes of a one-time pass are over.
    #[error("the one-time window is over")]
    RegistrationWindowOver,
    /// Not a method of this person.
    #[error("no such method")]
    MethodNotFound,
    /// This kind of method is not removed here.
    #[error("methods of this kind cannot be removed here")]
    MethodUnsupported,
    /// Nothing usable would remain.
    #[error("nothing usable would remain")]
    LastMethod,
    /// The default method stays until there is another default.
    #[error("it is the default method")]
    DefaultMethod,
    /// Not the person's pass.
    #[error("no such pass")]
    PassNotFound,
    /// The person may have nothing but the pass to sign in with.
    #[error("the pass is still needed")]
    PassNeeded,
}

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum InvalidRequest {
    /// The account name.
    #[error("the account name")]
    Account,
    /// The display name of a passkey.
    #[error("the name of the passkey")]
    Name,
    /// It did not come from this app's own page.
    #[error("forged: {0}")]
    Forged(&'static str),
    /// It speaks another version of the contract.
    #[error("another version of the contract")]
    Outdated,
}

/// What is wrong upstream.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum UpstreamFault {
    /// No answer in time, or none at all.
    #[error("unreachable: {0}")]
    Unreachable(&'static str),
    /// It asks to slow down.
    #[error("throttled")]
    Throttled {
        /// Seconds to wait, if it told.
        retry_after: Option<u32>,
    },
    /// It answered what cannot be understood.
    #[error("misbehaved: {what}")]
    Misbehaved {
        /// What could not be understood.
        what: &'static str,
    },
    /// It answered with an error that has no meaning for this call.
    #[error("denied with status {status}: {code}")]
    Denied {
        /// The HTTP status.
        status: u16,
        /// The error's code.
        code: SafeCode,
    },
}

/// A code from upstream, made safe for a log: short, and of letters, digits and `._-` alone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SafeCode(String);

impl SafeCode {
    /// Keeps the code if it looks like one, and `unreadable` otherwise.
    #[must_use]
    pub fn new(code: &str) -> Self {
        let is_code = (1..=64).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        Self(if is_code { code } else { "unreadable" }.to_owned())
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SafeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Fault {
    /// What the app is told.
    #[must_use]
    pub fn problem(&self, trace: &TraceId) -> Problem {
        let retry_after = match self {
            Self::Upstream(UpstreamFault::Throttled { retry_after }) => *retry_after,
            Self::Upstream(
                UpstreamFault::Unreachable(_)
                | UpstreamFault::Misbehaved { .. }
                | UpstreamFault::Denied { .. },
            )
            | Self::Refused(_)
            | Self::Invalid(_)
            | Self::Broken(_) => None,
        };
        Problem {
            code: self.code(),
            trace: trace.clone(),
            retry_after,
            directory_code: self.directory_code().map(str::to_owned),
        }
    }

    /// The directory's own number, where a sign-in ended with one; an OAuth word is none.
    fn directory_code(&self) -> Option<&str> {
        let Self::Refused(
            Refusal::SignInRefused(code)
            | Refusal::SignInBlocked(code)
            | Refusal::NotAssigned(code)
            | Refusal::ConsentDeclined(code)
            | Refusal::ConsentRequired(code),
        ) = self
        else {
            return None;
        };
        Some(code.as_str()).filter(|code| code.starts_with("AADSTS"))
    }

    /// The code on the wire.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Invalid(invalid) => invalid.code(),
            Self::Upstream(upstream) => upstream.code(),
            Self::Broken(_) => ProblemCode::Broken,
        }
    }
}

impl Refusal {
    fn code(&self) -> ProblemCode {
        match self {
            Self::SignInRequired(_) => ProblemCode::SignInRequired,
            Self::StepUpRequired(_) => ProblemCode::StepUpRequired,
            Self::SignInCancelled => ProblemCode::SignInCancelled,
            Self::SignInRefused(_) => ProblemCode::SignInRefused,
            Self::SignInBlocked(_) => ProblemCode::SignInBlocked,
            Self::NotAssigned(_) => ProblemCode::NotAssigned,
            Self::ConsentDeclined(_) => ProblemCode::ConsentDeclined,
            Self::ConsentRequired(_) => ProblemCode::ConsentRequired,
            Self::SignInMismatch(_) => ProblemCode::SignInMismatch,
            Self::SignInExpired => ProblemCode::SignInExpired,
            Self::IdentityUnverified(_) | Self::ClockDifference { .. } => {
                ProblemCode::IdentityUnverified
            }
            Self::Forbidden(_) => ProblemCode::Forbidden,
            Self::RegistrationUnavailable(_) => ProblemCode::RegistrationUnavailable,
            Self::RegistrationUnknown(_) => ProblemCode::RegistrationUnknown,
            Self::RegistrationExpired => ProblemCode::RegistrationExpired,
            Self::RegistrationRefused(_) => ProblemCode::RegistrationRefused,
            Self::AlreadyRegistered => ProblemCode::AlreadyRegistered,
            Self::RegistrationWindowOver => ProblemCode::RegistrationWindowOver,
            Self::MethodNotFound => ProblemCode::MethodNotFound,
            Self::MethodUnsupported => ProblemCode::MethodUnsupported,
            Self::LastMethod => ProblemCode::LastMethod,
            Self::DefaultMethod => ProblemCode::DefaultMethod,
            Self::PassNotFound => ProblemCode::PassNotFound,
            Self::PassNeeded => ProblemCode::PassNeeded,
        }
    }
}

impl InvalidRequest {
    fn code(self) -> ProblemCode {
        match self {
            Self::Account => ProblemCode::AccountInvalid,
            Self::Name => ProblemCode::NameInvalid,
            Self::Forged(_) => ProblemCode::Forged,
            Self::Outdated => ProblemCode::Outdated,
        }
    }
}

impl UpstreamFault {
    fn code(&self) -> ProblemCode {
        match self {
            Self::Unreachable(_) => ProblemCode::DirectoryUnreachable,
            Self::Throttled { .. } => ProblemCode::Throttled,
            Self::Misbehaved { .. } | Self::Denied { .. } => ProblemCode::DirectoryMisbehaved,
        }
    }
}

#[cfg(test)]
mod tests;
