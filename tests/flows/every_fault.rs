//! Every exchange of every flow with the directory fails once, in every way.
//!
//! First each flow runs undisturbed, which counts its exchanges and says what it leaves behind. Then it
//! runs anew for each of its exchanges and each mishap. Whatever happens, an answer comes in time, with
//! a code that fits; tried again, the flow ends as if nothing had been, and what it does is done once.

use std::rc::Rc;

use contract::{
    MethodId, MethodKind, Overview, ProblemCode, Timestamp, deadline,
    pass::RetirePass,
    proof::{BeginProof, FinishProof},
    recovery::{BeginRecovery, Loss, LostRemoved, RemoveLost},
    registration::{
        BeginRegistration, FinishRegistration, RegistrationFinished, RegistrationOffer,
    },
    removal::RemoveMethod,
};
use gateway::{Change, Fault, Gateway, overview, proof, registration, session};
use latchkey_tests::{
    authenticator::SoftwareAuthenticator,
    world::{APP_ORIGIN, Edge, Mishap, Surroundings},
};
use tenant::people::{ADA, LENA};

/// What someone does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flow {
    SignIn,
    Overview,
    Registration,
    Proof,
    Removal,
    Recovery,
    Retirement,
    Everywhere,
    StepUp,
    /// A removal when the access token has ended.
    Expired,
    /// A removal when the directory refuses the access token before its end.
    Refused,
}

/// Why an attempt did not reach its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stop {
    /// The person reads the words of this code.
    Code(ProblemCode),
    /// The directory does not let this app do it, and its own page opens: an end of its own.
    HandedOff,
}

/// What a flow leaves behind.
#[derive(Debug, Eq, PartialEq)]
struct Left {
    /// The kinds of what the directory lists of the person.
    listed: Vec<String>,
    /// How many sessions live.
    sessions: usize,
}

/// Someone in the middle of a flow.
struct Person {
    edge: Rc<Edge>,
    flow: Flow,
    cookie: Option<String>,
    authenticator: SoftwareAuthenticator,
    /// What the authenticator made, until it is saved.
    made: Option<FinishRegistration>,
    /// What the flow is about.
    ids: Vec<MethodId>,
    is_marked: bool,
}

impl Person {
    /// Someone who is about to begin the flow. Nothing disturbs what comes before it.
    async fn new(edge: &Rc<Edge>, flow: Flow) -> Self {
        let mut person = Self {
            edge: Rc::clone(edge),
            flow,
            cookie: None,
            authenticator: SoftwareAuthenticator::new(),
            made: None,
            ids: Vec::new(),
            is_marked: false,
        };
        if flow == Flow::SignIn {
            return person;
        }
        person.signs_in().await.expect("nothing disturbs it");
        if matches!(flow, Flow::Retirement | Flow::Proof | Flow::Everywhere) {
            person.registers().await.expect("nothing disturbs it");
            edge.wait(LAG);
        }
        let overview = person.reads().await.expect("nothing disturbs it");
        let ids = |is_meant: fn(&MethodKind) -> bool| {
            let methods = overview.methods.iter().filter(|method| is_meant(&method.kind));
            methods.map(|method| method.id.clone()).collect()
        };
        person.ids = match flow {
            Flow::Removal | Flow::Expired | Flow::Refused => {
                ids(|kind| matches!(kind, MethodKind::Phone { .. }))
            }
            Flow::Recovery => ids(|kind| {
                matches!(kind, MethodKind::Phone { .. } | MethodKind::MicrosoftAuthenticator)
            }),
            Flow::Retirement => vec![overview.pass.expect("a pass").id],
            Flow::Proof => ids(|kind| matches!(kind, MethodKind::Passkey { .. })),
            _ => Vec::new(),
        };
        if flow == Flow::Expired {
            edge.wait(1000 * i64::from(TOKEN_SECONDS));
        }
        person
    }

