//! The list of the flows: for each one its events, its route and its task.
//!
//! A new flow is entered here, and what is forgotten does not compile. Decides nothing: each flow
//! does so in its own file.

pub mod authenticator;
pub mod overview;
pub mod pass;
pub mod proof;
pub mod recovery;
pub mod registration;
pub mod removal;
pub mod sign_in;
pub mod watch;

use contract::{MethodId, Overview, Timestamp, routes};

use self::{
    authenticator::Authenticator, pass::Retirement, recovery::Recovery, registration::Registration,
    removal::Removal,
};
use crate::{
    Attempt, Browser, Effect, Failure, Later, Scene, address,
    next::{Exit, Tools},
};

/// Something that happened. Events are in the past tense and carry what they brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The edge's clock has moved on, by the shell's estimate.
    Ticked(Timestamp),
    /// The person came back to the page, or the network came back.
    Resumed(Timestamp),
    /// The app took the page over in this browser.
    BrowserProbed(Browser),
    /// The machine may have slept: the edge's time must be read again.
    ClockDoubted,
    /// A wait is over.
    Waited {
        /// The attempt that waited.
        attempt: Attempt,
    },
    /// The person followed a link of this app.
    LinkFollowed(Route),
    /// The person went back or forward in the history.
    HistoryMoved(Route),
    /// The person asked to reload the page.
    ReloadChosen,
    /// The person asked to copy this text.
    CopyChosen(String),
    /// Something on the first page.
    SignIn(sign_in::Event),
    /// Something about reading the overview again.
    Overview(overview::Event),
    /// Something in the registration of a passkey.
    Registration(registration::Event),
    /// Something in the proof of a new passkey.
    Proof(proof::Event),
    /// Something while a method is registered elsewhere.
    Watch(watch::Event),
    /// Something in the removal of a method.
    Removal(removal::Event),
    /// Something in the recovery from a lost device.
    Recovery(recovery::Event),
    /// Something in the retirement of the pass.
    Retirement(pass::Event),
}

impl Event {
    /// Whether what follows depends on the very second, so that the time must be told before.
    #[must_use]
    pub const fn needs_the_time(&self) -> bool {
        matches!(self, Self::Registration(registration::Event::Confirmed))
    }
}

/// A page of the app.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Route {
    /// The overview.
    Home,
    /// Adding a passkey.
    AddPasskey,
    /// Adding Microsoft Authenticator: the app has to be on the phone.
    AddAuthenticator,
    /// Adding Microsoft Authenticator: the account, in the app.
    AddAccountInApp,
    /// Adding a passkey on another device.
    OtherDevice,
    /// Removing one method.
    Remove(MethodId),
    /// Recovering from a lost device.
    Recover,
    /// Retiring the pass.
    RetirePass,
    /// The person's sessions, a page that the edge draws alone.
    Sessions,
    /// Why no passkey can be added, a page that the edge draws alone.
    Why,
    /// An address that is no page of the app.
    Missing,
}

impl Route {
    /// The route with this path and query. An address that cannot be read is [`Route::Missing`].
    #[must_use]
    pub fn parse(address: &str) -> Self {
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        match path {
            routes::HOME => Self::Home,
            routes::ADD_PASSKEY => Self::AddPasskey,
            routes::ADD_AUTHENTICATOR => Self::AddAuthenticator,
            routes::ADD_ACCOUNT_IN_APP => Self::AddAccountInApp,
            routes::OTHER_DEVICE => Self::OtherDevice,
            routes::REMOVE => match address::parameter(query, routes::METHOD_QUERY) {
                Some(id) if !id.is_empty() => Self::Remove(MethodId(id)),
                _ => Self::Missing,
            },
            routes::RECOVER => Self::Recover,
            routes::RETIRE_PASS => Self::RetirePass,
            routes::SESSIONS => Self::Sessions,
            routes::WHY => Self::Why,
            _ => Self::Missing,
        }
    }

