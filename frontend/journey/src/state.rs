//! The whole of what the browser knows: when it is, where the person is, and what they see.
//!
//! Begins from what the edge drew ([`State::start`]); moves only through [`crate::next()`].

use contract::{Overview, Start, StartScreen, Timestamp};

use crate::{
    Attempt, Failure, Fault, Route, clock,
    overview::{Flash, Refresh},
    pass::Retirement,
    registration::Registration,
    removal::Removal,
    route,
    sign_in::{Reason, Welcome},
};

/// Everything that decides what is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The edge's clock, as the shell reckons it.
    pub now: Timestamp,
    /// The language of the page (BCP 47).
    pub language: String,
    /// The language that the address asks for, kept in every link.
    pub pinned_language: Option<String>,
    /// Where the person is.
    pub route: Route,
    /// What they see.
    pub screen: Screen,
    pub(crate) attempts: Attempt,
}

/// What the person sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Nobody is signed in.
    Welcome(Welcome),
    /// Someone is signed in.
    SignedIn(Box<SignedIn>),
    /// The page could not be made.
    Failed(Failure),
}

/// What a signed-in person sees.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedIn {
    /// Who, which clocks run, and what is registered.
    pub overview: Overview,
    /// Whether that is being read anew.
    pub refresh: Refresh,
    /// What was just done.
    pub flash: Option<Flash>,
    /// What the person is at.
    pub task: Task,
}

/// What the person is at.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Looking at the overview.
    Overview,
    /// Adding a passkey.
    Registration(Box<Registration>),
    /// Removing a method.
    Removal(Box<Removal>),
    /// Retiring the pass.
    Retirement(Retirement),
    /// At an address that is no page.
    Missing,
}

/// What a screen is about: the focus moves to the heading when it changes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "named after the states that they stand for")]
pub enum Scene {
    Welcome,
    SignedOut,
    PassRetired,
    Expired,
    SignInFailed,
    Failed,
    Overview,
    Explaining,
    RegistrationStepUp,
    Naming,
    InCeremony,
    Saving,
    Unsaved,
    Saved,
    RegistrationStopped,
    RemovalMissing,
    RemovalRefused,
    RemovalStepUp,
    RemovalConfirming,
    NoPass,
    PassNeeded,
    RetirementStepUp,
    RetirementConfirming,
    Missing,
}

impl State {
    /// The state that the edge drew a page for.
    #[must_use]
    pub fn start(start: Start) -> Self {
        let route = Route::parse(&start.address);
        let screen = match start.screen {
            StartScreen::Welcome { account, reason } => {
                let return_to = match &route {
                    Route::Missing => Route::Home,
                    known => known.clone(),
                };
                Screen::Welcome(Welcome::start(account, reason, return_to, start.now))
            }
            StartScreen::SignedIn { overview } => Screen::SignedIn(Box::new(SignedIn {
                task: Task::open(&route, &overview, start.now),
                overview,
                refresh: Refresh::Idle,
                flash: None,
            })),
            StartScreen::Failed { problem } => {
                Screen::Failed(Failure::met(Fault::Problem(problem), start.now))
            }
        };
        Self {
            now: start.now,
            language: start.language,
            pinned_language: route::pinned_language(&start.address),
            route,
            screen,
            attempts: Attempt::default(),
        }
    }

    /// The address of a place, as links write it.
    #[must_use]
    pub fn address(&self, route: &Route) -> String {
        route.address(self.pinned_language.as_deref())
    }

    /// How often the shell should report the time, in milliseconds: each second while one is
    /// shown, otherwise a few times a minute.
    #[must_use]
    pub fn tick_every(&self) -> u32 {
        let now = self.now;
        let waits = |failure: &Failure| failure.seconds_to_wait(now) > 0;
        let shows_seconds = match &self.screen {
            Screen::Welcome(welcome) => {
                matches!(&welcome.reason, Reason::Failed(failure) if waits(failure))
            }
            Screen::Failed(failure) => waits(failure),
            Screen::SignedIn(signed_in) => {
                let is_near = |end: Timestamp| {
                    now < end && now.seconds_until(end) <= clock::SECONDS_SHOWN_BELOW + 20
                };
                is_near(signed_in.overview.session.ends_at)
                    || clock::pass_clock(&signed_in.overview, now)
                        .and_then(|clock| clock.running())
                        .is_some_and(|running| is_near(running.ends_at))
                    || signed_in.failure().is_some_and(waits)
            }
        };
        if shows_seconds { 1_000 } else { 10_000 }
    }