    fn account(&self) -> &'static str {
        match self.flow {
            Flow::Removal | Flow::Recovery | Flow::Expired | Flow::Refused => LENA.account,
            _ => ADA.account,
        }
    }

    /// Asks the edge for something, which answers in time.
    async fn asks<T>(
        &self,
        ask: impl AsyncFnOnce(&Gateway<'_, Surroundings>) -> Result<T, Fault>,
    ) -> Result<T, Stop> {
        let began = self.edge.now();
        let answer = ask(&self.edge.gateway()).await;
        self.is_in_time(began, 1);
        answer.map_err(|fault| Stop::Code(fault.code()))
    }

    fn is_in_time(&self, began: Timestamp, requests: i64) {
        let took = self.edge.now().0 - began.0;
        assert!(took <= requests * deadline::EDGE_MILLISECONDS, "{:?} took {took} ms", self.flow);
    }

    async fn signs_in(&mut self) -> Result<(), Stop> {
        let began = self.edge.now();
        let pass = self.edge.pass_of(self.account());
        let signed_in = self.edge.sign_in(self.account(), &pass, "/").await;
        self.comes_back(began, signed_in)
    }

    async fn steps_up(&mut self) -> Result<(), Stop> {
        let began = self.edge.now();
        let (account, cookie) = (self.account(), self.cookie.as_deref());
        let signed_in = self.edge.step_up(cookie, account, account, "/").await;
        self.comes_back(began, signed_in)
    }

    fn comes_back(
        &mut self,
        began: Timestamp,
        signed_in: Result<gateway::sign_in::SignedIn, Fault>,
    ) -> Result<(), Stop> {
        self.is_in_time(began, 2);
        let signed_in = signed_in.map_err(|fault| Stop::Code(fault.code()))?;
        self.cookie = Some(signed_in.session.expose().to_owned());
        Ok(())
    }

    async fn reads(&self) -> Result<Overview, Stop> {
        self.asks(async |gateway| {
            let mut session = session::open(gateway, self.cookie.as_deref()).await?;
            overview::read(gateway, &mut session).await
        })
        .await
    }

    async fn changes(&self, change: Change) -> Result<String, Stop> {
        self.asks(async |gateway| change.run(gateway, self.cookie.as_deref()).await).await
    }

    async fn registers(&mut self) -> Result<(), Stop> {
        if self.made.is_none() {
            let offer = self
                .asks(async |gateway| {
                    let mut session = session::open(gateway, self.cookie.as_deref()).await?;
                    registration::offer(gateway, &mut session, BeginRegistration {}).await
                })
                .await?;
            let RegistrationOffer::InPage(begun) = offer else { return Err(Stop::HandedOff) };
            let credential = self.authenticator.create(APP_ORIGIN, &begun.options).await;
            let credential = credential.expect("the authenticator agrees");
            let (registration, name) = (begun.registration, "Blue key".to_owned());
            self.made = Some(FinishRegistration { registration, name, credential });
        }
        let made = self.made.clone().expect("it was made");
        let answer = self.changes(Change::FinishRegistration(made)).await?;
        let finished: RegistrationFinished = serde_json::from_str(&answer).expect("an answer");
        assert_eq!(finished.method.name.as_deref(), Some("Blue key"));
        Ok(())
    }

    async fn proves(&mut self) -> Result<(), Stop> {
        let method = self.ids[0].clone();
        let begun = self
            .asks(async |gateway| {
                let mut session = session::open(gateway, self.cookie.as_deref()).await?;
                proof::begin(gateway, &mut session, BeginProof { method }).await
            })
            .await?;
        let credential = self.authenticator.get(APP_ORIGIN, &begun.options).await;
        let credential = credential.expect("the authenticator agrees");
        self.asks(async |gateway| {
            let mut session = session::open(gateway, self.cookie.as_deref()).await?;
            proof::finish(gateway, &mut session, FinishProof { credential }).await
        })
        .await?;
        let overview = self.reads().await?;
        assert!(overview.new_passkeys.iter().any(|passkey| passkey.is_proved), "{overview:?}");
        Ok(())
    }

    async fn recovers(&mut self) -> Result<(), Stop> {
        if !self.is_marked {
            let begin = BeginRecovery { loss: Loss::Lost, methods: self.ids.clone() };
            self.changes(Change::BeginRecovery(begin)).await?;
            self.is_marked = true;
        }
        let change = RemoveLost { methods: self.ids.clone(), accepts_password: true };
        let answer = self.changes(Change::RemoveLost(change)).await?;
        let answer: LostRemoved = serde_json::from_str(&answer).expect("an answer");
        answer.kept.first().map_or(Ok(()), |kept| Err(Stop::Code(kept.code)))
    }

    /// The flow, from wherever it has come.
    async fn tries(&mut self) -> Result<(), Stop> {
        match self.flow {
            Flow::SignIn => self.signs_in().await,
            Flow::Overview => self.reads().await.map(drop),
            Flow::Registration => self.registers().await,
            Flow::Proof => self.proves().await,
            Flow::Removal | Flow::Expired | Flow::Refused => {
                let method = self.ids[0].clone();
                let change = RemoveMethod { method, accepts_password: true };
                self.changes(Change::RemoveMethod(change)).await.map(drop)
            }
            Flow::Recovery => self.recovers().await,
            Flow::Retirement => {
                let pass = self.ids[0].clone();
                self.changes(Change::RetirePass(RetirePass { pass })).await.map(drop)
            }
            Flow::Everywhere => self.changes(Change::SignOutEverywhere).await.map(drop),
            Flow::StepUp => self.steps_up().await,
        }
    }

    /// What the person does when the flow has stopped: what its words say.
    async fn follows(&mut self, stop: Stop) {
        match stop {
            Stop::Code(ProblemCode::SignInRequired) => {
                self.made = None;
                self.signs_in().await.expect("nothing disturbs it any more");
            }
            Stop::Code(ProblemCode::StepUpRequired) => {
                self.steps_up().await.expect("nothing disturbs it any more");
            }
            Stop::Code(
                ProblemCode::RegistrationRefused
                | ProblemCode::AlreadyRegistered
                | ProblemCode::RegistrationUnknown
                | ProblemCode::RegistrationExpired,
            ) => self.made = None,
            Stop::Code(_) | Stop::HandedOff => {}
        }
    }

    /// Has the directory refuse the access token at the next exchange, if that is what the flow is about.
    fn is_refused_first(&self) {
        if self.flow == Flow::Refused {
            self.edge.fails_after(0, Mishap::Status(401));
        }
    }

    /// What is there when every list is even.
    fn left(&self) -> Left {
        self.edge.wait(LAG);
        Left { listed: self.edge.listed(self.account()), sessions: self.edge.live_sessions() }
    }
}

