//! The one component with state: hands events to the journey and carries out its effects.
//!
//! Decides nothing itself.

use std::{cell::RefCell, rc::Rc};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use intl::{IntlFormat, Locale};
use journey::{Effect, Event, Later, Screen, State, next, overview};
use views::{Catalog, Dispatch, View};
use web_sys::Element;
use yew::{Callback, Component, Context, Html, Properties};

use crate::{
    beside::Beside,
    clock::Clock,
    effects::{
        self, Answers,
        credentials::{self, Ceremony},
        focus::{self, Held},
        location,
    },
    later,
    listeners::{self, Listeners, PageEvent, is_visible},
    task::soon,
};

/// What the edge drew, with everything needed to continue from it.
pub(crate) struct Page {
    pub(crate) state: State,
    pub(crate) locale: Locale,
    pub(crate) catalog: Rc<Catalog>,
    /// Where the later part of the app is.
    pub(crate) later: later::Later,
    pub(crate) clock: Clock,
}

/// The properties of the shell: the page that it takes over, and where it draws until it does.
#[derive(Clone, Properties)]
pub(crate) struct ShellProps {
    pub(crate) page: Rc<Page>,
    pub(crate) root: Element,
}

impl PartialEq for ShellProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.page, &other.page)
    }
}

/// What wakes the shell.
pub(crate) enum Message {
    Happened(Event),
    Resumed,
    TickDue,
    DrawMore,
    LaterCame(Option<Catalog>),
}

/// The later part of the app: its words and its code.
enum LaterPart {
    At(later::Later),
    Coming(later::Later),
    Here,
}

/// The shell.
pub(crate) struct Shell {
    /// Absent only while the journey works on it.
    state: Option<State>,
    catalog: Rc<Catalog>,
    later: LaterPart,
    /// What was drawn last with all that it needs.
    shown: RefCell<Html>,
    /// The page while it is not in the document yet.
    beside: Option<Beside>,
    /// Where the person was in the page of the edge, until that is restored.
    held: Option<Held>,
    format: IntlFormat,
    dispatch: Dispatch,
    clock: Clock,
    ceremony: Ceremony,
    tick: Option<Timeout>,
    after_drawing: Vec<Effect>,
    title: String,
    /// What the field of the page held when it was drawn last.
    drawn: Option<String>,
    /// Asks whoever leaves the page, while a passkey is not saved yet.
    leaving: Option<EventListener>,
    /// None until the page is in the document: what is pressed before is the browser's to follow.
    _listeners: Option<Listeners>,
}

impl Component for Shell {
    type Message = Message;
    type Properties = ShellProps;

