//! The first page: the account name, why the person is here, and where they return to.
//!
//! Never asks for the pass: the directory's own page does. The browser posts the form itself,
//! with or without this code.

use contract::{AccountFault, ProblemCode, Timestamp, parse_account, start};

use crate::{Effect, Failure, Fault, Route, Scene, recovery::Summary};

/// Something on the first page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// The person typed in the account field; its whole content.
    AccountTyped(String),
    /// The person submitted the form; the whole content of its account field, which something else
    /// than typing may have filled. The browser posts it, unless [`check_account`] wants another
    /// look.
    Submitted(String),
}

/// The id of the element of the account field.
pub const FIELD: &str = "account";

/// The first page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Welcome {
    /// The account name as typed.
    pub account: String,
    /// What is known about it.
    pub check: AccountCheck,
    /// Why the person is here.
    pub reason: Reason,
    /// Where they go after the sign-in.
    pub return_to: Route,
    /// Whether the form is on its way.
    pub submission: Submission,
    /// A passkey that the session has left on a device.
    pub passkey: Option<LeftPasskey>,
}

/// A passkey that nothing more comes of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftPasskey {
    /// The account that it was made for.
    pub account: String,
    /// Whether it certainly opens nothing: it was never handed in. Otherwise nobody knows whether it was saved.
    pub is_useless: bool,
}

/// What is known about the typed account name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AccountCheck {
    /// Nothing yet: it is checked when the form is submitted.
    Unchecked,
    /// It was submitted, and is no account name.
    Faulty(AccountFault),
}

/// Why the first page is shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Reason {
    /// The person just arrived.
    Arrived,
    /// The person signed out.
    SignedOut,
    /// The person retired the pass, which ended the session.
    PassRetired {
        /// What was done until then, where that was the end of a recovery.
        done: Option<Box<Summary>>,
    },
    /// The person retired the pass, and a device was stolen with which somebody may still be signed in.
    SignOutDue {
        /// What was done until then.
        done: Option<Box<Summary>>,
    },
    /// The session ended.
    Expired,
    /// The session ended, and only another pass begins a new one.
    PassOver,
    /// A sign-in failed.
    Failed(Failure),
}

/// Whether the form is on its way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Submission {
    /// It waits for the person.
    Idle,
    /// The browser is leaving for the directory's page.
    Leaving,
}

impl Welcome {
    /// The first page that the edge drew.
    #[must_use]
    pub fn start(
        account: String,
        reason: Option<start::WelcomeReason>,
        return_to: Route,
        now: Timestamp,
    ) -> Self {
        let mut check = AccountCheck::Unchecked;
        let reason = match reason {
            None => Reason::Arrived,
            Some(start::WelcomeReason::SignedOut) => Reason::SignedOut,
            Some(start::WelcomeReason::PassRetired) => Reason::PassRetired { done: None },
            Some(start::WelcomeReason::Expired) => Reason::Expired,
            // A field fault stands beside its field, not above the form.
            Some(start::WelcomeReason::Problem { problem })
                if problem.code == ProblemCode::AccountInvalid =>
            {
                check = check_account(&account);
                if check == AccountCheck::Unchecked {
                    check = AccountCheck::Faulty(AccountFault::Misshapen);
                }
                Reason::Arrived
            }
            Some(start::WelcomeReason::Problem { problem }) => {
                Reason::Failed(Failure::met(Fault::Problem(problem), now))
            }
        };
        Self { account, check, reason, return_to, submission: Submission::Idle, passkey: None }
    }

    /// The first page after a session ended; the sign-in returns to `return_to`.
    #[must_use]
    pub const fn after(reason: Reason, account: String, return_to: Route) -> Self {
        Self {
            account,
            check: AccountCheck::Unchecked,
            reason,
            return_to,
            submission: Submission::Idle,
            passkey: None,
        }
    }

    pub(crate) fn next(&mut self, event: Event, effects: &mut Vec<Effect>) {
        match event {
            Event::AccountTyped(account) => {
                // A complaint goes away when it is answered, and none appears while typing.
                if check_account(&account) == AccountCheck::Unchecked {
                    self.check = AccountCheck::Unchecked;
                }
                effects.push(Effect::KeepTyped(account.clone()));
                self.account = account;
                self.submission = Submission::Idle;
            }
            Event::Submitted(account) => {
                effects.push(Effect::KeepTyped(account.clone()));
                self.account = account;
                self.check = check_account(&self.account);
                if self.check == AccountCheck::Unchecked {
                    self.submission = Submission::Leaving;
                } else {
                    effects.push(Effect::FocusField);
                }
            }
        }
    }

    /// Time has passed: what was done is shown to the person, and not to whoever uses the device next.
    pub(crate) fn tick(&mut self, now: Timestamp) {
        if let Reason::PassRetired { done } | Reason::SignOutDue { done } = &mut self.reason {
            done.take_if(|done| done.is_old(now));
        }
    }

    /// Back on the page, for example with the browser's back button.
    pub(crate) const fn resume(&mut self) {
        self.submission = Submission::Idle;
    }

    pub(crate) const fn failure(&self) -> Option<&Failure> {
        match &self.reason {
            Reason::Failed(failure) => Some(failure),
            Reason::Arrived
            | Reason::SignedOut
            | Reason::PassRetired { .. }
            | Reason::SignOutDue { .. }
            | Reason::Expired
            | Reason::PassOver => None,
        }
    }

    pub(crate) const fn scene(&self) -> Scene {
        match self.reason {
            Reason::Arrived => Scene::Welcome,
            Reason::SignedOut => Scene::SignedOut,
            Reason::PassRetired { .. } => Scene::PassRetired,
            Reason::SignOutDue { .. } | Reason::Expired => Scene::Expired,
            Reason::PassOver => Scene::PassOver,
            Reason::Failed(_) => Scene::SignInFailed,
        }
    }
}

/// What has to be corrected before the browser may post the account; the edge reads it alike.
#[must_use]
pub fn check_account(account: &str) -> AccountCheck {
    parse_account(account).map_or_else(AccountCheck::Faulty, |_| AccountCheck::Unchecked)
}

#[cfg(test)]
mod tests;