/// Whether a person who reads this learns what happened to the exchange that was asked for, and may go on.
fn fits(mishap: Mishap, asked: &str, code: ProblemCode) -> bool {
    use ProblemCode as Code;
    match mishap {
        Mishap::Unsent
        | Mishap::Stalled
        | Mishap::Reset
        | Mishap::AnswerLost
        | Mishap::Unavailable
        | Mishap::Status(500) => code == Code::DirectoryUnreachable,
        Mishap::Cut | Mishap::Nonsense => code == Code::DirectoryMisbehaved,
        Mishap::Throttled | Mishap::ThrottledFor(_) => code == Code::Throttled,
        Mishap::Status(status) => code == refusal(status, asked),
    }
}

/// What a person is told whose exchange the directory refuses with this status.
fn refusal(status: u16, asked: &str) -> ProblemCode {
    use ProblemCode as Code;
    let is_graphs = asked.contains(" /v1.0/");
    let makes_a_passkey = asked.ends_with("POST /v1.0/me/authentication/fido2Methods");
    match status {
        // Newer tokens are refused as well.
        401 if is_graphs => Code::SignInRequired,
        403 if asked.ends_with("/revokeSignInSessions") => Code::ConsentRequired,
        403 if is_graphs => Code::Forbidden,
        404 | 405 if makes_a_passkey => Code::RegistrationUnavailable,
        409 if makes_a_passkey => Code::AlreadyRegistered,
        409 if asked.ends_with("/creationOptions") => Code::Forbidden,
        401 | 403 | 404 | 405 | 409 => Code::DirectoryMisbehaved,
        other => panic!("no mishap of {other}"),
    }
}