    fn create(ctx: &Context<Self>) -> Self {
        let page = &ctx.props().page;
        Self {
            state: Some(page.state.clone()),
            catalog: page.catalog.clone(),
            later: LaterPart::At(page.later.clone()),
            shown: RefCell::default(),
            beside: Some(Beside::of(ctx.props().root.clone())),
            held: None,
            format: IntlFormat::of(&page.locale),
            dispatch: Dispatch {
                send: ctx.link().callback(Message::Happened),
                content: Callback::from(|id| focus::content(id).unwrap_or_default()),
            },
            clock: page.clock,
            ceremony: Ceremony::default(),
            tick: None,
            after_drawing: Vec::new(),
            title: String::new(),
            drawn: None,
            leaving: None,
            _listeners: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let mut moves_in = false;
        let event = match message {
            Message::TickDue => {
                self.tick = None;
                if !is_visible() {
                    return false;
                }
                if self.clock.is_doubtful() {
                    ctx.link().send_message(Message::Happened(Event::ClockDoubted));
                }
                Event::Ticked(self.clock.now())
            }
            // It goes on when that is here.
            Message::DrawMore if self.lacks_later() => return false,
            Message::DrawMore => match self.beside.as_mut().map(Beside::goes_on) {
                Some(true) => return true,
                Some(false) => {
                    moves_in = true;
                    Event::Ticked(self.clock.now())
                }
                None => return false,
            },
            Message::LaterCame(Some(words)) => {
                self.catalog = Rc::new(self.catalog.unread().and_later(&words));
                self.later = LaterPart::Here;
                let Some(state) = &mut self.state else { return false };
                let opens_page = state.lacks_later();
                state.later = Some(Later);
                if !opens_page {
                    return true;
                }
                Event::HistoryMoved(state.route.clone())
            }
            // The page of the edge stays as it is.
            Message::LaterCame(None) if self.beside.is_some() => return false,
            // The edge has everything, and the address bar shows the page that lacks it.
            Message::LaterCame(None) if self.lacks_later() => {
                location::reload();
                return false;
            }
            // Nothing needs it any more: the next that does asks again.
            Message::LaterCame(None) => {
                if let LaterPart::Coming(later) = &self.later {
                    self.later = LaterPart::At(later.clone());
                }
                return false;
            }
            // To another place of the page, such as its foot.
            Message::Happened(Event::HistoryMoved(route))
                if self.state.as_ref().is_some_and(|state| state.route == route) =>
            {
                return false;
            }
            Message::Resumed => Event::Resumed(self.clock.now()),
            Message::Happened(event) => event,
        };
        if let Event::Overview(overview::Event::Read { outcome: Ok(overview), .. }) = &event {
            self.clock = Clock::synchronized(overview.now);
        }
        let Some(state) = self.state.take() else {
            return false;
        };
        if !matches!(state.screen, Screen::SignedIn(_)) && leaves(&state, &event) {
            self.state = Some(state);
            return false;
        }
        // What the history moved away from is gone, and what it moved to has a field of its own.
        let comes_back = matches!(event, Event::HistoryMoved(_));
        let (mut state, found) =
            if comes_back { (state, Vec::new()) } else { self.read_field(state) };
        // What is kept belongs to the field that it was found in.
        for effect in found {
            self.run(ctx, &state, effect);
        }
        let mut effects = Vec::new();
        // A click may come seconds after the last tick, and a prompt must not outlive the session.
        if event.needs_the_time() {
            let (ticked, more) = next(state, Event::Ticked(self.clock.now()));
            state = ticked;
            effects.extend(more);
        }
        let (mut state, more) = next(state, event);
        effects.extend(more);
        if comes_back
            && let Some(kept) = state.field().and_then(|field| location::kept(&field))
            && let Some(event) = state.filled(&kept)
        {
            state = next(state, event).0;
        }
        self.schedule_tick(ctx, &state);
        for effect in effects {
            self.run(ctx, &state, effect);
        }
        self.state = Some(state);
        // What the field of the edge's page held was read above.
        if moves_in {
            self.held = self.beside.take().and_then(|beside| beside.move_in());
        }
        // What is drawn is the page of before until the later part is here; it would be written over what
        // is typed in it meanwhile.
        !self.is_waiting_for_later()
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let mut drawn = self.state.as_ref().map_or_else(Html::default, |state| {
            views::app(&View {
                state,
                words: &self.catalog,
                format: &self.format,
                dispatch: &self.dispatch,
            })
        });
        if let Some(beside) = &self.beside {
            beside.shorten(&mut drawn);
        }
        if !self.lacks_later() {
            *self.shown.borrow_mut() = drawn;
        }
        self.shown.borrow().clone()
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let Some(state) = &self.state else {
            return;
        };
        if self.lacks_later() {
            if let LaterPart::At(later) = &self.later {
                let later = later.clone();
                self.later = LaterPart::Coming(later.clone());
                let came = ctx.link().callback(Message::LaterCame);
                wasm_bindgen_futures::spawn_local(async move {
                    came.emit(later::fetch(later).await);
                });
            }
            return;
        }
        self.drawn = state.field().and_then(|field| match self.beside {
            Some(_) => Some(field.content.to_owned()),
            // Includes a suggested name.
            None => focus::content(field.id),
        });
        if self.beside.is_some() {
            let link = ctx.link().clone();
            soon(move || link.send_message(Message::DrawMore));
            return;
        }
        if let Some(held) = self.held.take() {
            held.restore();
            self._listeners = Listeners::start(&ctx.link().callback(|event| match event {
                PageEvent::Happened(event) => Message::Happened(event),
                PageEvent::Resumed => Message::Resumed,
            }));
            location::mark_as_taken_over();
            credentials::probe_device(Answers(ctx.link().callback(Message::Happened)));
        } else if !focus::is_shown(&ctx.props().root) && state.can_be_loaded_anew() {
            // Something took it out of the page or put a copy in its place, and nobody sees what is drawn.
            location::start_again();
        }
        if state.has_unsaved_passkey() != self.leaving.is_some() {
            self.leaving =
                if self.leaving.is_none() { listeners::ask_before_leaving() } else { None };
        }
        let title = views::title(state, &self.catalog);
        if self.title != *title {
            self.title = title.to_string();
            location::entitle(&self.title);
        }
        for effect in self.after_drawing.drain(..) {
            match effect {
                Effect::FocusHeading => focus::heading(),
                _ => focus::field(),
            }
        }
    }
}

impl Shell {
    /// Whether the screen needs words or code that are not here yet: until they are, the one before stays.
    fn lacks_later(&self) -> bool {
        !matches!(self.later, LaterPart::Here)
            && (self.catalog.has_reached_later()
                || self.state.as_ref().is_some_and(State::lacks_later))
    }

