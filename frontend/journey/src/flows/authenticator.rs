//! Microsoft Authenticator: install the app, add the account in it, and be noticed here.
//!
//! No call of the directory starts this: the person signs in inside the app, and this page watches the
//! list. A pass that works once and was used here does not work there, which is said first.

use contract::{AuthenticationMethod, MethodKind, Overview, Pass, Timestamp};

use crate::{
    Attempt, Failure, Scene,
    next::{Exit, Tools},
    watch::{self, Awaited, Outcome, Watch, Watcher},
};

/// The step that it is at.
#[derive(Clone, Debug, PartialEq)]
pub enum Authenticator {
    /// The app has to be on the phone.
    Installing,
    /// The pass works once and has been used: the way is the directory's own page, in this browser.
    OnThePage(Box<Watcher>),
    /// The account is added in the app.
    InTheApp(Box<Watcher>),
    /// The directory wants a fresher sign-in before it shows the list.
    StepUp,
    /// It is registered: Authenticator, or a passkey in it.
    Added {
        /// As the list shows it.
        method: AuthenticationMethod,
    },
}

impl Authenticator {
    /// The page on which the app is installed; of someone whose pass is used up, the way that is left.
    #[must_use]
    pub fn open(overview: &Overview, now: Timestamp) -> Self {
        if is_used_up(overview) {
            Self::OnThePage(Watcher::open(Awaited::Authenticator, overview, now))
        } else {
            Self::Installing
        }
    }

    /// The page on which the account is added in the app.
    #[must_use]
    pub fn open_in_the_app(overview: &Overview, now: Timestamp) -> Self {
        match Self::open(overview, now) {
            Self::Installing => {
                Self::InTheApp(Watcher::open(Awaited::Authenticator, overview, now))
            }
            other => other,
        }
    }

    /// Something while it is registered elsewhere.
    pub(crate) const fn is_at_work(&self) -> bool {
        match self {
            Self::OnThePage(watcher) | Self::InTheApp(watcher) => watcher.is_watching(),
            Self::Installing | Self::StepUp | Self::Added { .. } => false,
        }
    }

    pub(crate) fn watched(self, event: watch::Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        let (watcher, watching): (_, fn(_) -> Self) = match self {
            Self::InTheApp(watcher) => (watcher, Self::InTheApp),
            Self::OnThePage(watcher) => (watcher, Self::OnThePage),
            other @ (Self::Installing | Self::StepUp | Self::Added { .. }) => return Ok(other),
        };
        Ok(match watcher.next(event, tools)? {
            Outcome::Watching(watcher) => watching(watcher),
            Outcome::StepUp => Self::StepUp,
            Outcome::Arrived(method) => Self::Added { method },
        })
    }

    /// Time has passed: nothing is opened in this browser, so that the watch begins by itself.
    pub(crate) fn tick(self, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match self {
            Self::InTheApp(watcher) if watcher.watch == Watch::Idle => {
                Self::InTheApp(watcher).watched(watch::Event::Opened, tools)
            }
            other => Ok(other),
        }
    }

    /// The person came back to this page, perhaps from the phone.
    pub(crate) fn resume(&mut self, tools: &mut Tools<'_>) {
        if let Self::InTheApp(watcher) | Self::OnThePage(watcher) = self {
            watcher.resume(tools);
        }
    }

    /// A wait is over: it is time for the next look.
    pub(crate) fn wait_over(&mut self, attempt: Attempt, tools: &mut Tools<'_>) {
        if let Self::InTheApp(watcher) | Self::OnThePage(watcher) = self {
            watcher.wait_over(attempt, tools);
        }
    }

    pub(crate) fn failure(&self) -> Option<&Failure> {
        match self {
            Self::InTheApp(watcher) | Self::OnThePage(watcher) => watcher.failure.as_ref(),
            Self::Installing | Self::StepUp | Self::Added { .. } => None,
        }
    }

    pub(crate) const fn scene(&self) -> Scene {
        match self {
            Self::Installing => Scene::InstallingAuthenticator,
            Self::OnThePage(_) => Scene::AuthenticatorOnThePage,
            Self::InTheApp(_) => Scene::AuthenticatorInTheApp,
            Self::StepUp => Scene::AuthenticatorStepUp,
            Self::Added { method } if is_passkey(method) => Scene::Saved,
            Self::Added { .. } => Scene::AuthenticatorAdded,
        }
    }
}

const fn is_passkey(method: &AuthenticationMethod) -> bool {
    matches!(method.kind, MethodKind::Passkey { .. })
}

/// Whether the app, which asks for a pass, can be given none.
fn is_used_up(overview: &Overview) -> bool {
    overview.pass.as_ref().is_some_and(Pass::is_used_up)
}

#[cfg(test)]
mod tests;
