//! Everything the browser knows: the time, the route, and what the person sees.
//!
//! Starts from what the edge drew ([`State::start`]) and changes only through [`crate::next()`].

use contract::{Overview, ProblemCode, Start, StartScreen, Timestamp};

use crate::{
    Attempt, Browser, Event, Failure, Fault, Later, Route, Scene, Task, address,
    clock::{self, Clock, Clocks, What},
    overview::{Flash, Refresh},
    recommendation::Reason,
    registration,
    sign_in::{self, Welcome},
};

/// All that decides what is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The edge's time, by the shell's estimate.
    pub now: Timestamp,
    /// The language of the page (BCP 47).
    pub language: String,
    /// The language that the address asks for; every link keeps it.
    pub pinned_language: Option<String>,
    /// The route that the address bar shows.
    pub route: Route,
    /// The company's name; empty where none is set.
    pub company: String,
    /// What the person sees.
    pub screen: Screen,
    /// What the browser is, and what it can do.
    pub browser: Browser,
    /// What the person copied last, so that the page can say that it is done.
    pub copied: Option<String>,
    /// The later part of the app, if it is here.
    pub later: Option<Later>,
    pub(crate) attempts: Attempt,
}

/// What the person sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Nobody is signed in.
    Welcome(Welcome),
    /// Someone is signed in.
    SignedIn(Box<SignedIn>),
    /// The edge could not make the page.
    Failed(Failure),
}

/// What a signed-in person sees.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedIn {
    /// Who they are, which clocks run, and what is registered.
    pub overview: Overview,
    /// Whether that is being read again.
    pub refresh: Refresh,
    /// What was just done.
    pub flash: Option<Flash>,
    /// What the person is doing.
    pub task: Task,
    /// Whether the directory has refused the person a passkey in this visit.
    pub is_refused_passkeys: bool,
}

/// A text field of the page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TextField<'a> {
    /// The id of its element.
    pub id: &'static str,
    /// What is in it.
    pub content: &'a str,
    /// Whose it is ([`contract::overview::Person::key`]); nobody's on the first page.
    pub owner: &'a str,
    /// Whether a suggestion stands in it, since nothing was typed: an empty field is news then.
    pub is_suggested: bool,
}

impl SignedIn {
    /// Why the way to sign in that is recommended next is recommended.
    #[must_use]
    pub fn recommendation(&self, browser: &Browser) -> Reason {
        Reason::of(&self.overview, browser, self.is_refused_passkeys)
    }
}

impl State {
    /// The state of the page that the edge drew, for whoever has all of the app.
    #[must_use]
    pub fn start(start: Start) -> Self {
        Self::start_with(start, Some(Later))
    }

    /// The same with the later part of the app, if it is here.
    #[must_use]
    pub fn start_with(start: Start, later: Option<Later>) -> Self {
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
                task: Task::open(&route, &overview, start.now, later),
                overview,
                refresh: Refresh::Idle,
                flash: None,
                is_refused_passkeys: false,
            })),
            StartScreen::Failed { problem } => {
                Screen::Failed(Failure::met(Fault::Problem(problem), start.now))
            }
        };
        Self {
            now: start.now,
            language: start.language,
            pinned_language: address::pinned_language(&start.address),
            route,
            company: start.company,
            screen,
            browser: Browser { keeps_passkeys: start.keeps_passkeys, ..Browser::default() },
            copied: None,
            later,
            attempts: Attempt::default(),
        }
    }

    /// The address of a route, for links and the address bar.
    #[must_use]
    pub fn address(&self, route: &Route) -> String {
        route.address(self.pinned_language.as_deref())
    }

    /// How often the shell should report the time, in milliseconds: every second while seconds are
    /// shown, otherwise a few times a minute.
    #[must_use]
    pub fn tick_every(&self) -> u32 {
        let now = self.now;
        let waits = |failure: &Failure| failure.seconds_to_wait(now) > 0;
        let shows_seconds = match &self.screen {
            Screen::Welcome(welcome) => welcome.failure().is_some_and(waits),
            Screen::Failed(failure) => waits(failure),
            Screen::SignedIn(signed_in) => {
                let is_near = |clock: &Clock| {
                    let shown_below = if clock.what == What::Fresh {
                        clock::LAST_CALL_BELOW
                    } else {
                        clock::SECONDS_SHOWN_BELOW
                    };
                    now.seconds_until(clock.ends_at) <= shown_below + 20
                };
                Clocks::of(signed_in, now).all.iter().any(is_near)
                    || signed_in.failure().is_some_and(waits)
            }
        };
        if shows_seconds { 1_000 } else { 10_000 }
    }

    /// The text field of the screen, if it has one.
    #[must_use]
    pub fn field(&self) -> Option<TextField<'_>> {
        match &self.screen {
            Screen::Welcome(welcome) => Some(TextField {
                id: sign_in::FIELD,
                content: &welcome.account,
                owner: "",
                is_suggested: false,
            }),
            Screen::SignedIn(signed_in) => match &signed_in.task {
                Task::Registration(flow) => flow.naming().map(|naming| TextField {
                    id: registration::FIELD,
                    content: &naming.name,
                    is_suggested: !naming.is_named,
                    owner: &signed_in.overview.person.key,
                }),
                Task::Overview
                | Task::Authenticator(_)
                | Task::Removal(_)
                | Task::Recovery(_)
                | Task::Retirement(_)
                | Task::Missing => None,
            },
            Screen::Failed(_) => None,
        }
    }

    /// Whether the page can be loaded anew without losing a passkey that is being made, or waits on it.
    #[must_use]
    pub fn can_be_loaded_anew(&self) -> bool {
        !matches!(
            self.scene(),
            Scene::InCeremony
                | Scene::Saving
                | Scene::Unsaved
                | Scene::Proving
                | Scene::CheckingProof
        )
    }

    /// Whether a passkey was made and is not saved yet, so that whoever leaves the page should be asked.
    #[must_use]
    pub fn has_unsaved_passkey(&self) -> bool {
        matches!(self.scene(), Scene::Saving | Scene::Unsaved)
    }

    /// The event for a field whose content has changed without anyone typing: a password manager or
    /// an extension may fill it in silence.
    #[must_use]
    pub fn filled(&self, content: &str) -> Option<Event> {
        let field = self.field().filter(|field| field.is_suggested || field.content != content)?;
        Some(match field.id {
            sign_in::FIELD => Event::SignIn(sign_in::Event::AccountTyped(content.to_owned())),
            _ => Event::Registration(registration::Event::NameTyped(content.to_owned())),
        })
    }

    /// What the screen is about.
    #[must_use]
    pub fn scene(&self) -> Scene {
        match &self.screen {
            Screen::Welcome(welcome) => welcome.scene(),
            Screen::Failed(failure) => match failure.fault.code() {
                Some(ProblemCode::StepUpRequired) => Scene::StepUp,
                _ => Scene::Failed,
            },
            Screen::SignedIn(signed_in) => signed_in.task.scene(),
        }
    }
}

impl SignedIn {
    /// What went wrong last, if it is on the screen.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.task {
            Task::Overview => self.refresh.failure(),
            task => task.failure(),
        }
    }
}

#[cfg(test)]
mod tests;