    /// The path and query, with the pinned language; [`Route::Missing`] has those of the overview.
    #[must_use]
    pub fn address(&self, pinned_language: Option<&str>) -> String {
        let mut address = String::from(match self {
            Self::Home | Self::Missing => routes::HOME,
            Self::AddPasskey => routes::ADD_PASSKEY,
            Self::AddAuthenticator => routes::ADD_AUTHENTICATOR,
            Self::AddAccountInApp => routes::ADD_ACCOUNT_IN_APP,
            Self::OtherDevice => routes::OTHER_DEVICE,
            Self::Remove(_) => routes::REMOVE,
            Self::Recover => routes::RECOVER,
            Self::RetirePass => routes::RETIRE_PASS,
            Self::Sessions => routes::SESSIONS,
            Self::Why => routes::WHY,
        });
        let mut separator = '?';
        if let Self::Remove(id) = self {
            address::push_parameter(&mut address, &mut separator, routes::METHOD_QUERY, &id.0);
        }
        if let Some(language) = pinned_language {
            address::push_parameter(&mut address, &mut separator, routes::LANGUAGE_QUERY, language);
        }
        address
    }
}

/// What a signed-in person is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// Looking at the overview.
    Overview,
    /// Adding a passkey.
    Registration(Box<Registration>),
    /// Adding Microsoft Authenticator.
    Authenticator(Authenticator),
    /// Removing a method.
    Removal(Box<Removal>),
    /// Recovering from a lost device.
    Recovery(Box<Recovery>),
    /// Retiring the pass.
    Retirement(Retirement),
    /// Looking at an address that is no page of the app.
    Missing,
}

impl Task {
    /// The task that `route` opens for a signed-in person: the overview until the code of the others is
    /// here.
    #[must_use]
    pub fn open(route: &Route, overview: &Overview, now: Timestamp, later: Option<Later>) -> Self {
        match (route, later) {
            (Route::Home, _) | (_, None) => Self::Overview,
            (route, Some(Later)) => Self::open_later(route, overview, now),
        }
    }

