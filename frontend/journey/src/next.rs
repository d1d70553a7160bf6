//! The state machine: the state and the effects that follow from a state and an event.
//!
//! Hands each event to the flow that it belongs to, and acts on how a flow ends. Moves the focus
//! whenever the scene changes.

use contract::{AuthenticationMethod, Factor, MethodId, Overview, Timestamp};

use crate::{
    Attempt, Call, Effect, Event, Later, Route, Scene, Screen, SignedIn, State, Task,
    clock::needs_a_new_pass,
    overview::{self, Flash, Refresh},
    registration,
    sign_in::{LeftPasskey, Reason, Welcome},
};

/// What a flow works with, apart from its own state.
pub(crate) struct Tools<'a> {
    pub(crate) now: Timestamp,
    pub(crate) attempts: &'a mut Attempt,
    pub(crate) overview: &'a mut Overview,
    pub(crate) effects: &'a mut Vec<Effect>,
}

impl Tools<'_> {
    /// Starts a call of the edge, and returns its number. The session lasts longer by it: the edge
    /// notes that to the minute.
    pub(crate) fn call(&mut self, call: Call) -> Attempt {
        let session = &mut self.overview.session;
        let idle_end = self.now.plus_milliseconds(session.idle_milliseconds).plus_minutes(-1);
        session.ends_at = session.ends_at.max(idle_end.min(session.latest_end));
        self.glance(call)
    }

    /// The same for a call that does not count as activity.
    pub(crate) fn glance(&mut self, call: Call) -> Attempt {
        let attempt = self.attempts.advance();
        self.effects.push(Effect::Call { attempt, call });
        attempt
    }

    /// Shows what was read, if it is about the person of this page. Somebody else may have signed in
    /// in another tab: then the page is loaded again, so that it shows theirs from the beginning.
    pub(crate) fn renew(&mut self, overview: Overview) {
        if overview.person.key == self.overview.person.key {
            *self.overview = overview;
        } else {
            self.effects.push(Effect::Reload);
        }
    }

    /// Puts a new method at the top of the list, once. What was registered in this visit lets the
    /// pass end.
    pub(crate) fn add_method(&mut self, method: &AuthenticationMethod) {
        if method.factor == Factor::Alone {
            self.overview.is_proved = true;
            if let Some(pass) = &mut self.overview.pass {
                pass.can_be_ended = true;
            }
        }
        self.overview.methods.retain(|other| other.id != method.id);
        self.overview.methods.insert(0, method.clone());
    }

    /// The person has said that they know their password. Shown at once; what ends the pass may hang on it,
    /// and is read again when the edge has noted it.
    pub(crate) fn note_password(&mut self, is_known: bool) {
        self.overview.knows_password = Some(is_known);
        self.call(overview::wire::answer_password(is_known));
    }

    /// Removes a method from the list. A passkey that was made in this visit is known by its
    /// credential, and the browser need not offer it any more.
    pub(crate) fn remove_method(&mut self, id: &MethodId) {
        self.overview.methods.retain(|method| &method.id != id);
        for passkey in self.overview.new_passkeys.extract_if(.., |passkey| &passkey.method == id) {
            self.effects.push(Effect::SignalUnknownCredential {
                relying_party: passkey.relying_party,
                credential: passkey.credential,
            });
        }
    }
}

/// How a flow ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    /// The session has ended; the first page says why.
    SignedOut(Reason),
    /// The work is done; the overview says what was done.
    Done(Box<Flash>),
    /// The next step is a page of its own.
    To(Route),
}