    /// Whether what the screen needs is under way.
    fn is_waiting_for_later(&self) -> bool {
        matches!(self.later, LaterPart::Coming(_)) && self.lacks_later()
    }

    fn run(&mut self, ctx: &Context<Self>, state: &State, effect: Effect) {
        let answers = Answers(ctx.link().callback(Message::Happened));
        match effect {
            Effect::FocusHeading | Effect::FocusField => self.after_drawing.push(effect),
            Effect::CreateCredential { attempt, options } => {
                self.ceremony.create(attempt, &options, answers);
            }
            Effect::GetCredential { attempt, options } => {
                self.ceremony.get(attempt, &options, answers);
            }
            Effect::SignalUnknownCredential { relying_party, credential } => {
                credentials::signal_unknown(&relying_party, &credential);
            }
            Effect::AbortCeremony => self.ceremony.abort(),
            Effect::PushRoute(route) => location::push(&state.address(&route)),
            Effect::ReplaceRoute(route) => location::replace(&state.address(&route)),
            Effect::KeepTyped(content) => location::keep(state.field(), &content),
            Effect::Copy(text) => location::copy(&text),
            Effect::Reload => location::reload(),
            Effect::Wait { attempt, milliseconds } => {
                let due = move || answers.0.emit(Event::Waited { attempt });
                let _ = Timeout::new(milliseconds, due).forget();
            }
            Effect::Call { attempt, call } => effects::calls::start(attempt, call, state, answers),
        }
    }

    /// Takes in what the field of the page holds, if it has changed since it was drawn without an
    /// event that says so; the next drawing would wipe it.
    fn read_field(&self, state: State) -> (State, Vec<Effect>) {
        let content = state.field().and_then(|field| match self.beside {
            Some(_) => focus::typed(field.id),
            None => focus::content(field.id),
        });
        match content.filter(|content| self.drawn.as_ref().is_some_and(|drawn| drawn != content)) {
            Some(content) => match state.filled(&content) {
                Some(event) => next(state, event),
                None => (state, Vec::new()),
            },
            None => (state, Vec::new()),
        }
    }

    fn schedule_tick(&mut self, ctx: &Context<Self>, state: &State) {
        if self.tick.is_none() && is_visible() {
            let due = ctx.link().callback(|()| Message::TickDue);
            self.tick = Some(Timeout::new(state.tick_every(), move || due.emit(())));
        }
    }
}

/// Without a session the edge draws every page: navigates there, and says whether it did.
fn leaves(state: &State, event: &Event) -> bool {
    match event {
        Event::LinkFollowed(route) => location::visit(&state.address(route)),
        Event::HistoryMoved(_) => location::reload(),
        _ => return false,
    }
    true
}