    /// What the screen is about.
    #[must_use]
    pub fn scene(&self) -> Scene {
        match &self.screen {
            Screen::Welcome(welcome) => match welcome.reason {
                Reason::Arrived => Scene::Welcome,
                Reason::SignedOut => Scene::SignedOut,
                Reason::PassRetired => Scene::PassRetired,
                Reason::Expired => Scene::Expired,
                Reason::Failed(_) => Scene::SignInFailed,
            },
            Screen::Failed(_) => Scene::Failed,
            Screen::SignedIn(signed_in) => signed_in.task.scene(),
        }
    }
}

impl SignedIn {
    /// What went wrong last, if it is on the screen.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.task {
            Task::Overview => match &self.refresh {
                Refresh::Failed(failure) => Some(failure),
                Refresh::Idle | Refresh::Reading(_) => None,
            },
            Task::Registration(registration) => match &**registration {
                Registration::Naming(naming) => naming.failure.as_ref(),
                Registration::Unsaved { failure, .. } | Registration::Stopped { failure } => {
                    Some(failure)
                }
                Registration::Explaining
                | Registration::StepUp
                | Registration::InCeremony { .. }
                | Registration::Saving(_)
                | Registration::Saved { .. } => None,
            },
            Task::Removal(removal) => match &**removal {
                Removal::Confirming { failure, .. } => failure.as_ref(),
                Removal::Missing
                | Removal::Refused { .. }
                | Removal::StepUp { .. }
                | Removal::Removing { .. } => None,
            },
            Task::Retirement(Retirement::Confirming { failure }) => failure.as_ref(),
            Task::Retirement(
                Retirement::NoPass
                | Retirement::Needed
                | Retirement::StepUp
                | Retirement::Retiring { .. },
            )
            | Task::Missing => None,
        }
    }
}

impl Task {
    /// What a signed-in person is at who comes to `place`.
    #[must_use]
    pub fn open(route: &Route, overview: &Overview, now: Timestamp) -> Self {
        match route {
            Route::Home => Self::Overview,
            Route::AddPasskey => Self::Registration(Box::new(Registration::open(overview, now))),
            Route::Remove(id) => Self::Removal(Box::new(Removal::open(id, overview, now))),
            Route::RetirePass => Self::Retirement(Retirement::open(overview)),
            Route::Missing => Self::Missing,
        }
    }

    fn scene(&self) -> Scene {
        match self {
            Self::Overview => Scene::Overview,
            Self::Registration(registration) => match &**registration {
                Registration::Explaining => Scene::Explaining,
                Registration::StepUp => Scene::RegistrationStepUp,
                Registration::Naming(_) => Scene::Naming,
                Registration::InCeremony { .. } => Scene::InCeremony,
                Registration::Saving(_) => Scene::Saving,
                Registration::Unsaved { .. } => Scene::Unsaved,
                Registration::Saved { .. } => Scene::Saved,
                Registration::Stopped { .. } => Scene::RegistrationStopped,
            },
            Self::Removal(removal) => match &**removal {
                Removal::Missing => Scene::RemovalMissing,
                Removal::Refused { .. } => Scene::RemovalRefused,
                Removal::StepUp { .. } => Scene::RemovalStepUp,
                Removal::Confirming { .. } | Removal::Removing { .. } => Scene::RemovalConfirming,
            },
            Self::Retirement(retirement) => match retirement {
                Retirement::NoPass => Scene::NoPass,
                Retirement::Needed => Scene::PassNeeded,
                Retirement::StepUp => Scene::RetirementStepUp,
                Retirement::Confirming { .. } | Retirement::Retiring { .. } => {
                    Scene::RetirementConfirming
                }
            },
            Self::Missing => Scene::Missing,
        }
    }
}

#[cfg(test)]
mod tests;
