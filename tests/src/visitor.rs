//! A person at a browser in the [`crate::world`]: does things, and has every effect carried out.
//!
//! Each call travels as JSON in both directions, as it does over the network.

use std::{collections::VecDeque, rc::Rc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    proof::RequestOptions,
    registration::CreationOptions,
    routes::{self, ChangeCall},
};
use gateway::{Change, Gateway, session, sign_in::SignedIn};
use journey::{
    Call, CeremonyFault, Effect, Event, Fault, Screen, State,
    proof::{self, Assertion},
    registration::{self, Credential},
    wire::{self, Json},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    authenticator::SoftwareAuthenticator,
    password_pages::PasswordBrowser,
    world::{APP_ORIGIN, Edge, Surroundings},
};

/// Someone with a browser, an authenticator and, after signing in, a session.
pub struct Visitor {
    /// What the browser knows.
    pub state: State,
    /// The session cookie's value.
    pub cookie: Option<String>,
    /// The authenticator in their hand.
    pub authenticator: SoftwareAuthenticator,
    /// What the next ceremony ends with, instead of a credential.
    pub declines: Option<CeremonyFault>,
    /// How many answers of the edge get lost on their way to the browser from now on.
    pub lost_answers: usize,
    /// Every effect so far.
    pub effects: Vec<Effect>,
    /// Every state that something led to so far.
    pub states: Vec<State>,
    edge: Rc<Edge>,
}

impl Visitor {
    /// Opens the place without a session.
    pub async fn stranger(edge: &Rc<Edge>, address: &str) -> Self {
        let state = State::start(edge.start(address, None).await);
        Self {
            state,
            cookie: None,
            authenticator: SoftwareAuthenticator::new(),
            declines: None,
            lost_answers: 0,
            effects: Vec::new(),
            states: Vec::new(),
            edge: Rc::clone(edge),
        }
    }

    /// Signs in with the pass that the person got, and comes to the place.
    pub async fn signed_in(edge: &Rc<Edge>, account: &str, address: &str) -> Self {
        let mut visitor = Self::stranger(edge, address).await;
        visitor.signs_in(account, address).await;
        visitor
    }

    /// Signs in (again), and comes to the place that the edge sends them to.
    pub async fn signs_in(&mut self, account: &str, address: &str) {
        let pass = self.edge.pass_of(account);
        self.types_the_pass(account, &pass, address).await;
    }

    /// Signs in with this pass, and comes to the place that the edge sends them to.
    ///
    /// # Panics
    /// When the sign-in does not work.
    pub async fn types_the_pass(&mut self, account: &str, pass: &str, address: &str) {
        let signed_in = self.edge.sign_in(account, pass, address).await;
        self.comes_back(signed_in.expect("the sign-in works")).await;
    }

    /// Signs in again for a change; at the directory `finisher` types their account and pass.
    pub async fn steps_up(&mut self, account: &str, finisher: &str, address: &str) {
        let signed_in = self.edge.step_up(self.cookie.as_deref(), account, finisher, address).await;
        self.comes_back(signed_in.expect("the sign-in works")).await;
    }

    /// Signs in, or again for a change, with the password and in this browser.
    ///
    /// # Panics
    /// When the gateway refuses what the directory answers.
    pub async fn types_the_password(
        &mut self,
        account: &str,
        browser: &mut PasswordBrowser,
        address: &str,
    ) {
        let cookie = self.cookie.as_deref();
        let signed_in = self.edge.step_up_with_password(cookie, account, browser, address).await;
        self.comes_back(signed_in.expect("the sign-in works")).await;
    }

    async fn comes_back(&mut self, signed_in: SignedIn) {
        self.cookie = Some(signed_in.session.expose().to_owned());
        let start = self.edge.start(&signed_in.return_to, Some(&signed_in.session)).await;
        self.state = State::start(start);
    }

    /// Loads the page at this place anew.
    pub async fn opens(&mut self, address: &str) {
        let gateway = self.edge.gateway();
        let session = session::open(&gateway, self.cookie.as_deref()).await.ok();
        let id = session.map(|session| session.id().clone());
        self.state = State::start(self.edge.start(address, id.as_ref()).await);
    }

    /// Does one thing, and has everything done that follows from it.
    pub async fn does(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        let mut steps = 0;
        while let Some(event) = events.pop_front() {
            steps += 1;
            assert!(steps < 200, "the journey never comes to rest: {event:?}");
            let ticked = Event::Ticked(self.edge.now());
            for event in [ticked, event] {
                let (state, effects) = journey::next(self.state.clone(), event);
                self.state = state;
                self.states.push(self.state.clone());
                for effect in effects {
                    self.effects.push(effect.clone());
                    events.extend(self.carry_out(effect).await);
                }
            }
        }
    }

