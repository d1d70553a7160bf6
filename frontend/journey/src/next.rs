//! The machine: what follows from a state and an event.
//!
//! Hands each event to the flow that it concerns and carries out the flow's way out: the session
//! ended, a method is gone, the pass is retired. Moves the focus whenever the scene changes.

use contract::{AuthenticationMethod, MethodId, Overview, Timestamp};

use crate::{
    Attempt, Effect, Event, Route, Screen, SignedIn, State, Task,
    overview::{Flash, Refresh},
    sign_in::{Reason, Welcome},
};

/// What a flow works with besides its own state.
pub(crate) struct Tools<'a> {
    pub(crate) now: Timestamp,
    pub(crate) attempts: &'a mut Attempt,
    pub(crate) overview: &'a mut Overview,
    pub(crate) effects: &'a mut Vec<Effect>,
}

impl Tools<'_> {
    /// Puts a new method at the top of the list, once.
    pub(crate) fn add_method(&mut self, method: &AuthenticationMethod) {
        self.remove_method(&method.id);
        self.overview.methods.insert(0, method.clone());
    }

    /// Takes a method off the list.
    pub(crate) fn remove_method(&mut self, id: &MethodId) {
        self.overview.methods.retain(|method| &method.id != id);
    }
}

/// How a flow ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    SessionEnded,
    MethodRemoved(Box<AuthenticationMethod>),
    PassRetired,
}

/// The state that follows, and what is to be done. An event that does not fit changes nothing.
#[must_use]
pub fn next(mut state: State, event: Event) -> (State, Vec<Effect>) {
    let mut effects = Vec::new();
    let scene = state.scene();
    let heard = match &event {
        Event::Ticked(now) | Event::Resumed(now) => Some(*now),
        Event::OverviewRead { outcome: Ok(overview), .. } => Some(overview.now),
        _ => None,
    };
    // The clock never goes back, whatever the shell reckons.
    state.now = state.now.max(heard.unwrap_or(state.now));
    let now = state.now;
    match (state.screen, event) {
        (screen, Event::ReloadChosen) => {
            effects.push(Effect::Reload);
            state.screen = screen;
        }
        (Screen::Welcome(mut welcome), event) => {
            welcome.next(event, &mut effects);
            state.screen = Screen::Welcome(welcome);
        }
        (Screen::SignedIn(mut signed_in), event) => {
            let outcome = signed_in.next(event, now, &mut state.attempts, &mut effects);
            let (screen, route) = match outcome {
                None => (Screen::SignedIn(signed_in), None),
                Some(Move::To(route)) => {
                    signed_in.open(&route, now, &mut effects);
                    (Screen::SignedIn(signed_in), Some(route))
                }
                Some(Move::Out(reason, return_to)) => {
                    let account = match reason {
                        Reason::PassRetired => String::new(),
                        _ => signed_in.overview.person.account,
                    };
                    // After an expiry the address stays: the sign-in comes back to it.
                    let return_to = return_to.unwrap_or_else(|| state.route.clone());
                    let welcome = Welcome::after(reason, account, return_to);
                    (Screen::Welcome(welcome), None)
                }
            };
            state.screen = screen;
            if let Some(route) = route {
                state.route = route;
            }
        }
        (screen @ Screen::Failed(_), _) => state.screen = screen,
    }
    if let Screen::Welcome(welcome) = &state.screen
        && welcome.reason == Reason::PassRetired
        && state.route != Route::Home
    {
        state.route = Route::Home;
        effects.push(Effect::ReplaceRoute(Route::Home));
    }
    if state.scene() != scene {
        effects.push(Effect::FocusHeading);
    }
    (state, effects)
}

/// Where a signed-in person goes.
enum Move {
    To(Route),
    Out(Reason, Option<Route>),
}

impl SignedIn {
    fn next(
        &mut self,
        event: Event,
        now: Timestamp,
        attempts: &mut Attempt,
        effects: &mut Vec<Effect>,
    ) -> Option<Move> {
        if now >= self.overview.session.ends_at {
            self.leave(effects);
            return Some(Move::Out(Reason::Expired, None));
        }
        match event {
            Event::LinkFollowed(route) => {
                effects.push(Effect::PushRoute(route.clone()));
                return Some(Move::To(route));
            }
            Event::HistoryMoved(route) => return Some(Move::To(route)),
            _ => {}
        }
        let mut tools = Tools { now, attempts, overview: &mut self.overview, effects };
        let exit = match event {
            Event::OverviewRead { .. } | Event::RefreshChosen | Event::ClockDoubted => {
                step(&mut self.refresh, Refresh::Idle, |refresh| refresh.next(event, &mut tools))
            }
            Event::Resumed(_) if matches!(self.task, Task::Overview) => {
                step(&mut self.refresh, Refresh::Idle, |refresh| refresh.next(event, &mut tools))
            }
            event => step(&mut self.task, Task::Missing, |task| task.next(event, &mut tools)),
        };
        match exit? {
            Exit::SessionEnded => Some(Move::Out(Reason::Expired, None)),
            Exit::PassRetired => Some(Move::Out(Reason::PassRetired, Some(Route::Home))),
            Exit::MethodRemoved(method) => {
                self.flash = Some(Flash::MethodRemoved(*method));
                self.task = Task::Overview;
                effects.push(Effect::ReplaceRoute(Route::Home));
                Some(Move::To(Route::Home))
            }
        }
    }

    fn open(&mut self, route: &Route, now: Timestamp, effects: &mut Vec<Effect>) {
        self.leave(effects);
        if *route != Route::Home {
            self.flash = None;
        }
        self.task = Task::open(route, &self.overview, now);
    }

    fn leave(&self, effects: &mut Vec<Effect>) {
        if let Task::Registration(registration) = &self.task {
            registration.leave(effects);
        }
    }
}

impl Task {
    fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match self {
            Self::Registration(registration) => registration
                .next(event, tools)
                .map(|registration| Self::Registration(Box::new(registration))),
            Self::Removal(removal) => {
                removal.next(event, tools).map(|removal| Self::Removal(Box::new(removal)))
            }
            Self::Retirement(retirement) => retirement.next(event, tools).map(Self::Retirement),
            unchanged @ (Self::Overview | Self::Missing) => Ok(unchanged),
        }
    }
}

/// Moves a machine by value in its place; `resting` stands there meanwhile and after its end.
fn step<S>(slot: &mut S, resting: S, by: impl FnOnce(S) -> Result<S, Exit>) -> Option<Exit> {
    match by(std::mem::replace(slot, resting)) {
        Ok(next) => {
            *slot = next;
            None
        }
        Err(exit) => Some(exit),
    }
}