async fn runs(flow: Flow, lists: Lists) {
    let edge = lists.edge(flow);
    let mut person = Person::new(&edge, flow).await;
    let before = edge.exchange_count();
    person.is_refused_first();
    assert_eq!(person.tries().await, Ok(()), "{flow:?} undisturbed");
    let exchanges = edge.exchange_count() - before;
    let asked = edge.surroundings.exchanges.borrow()[before..].to_vec();
    assert!(exchanges > 0, "{flow:?} asks the directory");
    let expected = person.left();
    for (step, mishap) in (0..exchanges).flat_map(|step| Mishap::EVERY.map(|it| (step, it))) {
        let case = format!("{flow:?} {lists:?}: {mishap:?} at step {step}");
        let edge = lists.edge(flow);
        let mut person = Person::new(&edge, flow).await;
        let mut is_handed_off = false;
        edge.fails_after(step, mishap);
        if step > 0 {
            person.is_refused_first();
        }
        let mut outcome = person.tries().await;
        edge.calms_down();
        if let Err(Stop::Code(code)) = outcome {
            assert!(fits(mishap, &asked[step], code), "{case}: {code:?}");
        }
        for wait in [2_000, LAG, LAG, LAG] {
            let Err(stop) = outcome else { break };
            // Ends of their own: the directory's page opens; the pass took the session with it.
            let is_over = match stop {
                Stop::HandedOff => true,
                Stop::Code(code) => {
                    code == ProblemCode::RegistrationUnavailable
                        || flow == Flow::Retirement && code == ProblemCode::SignInRequired
                }
            };
            if is_over {
                is_handed_off = flow == Flow::Registration;
                outcome = Ok(());
                break;
            }
            edge.wait(wait);
            person.follows(stop).await;
            outcome = person.tries().await;
        }
        assert_eq!(outcome, Ok(()), "{case}");
        if !is_handed_off {
            assert_eq!(person.left(), expected, "{case}");
        }
    }
}

/// How far the directory's lists lag behind its changes.
#[derive(Clone, Copy, Debug)]
enum Lists {
    Even,
    Lagging,
}

impl Lists {
    fn edge(self, flow: Flow) -> Rc<Edge> {
        Edge::switched(|switches| {
            switches.access_token_seconds = (flow == Flow::Expired).then_some(TOKEN_SECONDS);
            switches.replication_seconds = match self {
                Self::Even => 0,
                Self::Lagging => 20,
            };
        })
    }
}

/// Longer than any list lags, in milliseconds.
const LAG: i64 = 65_000;

/// How long an access token lives where it ends in the middle of a flow, in seconds.
const TOKEN_SECONDS: u32 = 120;

/// The flow with lists that are even, and with lists that lag.
async fn everywhere(flow: Flow) {
    for lists in [Lists::Even, Lists::Lagging] {
        runs(flow, lists).await;
    }
}

#[tokio::test]
async fn a_sign_in_comes_to_its_end() {
    everywhere(Flow::SignIn).await;
}

#[tokio::test]
async fn an_overview_comes_to_its_end() {
    everywhere(Flow::Overview).await;
}

#[tokio::test]
async fn a_registration_comes_to_its_end_once() {
    everywhere(Flow::Registration).await;
}

#[tokio::test]
async fn a_proof_comes_to_its_end() {
    everywhere(Flow::Proof).await;
}

#[tokio::test]
async fn a_removal_comes_to_its_end_once() {
    everywhere(Flow::Removal).await;
}

#[tokio::test]
async fn a_recovery_comes_to_its_end_once() {
    everywhere(Flow::Recovery).await;
}

#[tokio::test]
async fn a_retirement_comes_to_its_end_once() {
    everywhere(Flow::Retirement).await;
}

#[tokio::test]
async fn a_sign_out_everywhere_comes_to_its_end() {
    everywhere(Flow::Everywhere).await;
}

#[tokio::test]
async fn a_step_up_comes_to_its_end() {
    everywhere(Flow::StepUp).await;
}

#[tokio::test]
async fn a_removal_after_the_end_of_the_tokens_comes_to_its_end_once() {
    everywhere(Flow::Expired).await;
}

#[tokio::test]
async fn a_removal_whose_tokens_are_refused_comes_to_its_end_once() {
    everywhere(Flow::Refused).await;
}