    #[inline(never)] // In the later module.
    fn open_later(route: &Route, overview: &Overview, now: Timestamp) -> Self {
        match route {
            Route::Home => Self::Overview,
            Route::AddPasskey => Self::Registration(Box::new(Registration::open(overview, now))),
            Route::AddAuthenticator => Self::Authenticator(Authenticator::open(overview, now)),
            Route::AddAccountInApp => {
                Self::Authenticator(Authenticator::open_in_the_app(overview, now))
            }
            Route::OtherDevice => {
                Self::Registration(Box::new(Registration::open_elsewhere(overview, now)))
            }
            Route::Remove(id) => Self::Removal(Box::new(Removal::open(id, overview, now))),
            Route::Recover => Self::Recovery(Box::new(Recovery::open(overview))),
            Route::RetirePass => Self::Retirement(Retirement::open(overview, now)),
            Route::Sessions | Route::Why | Route::Missing => Self::Missing,
        }
    }

    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match self {
            Self::Overview => Ok(Self::Overview),
            task => task.next_later(event, tools),
        }
    }

    #[inline(never)] // In the later module.
    fn next_later(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        Ok(match (self, event) {
            (Self::Registration(flow), Event::Registration(event)) => {
                Self::Registration(Box::new(flow.next(event, tools)?))
            }
            (Self::Registration(flow), Event::Proof(event)) => {
                Self::Registration(Box::new(flow.prove(event, tools)?))
            }
            (Self::Registration(mut flow), Event::Ticked(_)) => {
                flow.tick(tools);
                Self::Registration(flow)
            }
            (Self::Registration(mut flow), Event::Resumed(_)) => {
                flow.resume(tools);
                Self::Registration(flow)
            }
            (Self::Registration(mut flow), Event::Waited { attempt }) => {
                flow.wait_over(attempt, tools);
                Self::Registration(flow)
            }
            (Self::Registration(flow), Event::Watch(event)) => {
                Self::Registration(Box::new(flow.watched(event, tools)?))
            }
            (Self::Authenticator(flow), Event::Watch(event)) => {
                Self::Authenticator(flow.watched(event, tools)?)
            }
            (Self::Authenticator(flow), Event::Ticked(_)) => Self::Authenticator(flow.tick(tools)?),
            (Self::Authenticator(mut flow), Event::Resumed(_)) => {
                flow.resume(tools);
                Self::Authenticator(flow)
            }
            (Self::Authenticator(mut flow), Event::Waited { attempt }) => {
                flow.wait_over(attempt, tools);
                Self::Authenticator(flow)
            }
            (Self::Removal(flow), Event::Removal(event)) => {
                Self::Removal(Box::new(flow.next(event, tools)?))
            }
            (Self::Recovery(mut flow), Event::Recovery(event)) => {
                flow.next(event, tools)?;
                Self::Recovery(flow)
            }
            (Self::Retirement(flow), Event::Retirement(event)) => {
                Self::Retirement(flow.next(event, tools)?)
            }
            // A shared event that the open flow has no use for, or a late one of a flow that the
            // person has left.
            (
                unchanged,
                Event::Ticked(_)
                | Event::Resumed(_)
                | Event::BrowserProbed(_)
                | Event::ClockDoubted
                | Event::Waited { .. }
                | Event::LinkFollowed(_)
                | Event::HistoryMoved(_)
                | Event::ReloadChosen
                | Event::CopyChosen(_)
                | Event::SignIn(_)
                | Event::Overview(_)
                | Event::Registration(_)
                | Event::Proof(_)
                | Event::Watch(_)
                | Event::Removal(_)
                | Event::Recovery(_)
                | Event::Retirement(_),
            ) => unchanged,
        })
    }

    /// The page of another flow whose act this page offers, so that nobody has to go there first.
    pub(crate) fn offers(&self, event: &Event, overview: &Overview) -> Option<Route> {
        let is_next = |step| overview.recovery.is_some() && recovery::Step::next(overview) == step;
        match (self, event) {
            (Self::Registration(flow), Event::Recovery(recovery::Event::RemovalConfirmed)) => {
                let is_saved = matches!(flow.scene(), Scene::Saved | Scene::Proved);
                (is_saved && is_next(recovery::Step::Remove)).then_some(Route::Recover)
            }
            (Self::Recovery(flow), Event::Retirement(pass::Event::Confirmed)) => {
                (flow.is_at_steps() && is_next(recovery::Step::EndPass))
                    .then_some(Route::RetirePass)
            }
            _ => None,
        }
    }

    /// Whether it speaks with the edge or the authenticator by itself, so that it learns of an ended
    /// session anyway.
    pub(crate) fn is_at_work(&self) -> bool {
        match self {
            Self::Registration(flow) => flow.is_at_work(),
            Self::Authenticator(flow) => flow.is_at_work(),
            // A list that is read meanwhile would tell how it was before.
            Self::Removal(flow) => matches!(**flow, Removal::Removing { .. }),
            Self::Recovery(flow) => flow.attempt.is_some(),
            Self::Retirement(flow) => matches!(flow, Retirement::Retiring { .. }),
            Self::Overview | Self::Missing => false,
        }
    }

    /// Ends what must not go on after the person has left.
    pub(crate) fn leave(&self, effects: &mut Vec<Effect>) {
        match self {
            Self::Registration(flow) => flow.leave(effects),
            Self::Overview
            | Self::Authenticator(_)
            | Self::Removal(_)
            | Self::Recovery(_)
            | Self::Retirement(_)
            | Self::Missing => {}
        }
    }

    /// Stops what this browser cannot do, before anything is asked of the person.
    pub(crate) fn check_browser(&mut self, browser: &Browser, now: Timestamp) {
        if let Self::Registration(flow) = self
            && !browser.makes_passkeys
        {
            flow.stop_without_passkeys(now);
        }
    }

    /// Whether the directory has refused the person a passkey, once and for all.
    pub(crate) fn is_refused_passkeys(&self) -> bool {
        matches!(self, Self::Registration(flow) if flow.is_refused())
    }

    /// Whether the flow has a use for the credential of this ceremony, early or late.
    pub(crate) fn expects_credential(&self, attempt: Attempt, is_whole: bool) -> bool {
        match self {
            Self::Registration(flow) => flow.expects_credential(attempt, is_whole),
            Self::Overview
            | Self::Authenticator(_)
            | Self::Removal(_)
            | Self::Recovery(_)
            | Self::Retirement(_)
            | Self::Missing => false,
        }
    }

    /// What went wrong last, if it is on the screen.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Registration(flow) => flow.failure(),
            Self::Authenticator(flow) => flow.failure(),
            Self::Removal(flow) => flow.failure(),
            Self::Recovery(flow) => flow.failure(),
            Self::Retirement(flow) => flow.failure(),
            Self::Overview | Self::Missing => None,
        }
    }

    pub(crate) fn scene(&self) -> Scene {
        match self {
            Self::Overview => Scene::Overview,
            Self::Registration(flow) => flow.scene(),
            Self::Authenticator(flow) => flow.scene(),
            Self::Removal(flow) => flow.scene(),
            Self::Recovery(flow) => flow.scene(),
            Self::Retirement(flow) => flow.scene(),
            Self::Missing => Scene::Missing,
        }
    }
}
