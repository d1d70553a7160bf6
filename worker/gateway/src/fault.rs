//! Everything that can go wrong, grouped by who can act, and its mapping to a [`Problem`].
//!
//! `Display` is for the log: it names the cause and contains no token, pass, name or body. The
//! words for people are in the app's message catalogs, under the code of the [`Problem`].

mod safe_code;
mod said;

use contract::{Problem, ProblemCode, TraceId};
pub use safe_code::SafeCode;
pub(crate) use said::NOT_KNOWN;
pub use said::{Said, StaleSignIn};
use thiserror::Error;

use crate::{claims_challenge::ClaimsChallenge, policy::Outcome, rates::Excess};

/// Why a request did not succeed.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Fault {
    /// The directory, a policy or one of our rules refused it; the person can act.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The request is malformed: a bug of our app, or a request written by hand.
    #[error("invalid request: {0}")]
    Invalid(#[from] InvalidRequest),
    /// The directory failed to answer properly; trying again later may help.
    #[error("upstream: {0}")]
    Upstream(#[from] UpstreamFault),
    /// Sessions that had to end may go on, because the store failed.
    #[error("sessions remain: {0}")]
    SessionsRemain(&'static str),
    /// A fault of Latchkey or of its store, never caused by what a request contains.
    #[error("broken: {0}")]
    Broken(&'static str),
}

/// A refusal and its reason. The texts are for the log.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// There is no session, or it has ended.
    #[error("no session: {0}")]
    SignInRequired(&'static str),
    /// The last strong sign-in is too old for this change.
    #[error("a fresher sign-in is needed: {why}")]
    StepUpRequired {
        /// The directory's claims challenge, if it sent one.
        challenge: Option<ClaimsChallenge>,
        /// Who says that it is too old, and what may be the cause.
        why: StaleSignIn,
    },
    /// The person has just signed in again, and the directory still wants a fresher sign-in.
    #[error("a fresh sign-in counts as too old: {0}")]
    StepUpIncomplete(StaleSignIn),
    /// The person cancelled on the directory's sign-in page.
    #[error("the person cancelled the sign-in")]
    SignInCancelled,
    /// The directory refused the sign-in with this code.
    #[error("the directory refused the sign-in: {0}")]
    SignInRefused(SafeCode),
    /// The page was drawn for somebody else.
    #[error("the page was drawn for another person")]
    AnotherPerson,
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
    /// The response matches no sign-in attempt of this browser.
    #[error("no matching attempt: {0}")]
    SignInMismatch(&'static str),
    /// The sign-in attempt has expired.
    #[error("the attempt has expired")]
    SignInExpired,
    /// The code for another device opens nothing any more.
    #[error("a code for another device: {0}")]
    ContinuationOver(&'static str),
    /// The ID token did not pass verification.
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
    /// The directory does not allow this person to do it.
    #[error("the directory forbids it: {0}")]
    Forbidden(Said),
    /// The organization's policies refuse it, as configured here.
    #[error("{policies}")]
    NotByPolicy {
        /// What they say together.
        outcome: Outcome,
        /// Which ones, and why each applies.
        policies: String,
    },
    /// No passkey can be registered through this app.
    #[error("registration is not available here: {0}")]
    RegistrationUnavailable(&'static str),
    /// The directory does not let this app register passkeys for this person.
    #[error("registration is not available here: the directory answers {status}: {said}")]
    RegistrationNotOffered {
        /// The HTTP status.
        status: u16,
        /// What it said.
        said: Said,
    },
    /// It is not the latest registration of this session.
    #[error("unknown registration: {0}")]
    RegistrationUnknown(&'static str),
    /// The challenge has expired.
    #[error("the registration has expired")]
    RegistrationExpired,
    /// The new passkey was refused, by us or by the directory.
    #[error("the new passkey was refused: {0}")]
    RegistrationRefused(&'static str),
    /// The directory refused the new passkey.
    #[error("the directory refused the new passkey: {0}")]
    PasskeyRefused(Said),
    /// The authenticator is already registered.
    #[error("the authenticator is registered already: {0}")]
    AlreadyRegistered(Said),
    /// No proof of a passkey is open.
    #[error("unknown proof: {0}")]
    ProofUnknown(&'static str),
    /// What was signed does not prove the passkey.
    #[error("the proof was refused: {0}")]
    ProofRefused(&'static str),
    /// The ten minutes that a one-time pass leaves for registering are over.
    #[error("the one-time window is over")]
    RegistrationWindowOver,
    /// The session has looked for something new as often as it may.
    #[error("the looks of this session are used up")]
    LooksUsedUp,
    /// The person has no such method.
    #[error("no such method")]
    MethodNotFound,
    /// Methods of this kind cannot be removed here.
    #[error("methods of this kind cannot be removed here")]
    MethodUnsupported,
    /// Nothing would remain to sign in with.
    #[error("nothing would remain to sign in with")]
    LastMethod,
    /// All that would remain comes after a password, and the person did not say that they know it.
    #[error("only what comes after a password would remain")]
    PasswordNeeded,
    /// What would remain is registered, and not in the directory's list yet.
    #[error("what would remain is not listed yet")]
    NotListedYet,
    /// It is the mobile number, and an alternate one has to go first.
    #[error("an alternate mobile number has to go first")]
    AlternateNumberFirst,
    /// It is the default method; the directory wants another default first.
    #[error("it is the default method: {0}")]
    DefaultMethod(Said),
    /// It is not the person's current pass.
    #[error("no such pass")]
    PassNotFound,
    /// The pass may be the only thing that the person can sign in with.
    #[error("the pass is still needed")]
    PassNeeded,
    /// Too many requests of one kind came in a short time.
    #[error("too many requests ({:?})", .0.counted)]
    TooManyRequests(Excess),
}

/// The part of a request that is invalid.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum InvalidRequest {
    /// The account name.
    #[error("the account name")]
    Account,
    /// The display name of a passkey.
    #[error("the name of the passkey")]
    Name,
    /// The request did not come from this app's own pages.
    #[error("forged: {0}")]
    Forged(&'static str),
    /// The app uses another version of the contract.
    #[error("another version of the contract")]
    Outdated,
}

/// How the directory failed.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum UpstreamFault {
    /// No response in time, none at all, or a server error.
    #[error("unreachable: {0}")]
    Unreachable(&'static str),
    /// How to sign out at the directory is not known: its metadata cannot be read.
    #[error("signed out here alone: the directory's metadata cannot be read")]
    SignedOutHere,
    /// The directory says that its sign-in is in trouble.
    #[error("unreachable: the directory's sign-in says {0}")]
    InTrouble(SafeCode),
    /// The directory asks to slow down.
    #[error("throttled")]
    Throttled {
        /// Seconds to wait, if the directory said.
        retry_after: Option<u32>,
    },
    /// The response cannot be understood.
    #[error("misbehaved: {what}")]
    Misbehaved {
        /// Which response it was.
        what: &'static str,
    },
    /// The directory does not accept this application as it is registered or configured.
    #[error("misconfigured: {what}")]
    Misconfigured {
        /// The setting or the registration that is wrong.
        what: &'static str,
    },
    /// The same, by a number that is not among those whose cause is known.
    #[error("misconfigured: the directory answers the registration with {0} (connect.md)")]
    NotAccepted(SafeCode),
    /// The response is an error that has no defined meaning for this call.
    #[error("denied with status {status}: {code}")]
    Denied {
        /// The HTTP status.
        status: u16,
        /// The error code.
        code: SafeCode,
    },
}

impl Fault {
    /// The problem that the app receives.
    #[must_use]
    pub fn problem(&self, trace: &TraceId) -> Problem {
        let retry_after = match self {
            Self::Upstream(UpstreamFault::Throttled { retry_after }) => *retry_after,
            Self::Refused(Refusal::TooManyRequests(excess)) => Some(excess.seconds),
            Self::Upstream(
                UpstreamFault::Unreachable(_)
                | UpstreamFault::SignedOutHere
                | UpstreamFault::InTrouble(_)
                | UpstreamFault::NotAccepted(_)
                | UpstreamFault::Misbehaved { .. }
                | UpstreamFault::Misconfigured { .. }
                | UpstreamFault::Denied { .. },
            )
            | Self::Refused(_)
            | Self::Invalid(_)
            | Self::SessionsRemain(_)
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
        let (Self::Refused(
            Refusal::SignInRefused(code)
            | Refusal::SignInBlocked(code)
            | Refusal::NotAssigned(code)
            | Refusal::ConsentDeclined(code)
            | Refusal::ConsentRequired(code),
        )
        | Self::Upstream(
            UpstreamFault::InTrouble(code)
            | UpstreamFault::NotAccepted(code)
            | UpstreamFault::Denied { code, .. },
        )) = self
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
            Self::SessionsRemain(_) => ProblemCode::SessionsRemain,
            Self::Broken(_) => ProblemCode::Broken,
        }
    }
}

impl From<Excess> for Refusal {
    fn from(excess: Excess) -> Self {
        Self::TooManyRequests(excess)
    }
}

impl Refusal {
    fn code(&self) -> ProblemCode {
        match self {
            Self::SignInRequired(_) => ProblemCode::SignInRequired,
            Self::StepUpRequired { .. } => ProblemCode::StepUpRequired,
            Self::StepUpIncomplete(_) => ProblemCode::StepUpIncomplete,
            Self::SignInCancelled => ProblemCode::SignInCancelled,
            Self::SignInRefused(_) => ProblemCode::SignInRefused,
            Self::AnotherPerson => ProblemCode::AnotherPerson,
            Self::SignInBlocked(_) => ProblemCode::SignInBlocked,
            Self::NotAssigned(_) => ProblemCode::NotAssigned,
            Self::ConsentDeclined(_) => ProblemCode::ConsentDeclined,
            Self::ConsentRequired(_) => ProblemCode::ConsentRequired,
            Self::SignInMismatch(_) => ProblemCode::SignInMismatch,
            Self::SignInExpired => ProblemCode::SignInExpired,
            Self::ContinuationOver(_) => ProblemCode::ContinuationOver,
            Self::IdentityUnverified(_) | Self::ClockDifference { .. } => {
                ProblemCode::IdentityUnverified
            }
            Self::Forbidden(_) => ProblemCode::Forbidden,
            Self::NotByPolicy { outcome: Outcome::Stronger, .. } => ProblemCode::PolicySignIn,
            Self::NotByPolicy { outcome: Outcome::RefusedHere, .. } => ProblemCode::PolicyLocation,
            Self::NotByPolicy {
                outcome: Outcome::NotApplied | Outcome::Met | Outcome::Refused,
                ..
            } => ProblemCode::Forbidden,
            Self::RegistrationUnavailable(_) | Self::RegistrationNotOffered { .. } => {
                ProblemCode::RegistrationUnavailable
            }
            Self::RegistrationUnknown(_) => ProblemCode::RegistrationUnknown,
            Self::RegistrationExpired => ProblemCode::RegistrationExpired,
            Self::RegistrationRefused(_) | Self::PasskeyRefused(_) => {
                ProblemCode::RegistrationRefused
            }
            Self::AlreadyRegistered(_) => ProblemCode::AlreadyRegistered,
            Self::ProofUnknown(_) => ProblemCode::ProofUnknown,
            Self::ProofRefused(_) => ProblemCode::ProofRefused,
            Self::RegistrationWindowOver => ProblemCode::RegistrationWindowOver,
            Self::LooksUsedUp => ProblemCode::LooksUsedUp,
            Self::MethodNotFound => ProblemCode::MethodNotFound,
            Self::MethodUnsupported => ProblemCode::MethodUnsupported,
            Self::LastMethod => ProblemCode::LastMethod,
            Self::PasswordNeeded => ProblemCode::PasswordNeeded,
            Self::NotListedYet => ProblemCode::NotListedYet,
            Self::AlternateNumberFirst => ProblemCode::AlternateNumberFirst,
            Self::DefaultMethod(_) => ProblemCode::DefaultMethod,
            Self::PassNotFound => ProblemCode::PassNotFound,
            Self::PassNeeded => ProblemCode::PassNeeded,
            Self::TooManyRequests(_) => ProblemCode::TooManyRequests,
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
            Self::Unreachable(_) | Self::InTrouble(_) => ProblemCode::DirectoryUnreachable,
            Self::SignedOutHere => ProblemCode::SignedOutHere,
            Self::Throttled { .. } => ProblemCode::Throttled,
            Self::Misconfigured { .. } | Self::NotAccepted(_) => ProblemCode::Misconfigured,
            Self::Misbehaved { .. } | Self::Denied { .. } => ProblemCode::DirectoryMisbehaved,
        }
    }
}

#[cfg(test)]
mod tests;