    async fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        Some(match effect {
            Effect::Call { attempt, call } => {
                let answer = self.call(&call).await;
                call.answered(attempt, answer)
            }
            Effect::CreateCredential { attempt, options } => {
                let options: CreationOptions = parsed(&value(&options.0).to_string());
                let outcome = match self.declines.take() {
                    Some(fault) => Err(fault),
                    None => self
                        .authenticator
                        .create(APP_ORIGIN, &options)
                        .await
                        .map(Credential)
                        .map_err(|_| CeremonyFault::AlreadyRegistered),
                };
                Event::Registration(registration::Event::CredentialCreated { attempt, outcome })
            }
            Effect::GetCredential { attempt, options } => {
                let options: RequestOptions = parsed(&value(&options.0).to_string());
                let outcome = match self.declines.take() {
                    Some(fault) => Err(fault),
                    None => self
                        .authenticator
                        .get(APP_ORIGIN, &options)
                        .await
                        .map(|signed| Assertion {
                            raw_id: signed.raw_id,
                            client_data_json: signed.response.client_data_json,
                            authenticator_data: signed.response.authenticator_data,
                            signature: signed.response.signature,
                        })
                        .map_err(|_| CeremonyFault::Declined),
                };
                Event::Proof(proof::Event::Signed { attempt, outcome })
            }
            Effect::Wait { attempt, milliseconds } => {
                self.edge.wait(i64::from(milliseconds));
                Event::Waited { attempt }
            }
            Effect::AbortCeremony
            | Effect::SignalUnknownCredential { .. }
            | Effect::PushRoute(_)
            | Effect::ReplaceRoute(_)
            | Effect::FocusHeading
            | Effect::FocusField
            | Effect::KeepTyped(_)
            | Effect::Copy(_)
            | Effect::Reload => return None,
        })
    }

    /// The key of whom the page was drawn for, as the app sends it.
    fn person(&self) -> Option<String> {
        match &self.state.screen {
            Screen::SignedIn(signed_in) => Some(signed_in.overview.person.key.clone()),
            Screen::Welcome(_) | Screen::Failed(_) => None,
        }
    }

    /// Sends the call to what answers its path at the edge.
    async fn call(&mut self, call: &Call) -> Result<Json, Fault> {
        let edge = Rc::clone(&self.edge);
        let gateway = &edge.gateway();
        let body = call.body.as_ref().map(|body| value(body).to_string()).unwrap_or_default();
        let answer = async {
            let cookie = self.cookie.as_deref();
            let session = &mut match call.path {
                routes::GLANCE => session::open_at_rest(gateway, cookie).await?,
                _ => session::open(gateway, cookie).await?,
            };
            if call.body.is_some() {
                session.check_page(self.person().as_deref())?;
            }
            if let Some(change) = ChangeCall::find(call.path) {
                let change = Change::read(change, &body).expect("the edge reads the change");
                return change.run(gateway, self.cookie.as_deref()).await;
            }
            Ok(match call.path {
                routes::OVERVIEW | routes::GLANCE => {
                    written(&gateway::overview::read(gateway, session).await?)
                }
                routes::LOOK => written(&gateway::overview::look(gateway, session).await?),
                routes::BEGIN_REGISTRATION => {
                    written(&gateway::registration::offer(gateway, session, parsed(&body)).await?)
                }
                routes::ANSWER_PASSWORD => {
                    let answer = parsed(&body);
                    written(&gateway::overview::answer_password(gateway, session, answer).await?)
                }
                routes::BEGIN_PROOF => {
                    written(&gateway::proof::begin(gateway, session, parsed(&body)).await?)
                }
                routes::FINISH_PROOF => {
                    written(&gateway::proof::finish(gateway, session, parsed(&body)).await?)
                }
                other => panic!("nothing answers {other}"),
            })
        }
        .await;
        self.arrives(answer, gateway)
    }

    /// The answer as the browser gets it: JSON, or why there is none.
    fn arrives(
        &mut self,
        answer: Result<String, gateway::Fault>,
        gateway: &Gateway<'_, Surroundings>,
    ) -> Result<Json, Fault> {
        if self.lost_answers > 0 {
            self.lost_answers -= 1;
            return Err(Fault::TimedOut);
        }
        answer.map(|reply| json(&parsed(&reply))).map_err(|fault| {
            let problem = json(&parsed(&written(&fault.problem(&gateway.trace))));
            wire::problem(&problem).map_or(Fault::Unreadable, Fault::Problem)
        })
    }
}

fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("a message is JSON")
}

fn parsed<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the other side reads the message")
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Flag(flag) => (*flag).into(),
        Json::Integer(number) => (*number).into(),
        Json::Text(text) => text.as_str().into(),
        Json::Bytes(bytes) => URL_SAFE_NO_PAD.encode(bytes).into(),
        Json::List(list) => list.iter().map(value).collect(),
        Json::Object(entries) => {
            Value::Object(entries.iter().map(|(key, json)| (key.clone(), value(json))).collect())
        }
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Flag(*flag),
        Value::Number(number) => Json::Integer(number.as_i64().expect("numbers are whole")),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(list) => Json::List(list.iter().map(json).collect()),
        Value::Object(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
    }
}