/// Returns the next state and the effects to carry out. An event that does not fit the state
/// changes nothing.
#[must_use]
pub fn next(mut state: State, event: Event) -> (State, Vec<Effect>) {
    let mut effects = Vec::new();
    let scene = state.scene();
    let heard = match &event {
        Event::Ticked(now) | Event::Resumed(now) => Some(*now),
        Event::Overview(overview::Event::Read { outcome: Ok(overview), .. }) => Some(overview.now),
        _ => None,
    };
    // The clock never goes back, whatever the shell reports.
    state.now = state.now.max(heard.unwrap_or(state.now));
    let now = state.now;
    if let Event::BrowserProbed(browser) = &event {
        state.browser = browser.clone();
    }
    match (state.screen, event) {
        (screen, Event::ReloadChosen) => {
            effects.push(Effect::Reload);
            state.screen = screen;
        }
        (screen, Event::CopyChosen(text)) => {
            state.copied = Some(text.clone());
            effects.push(Effect::Copy(text));
            state.screen = screen;
        }
        (Screen::Welcome(mut welcome), event) => {
            match event {
                Event::SignIn(event) => welcome.next(event, &mut effects),
                Event::Ticked(_) => welcome.tick(now),
                Event::Resumed(_) => {
                    welcome.tick(now);
                    welcome.resume();
                }
                Event::Registration(event)
                    if event.answered().is_some() && welcome.passkey.is_none() =>
                {
                    let account = welcome.account.clone();
                    welcome.passkey = Some(LeftPasskey { account, is_useless: true });
                }
                // The events of the other flows belong to a signed-in person.
                _ => {}
            }
            state.screen = Screen::Welcome(welcome);
        }
        (Screen::SignedIn(mut signed_in), event) => {
            let outcome =
                signed_in.next(event, now, state.later, &mut state.attempts, &mut effects);
            signed_in.is_refused_passkeys |= signed_in.task.is_refused_passkeys();
            signed_in.task.check_browser(&state.browser, now);
            let (screen, route) = match outcome {
                None => (Screen::SignedIn(signed_in), None),
                Some(Move::To(route)) => {
                    signed_in.open(&route, now, state.later, &mut state.attempts, &mut effects);
                    signed_in.task.check_browser(&state.browser, now);
                    signed_in.begin(now, &mut state.attempts, &mut effects);
                    (Screen::SignedIn(signed_in), Some(route))
                }
                Some(Move::At(route)) => (Screen::SignedIn(signed_in), Some(route)),
                Some(Move::Out(mut reason)) => {
                    if matches!(reason, Reason::Expired)
                        && needs_a_new_pass(&signed_in.overview, now)
                    {
                        reason = Reason::PassOver;
                    }
                    let (account, return_to) = match reason {
                        Reason::PassRetired { .. } => (String::new(), Route::Home),
                        Reason::SignOutDue { .. } => {
                            (signed_in.overview.person.account, Route::Recover)
                        }
                        // After an expiry the address stays: the sign-in comes back to it.
                        _ => (signed_in.overview.person.account, state.route.clone()),
                    };
                    let mut welcome = Welcome::after(reason, account, return_to);
                    if matches!(scene, Scene::Unsaved | Scene::Saving) {
                        let account = welcome.account.clone();
                        welcome.passkey = Some(LeftPasskey { account, is_useless: false });
                    }
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
    // What is done is not asked for again by a reload.
    if let Screen::Welcome(welcome) = &state.screen
        && matches!(welcome.reason, Reason::PassRetired { .. } | Reason::SignOutDue { .. })
        && state.route != welcome.return_to
    {
        state.route = welcome.return_to.clone();
        effects.push(Effect::ReplaceRoute(state.route.clone()));
    }
    if state.scene() != scene {
        effects.push(Effect::FocusHeading);
    }
    (state, effects)
}

/// Where a signed-in person goes.
enum Move {
    /// To a page that is to be opened.
    To(Route),
    /// To a page that is open already.
    At(Route),
    Out(Reason),
}

impl SignedIn {
    fn next(
        &mut self,
        event: Event,
        now: Timestamp,
        later: Option<Later>,
        attempts: &mut Attempt,
        effects: &mut Vec<Effect>,
    ) -> Option<Move> {
        if now >= self.overview.session.ends_at {
            let mut tools = Tools { now, attempts, overview: &mut self.overview, effects };
            if !self.refresh.asks_for_the_end(&mut tools) {
                self.task.leave(effects);
                return Some(Move::Out(Reason::Expired));
            }
        }
        match event {
            Event::LinkFollowed(route) => {
                effects.push(Effect::PushRoute(route.clone()));
                return Some(Move::To(route));
            }
            Event::HistoryMoved(route) => return Some(Move::To(route)),
            // A browser that ignored the abort: the passkey is there, and nothing can be made of it.
            Event::Registration(ref event)
                if event.answered().is_some_and(|(attempt, is_whole)| {
                    !self.task.expects_credential(attempt, is_whole)
                }) =>
            {
                // One that may have been saved is not called useless.
                if self.flash != Some(Flash::PasskeyUnsaved) {
                    self.flash = Some(Flash::PasskeyLeft);
                }
                return None;
            }
            // It was saved after the person had left.
            Event::Registration(registration::Event::Finished {
                outcome: Ok(finished), ..
            }) if self.flash == Some(Flash::PasskeyUnsaved) => {
                self.flash = None;
                let mut tools = Tools { now, attempts, overview: &mut self.overview, effects };
                tools.add_method(&finished.method);
                tools.overview.new_passkeys.extend(finished.passkey);
                return None;
            }
            _ => {}
        }
        let offered = self.task.offers(&event, &self.overview);
        if let Some(route) = &offered {
            effects.push(Effect::PushRoute(route.clone()));
            self.open(route, now, later, attempts, effects);
        }
        let mut tools = Tools { now, attempts, overview: &mut self.overview, effects };
        let exit = match event {
            Event::Overview(event) => {
                step(&mut self.refresh, Refresh::Idle, |refresh| refresh.next(event, &mut tools))
            }
            Event::ClockDoubted => {
                self.refresh.again(&mut tools);
                None
            }
            Event::Resumed(now) => {
                if !self.task.is_at_work() {
                    self.refresh.resume(now, &mut tools);
                }
                step(&mut self.task, Task::Missing, |task| task.next(event, &mut tools))
            }
            event => step(&mut self.task, Task::Missing, |task| task.next(event, &mut tools)),
        };
        let Some(exit) = exit else {
            return offered.map(Move::At);
        };
        match exit {
            Exit::SignedOut(reason) => {
                self.task.leave(tools.effects);
                Some(Move::Out(reason))
            }
            Exit::To(route) => {
                self.task = Task::Overview;
                tools.effects.push(Effect::PushRoute(route.clone()));
                self.refresh.again(&mut tools);
                Some(Move::To(route))
            }
            Exit::Done(flash) => {
                self.flash = Some(*flash);
                self.task = Task::Overview;
                tools.effects.push(Effect::ReplaceRoute(Route::Home));
                // What is gone may change what the edge allows, such as the end of the pass.
                self.refresh.anew(&mut tools);
                Some(Move::To(Route::Home))
            }
        }
    }

    /// Begins what needs nothing from the person.
    fn begin(&mut self, now: Timestamp, attempts: &mut Attempt, effects: &mut Vec<Effect>) {
        if let Task::Registration(registration) = &mut self.task {
            registration.tick(&mut Tools { now, attempts, overview: &mut self.overview, effects });
        }
    }

    fn open(
        &mut self,
        route: &Route,
        now: Timestamp,
        later: Option<Later>,
        attempts: &mut Attempt,
        effects: &mut Vec<Effect>,
    ) {
        self.task.leave(effects);
        // What was just done is said once, on the overview.
        if *route != Route::Home && matches!(self.task, Task::Overview) {
            self.flash = None;
        }
        match self.task.scene() {
            // It was handed in, and whether it was saved the list will tell.
            Scene::Unsaved | Scene::Saving => {
                self.flash = Some(Flash::PasskeyUnsaved);
                let mut tools = Tools { now, attempts, overview: &mut self.overview, effects };
                self.refresh.again(&mut tools);
            }
            _ => {}
        }
        self.task = Task::open(route, &self.overview, now, later);
    }
}

/// Advances a flow by value, in its slot. `resting` fills the slot meanwhile, and after an exit.
fn step<S>(slot: &mut S, resting: S, by: impl FnOnce(S) -> Result<S, Exit>) -> Option<Exit> {
    match by(std::mem::replace(slot, resting)) {
        Ok(next) => {
            *slot = next;
            None
        }
        Err(exit) => Some(exit),
    }
}
