//! The advice for each fault: which words, and which next step. The words themselves are in the
//! message catalogs.
//!
//! No match here has a wildcard arm: a new problem code without a next step does not compile.

use std::borrow::Cow;

use contract::ProblemCode;

use crate::{CeremonyFault, Fault};

/// What a person is told about a fault: two catalog keys, and a next step that they can take.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Advice {
    /// The catalog key of one short sentence that says what happened.
    pub headline: Cow<'static, str>,
    /// The catalog key of a text that says what it means and what to do.
    pub detail: Cow<'static, str>,
    /// The next step.
    pub action: Action,
}

/// The next step after a fault.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Action {
    /// Try the same again.
    TryAgain,
    /// Sign in again and return to the same page.
    SignInAgain,
    /// Correct what was typed.
    ChangeInput,
    /// Add a passkey first.
    AddPasskey,
    /// Go to the overview.
    GoHome,
    /// Open this page in a browser that can.
    OpenElsewhere,
    /// Reload the page.
    Reload,
    /// Ask the help desk; nothing can be done here.
    AskHelpDesk,
}

impl Advice {
    /// The advice for a fault.
    #[must_use]
    pub fn of(fault: &Fault) -> Self {
        match fault {
            Fault::Problem(problem) => Self {
                headline: Cow::Owned(["problem.", problem.code.as_str(), ".headline"].concat()),
                detail: Cow::Owned(["problem.", problem.code.as_str(), ".detail"].concat()),
                action: action_of_problem(problem.code),
            },
            Fault::Offline => {
                Self::fixed("fault.offline.headline", "fault.offline.detail", Action::TryAgain)
            }
            Fault::TimedOut => {
                Self::fixed("fault.timed-out.headline", "fault.timed-out.detail", Action::TryAgain)
            }
            Fault::Unreadable => Self::fixed(
                "fault.unreadable.headline",
                "fault.unreadable.detail",
                Action::TryAgain,
            ),
            Fault::Ceremony(fault) => of_ceremony(*fault),
        }
    }

    const fn fixed(headline: &'static str, detail: &'static str, action: Action) -> Self {
        Self { headline: Cow::Borrowed(headline), detail: Cow::Borrowed(detail), action }
    }
}

const fn of_ceremony(fault: CeremonyFault) -> Advice {
    match fault {
        CeremonyFault::Declined => Advice::fixed(
            "ceremony.declined.headline",
            "ceremony.declined.detail",
            Action::TryAgain,
        ),
        CeremonyFault::TimedOut => Advice::fixed(
            "ceremony.timed-out.headline",
            "ceremony.timed-out.detail",
            Action::TryAgain,
        ),
        CeremonyFault::RefusedAtOnce => Advice::fixed(
            "ceremony.refused-at-once.headline",
            "ceremony.refused-at-once.detail",
            Action::OpenElsewhere,
        ),
        CeremonyFault::Hidden => {
            Advice::fixed("ceremony.hidden.headline", "ceremony.hidden.detail", Action::TryAgain)
        }
        CeremonyFault::AlreadyRegistered => Advice::fixed(
            "ceremony.already-registered.headline",
            "ceremony.already-registered.detail",
            Action::TryAgain,
        ),
        CeremonyFault::Pending => {
            Advice::fixed("ceremony.pending.headline", "ceremony.pending.detail", Action::TryAgain)
        }
        CeremonyFault::NoAuthenticator => Advice::fixed(
            "ceremony.no-authenticator.headline",
            "ceremony.no-authenticator.detail",
            Action::TryAgain,
        ),
        CeremonyFault::AuthenticatorUnsuitable => Advice::fixed(
            "ceremony.authenticator-unsuitable.headline",
            "ceremony.authenticator-unsuitable.detail",
            Action::TryAgain,
        ),
        CeremonyFault::RelyingPartyMismatch => Advice::fixed(
            "ceremony.relying-party-mismatch.headline",
            "ceremony.relying-party-mismatch.detail",
            Action::AskHelpDesk,
        ),
        CeremonyFault::BrowserUnsupported => Advice::fixed(
            "ceremony.browser-unsupported.headline",
            "ceremony.browser-unsupported.detail",
            Action::OpenElsewhere,
        ),
        CeremonyFault::Unreadable => Advice::fixed(
            "ceremony.unreadable.headline",
            "ceremony.unreadable.detail",
            Action::TryAgain,
        ),
        CeremonyFault::TooLate => Advice::fixed(
            "ceremony.too-late.headline",
            "ceremony.too-late.detail",
            Action::TryAgain,
        ),
        CeremonyFault::Unexplained(_) => Advice::fixed(
            "ceremony.unexplained.headline",
            "ceremony.unexplained.detail",
            Action::TryAgain,
        ),
    }
}

fn action_of_problem(code: ProblemCode) -> Action {
    match code {
        ProblemCode::SignInRequired
        | ProblemCode::StepUpRequired
        | ProblemCode::SignInCancelled
        | ProblemCode::ConsentDeclined
        | ProblemCode::SignInMismatch
        | ProblemCode::SignInExpired
        | ProblemCode::ContinuationOver
        | ProblemCode::PolicySignIn => Action::SignInAgain,
        // Another browser, or a private window, remembers no step that could be left out.
        ProblemCode::StepUpIncomplete => Action::OpenElsewhere,
        ProblemCode::SignInRefused
        | ProblemCode::SignInBlocked
        | ProblemCode::NotAssigned
        | ProblemCode::ConsentRequired
        | ProblemCode::IdentityUnverified
        | ProblemCode::Misconfigured
        | ProblemCode::Forbidden
        | ProblemCode::RegistrationUnavailable
        | ProblemCode::RegistrationWindowOver
        | ProblemCode::MethodUnsupported => Action::AskHelpDesk,
        ProblemCode::AccountInvalid | ProblemCode::NameInvalid => Action::ChangeInput,
        ProblemCode::LastMethod | ProblemCode::PasswordNeeded | ProblemCode::PassNeeded => {
            Action::AddPasskey
        }
        ProblemCode::AlternateNumberFirst
        | ProblemCode::DefaultMethod
        | ProblemCode::MethodNotFound
        | ProblemCode::PassNotFound
        | ProblemCode::NotFound => Action::GoHome,
        ProblemCode::AnotherPerson
        | ProblemCode::Forged
        | ProblemCode::Outdated
        | ProblemCode::LooksUsedUp => Action::Reload,
        // Our own fault, the network's or a newer edge's: trying again may help.
        ProblemCode::RegistrationUnknown
        | ProblemCode::RegistrationExpired
        | ProblemCode::RegistrationRefused
        | ProblemCode::AlreadyRegistered
        | ProblemCode::ProofUnknown
        | ProblemCode::ProofRefused
        | ProblemCode::InvalidRequest
        | ProblemCode::RequestTimeout
        | ProblemCode::TooLarge
        | ProblemCode::VerbNotAllowed
        | ProblemCode::UnsupportedContent
        | ProblemCode::NotListedYet
        | ProblemCode::PolicyLocation
        | ProblemCode::Throttled
        | ProblemCode::TooManyRequests
        | ProblemCode::DirectoryUnreachable
        | ProblemCode::DirectoryMisbehaved
        | ProblemCode::SessionsRemain
        | ProblemCode::SignedOutHere
        | ProblemCode::Broken
        | ProblemCode::Unknown => Action::TryAgain,
    }
}
