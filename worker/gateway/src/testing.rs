//! The ports of the unit tests: a manual clock, deterministic randomness, stores in memory, and a
//! directory that answers from a script.
//!
//! Discovery, keys and the token endpoint answer by themselves; everything else must be scripted.

mod answers;
mod noise;
pub(crate) mod passkey;
pub(crate) mod signing;

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet, VecDeque},
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

pub(crate) use answers::*;
use contract::{
    AuthenticationMethod, Factor, MethodId, MethodKind, MethodState, Problem, Timestamp, TraceId,
};
use http::{Request, Response, header::DATE};
pub(crate) use noise::{damaged, damaged_text};
use serde_json::Value;
pub(crate) use signing::{KID, key_set, sign, sign_with};

use crate::{
    AssertionPlace, DirectoryCache, Fault, Gateway, PersonKey, PersonRecord, Ports, PrivateKey,
    PublicKey, SealedPerson, SealedSession, Secret, Session, SessionId, SessionName, SessionRecord,
    Settings, SignFault, StoreFault, Unreachable, person,
    policy::{Finding, Origin},
    session::{self, StaleTokens},
    sessions::{self, Note},
    sign_in,
};

/// 2026-03-02T09:00:00Z.
pub(crate) const START: Timestamp = Timestamp(1_772_442_000_000);

/// The table of authenticators.
const AUTHENTICATORS: &str = "# Of a day
07070707-0707-0707-0707-070707070707 Seventh Key
2fc0579f-8113-47ea-b116-555a8db9202a Another name of the red key
90a3ccdf-635c-4729-a248-9b709135078f Microsoft Authenticator (iOS)
";

pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) directory: DirectoryCache,
    pub(crate) now: Cell<Timestamp>,
    /// Where requests come from.
    pub(crate) origin: RefCell<Origin>,
    /// What policies that only report have said.
    pub(crate) reported: RefCell<Vec<String>>,
    /// The faults that are logged beside an answer.
    pub(crate) faults: RefCell<Vec<String>>,
    /// Claims that replace the valid ones in ID tokens; null removes a claim.
    pub(crate) claims: RefCell<Value>,
    /// The scripted requests and responses, in order.
    script: RefCell<VecDeque<(String, Answer)>>,
    /// Every request to the directory so far.
    pub(crate) requests: RefCell<Vec<Request<Vec<u8>>>>,
    pub(crate) pauses: RefCell<Vec<Duration>>,
    pub(crate) sessions: RefCell<HashMap<SessionName, SealedSession>>,
    /// How often an object was asked: of a session or of a person.
    pub(crate) object_hops: Cell<usize>,
    pub(crate) used_attempts: RefCell<HashSet<String>>,
    /// What was left for a card, by name.
    pub(crate) left: RefCell<HashMap<String, String>>,
    /// What is stored, by the name of the object.
    pub(crate) people: RefCell<HashMap<String, SealedPerson>>,
    /// The lists of sessions, by the name of the object.
    pub(crate) session_lists: RefCell<HashMap<String, SealedPerson>>,
    /// The session that cannot be deleted.
    pub(crate) undeletable: RefCell<Option<SessionName>>,
    /// The session whose file is damaged.
    pub(crate) damaged: RefCell<Option<SessionName>>,
    /// Whether no session can be read.
    pub(crate) cannot_read_sessions: Cell<bool>,
    /// The lists of sessions from the next deletion of a session on.
    pub(crate) lists_then: RefCell<Option<HashMap<String, SealedPerson>>>,
    /// Whether no list of sessions can be written.
    pub(crate) cannot_note: Cell<bool>,
    /// How many of the next session writes find that another request has written before.
    pub(crate) stale_writes: Cell<u32>,
    /// What the platform keeps for the application.
    pub(crate) assertion: RefCell<Option<String>>,
    /// The table of authenticators, if it can be read.
    pub(crate) authenticators: Cell<Option<&'static str>>,
    /// By how many seconds the directory's clock is ahead; where there is none, its answers tell no time.
    pub(crate) directory_ahead: Cell<Option<i64>>,
    /// Whether the platform refuses to sign with the key.
    pub(crate) cannot_sign: Cell<bool>,
    /// The request during which the person signs out, by its verb and the end of its path.
    pub(crate) signs_out_at: Cell<&'static str>,
    /// The request during which the stored tokens get this access token.
    replaces_tokens_at: Cell<Option<(&'static str, &'static str)>>,
    nonce: RefCell<String>,
    random: Cell<u64>,
}

#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Reply(Response<Vec<u8>>),
    Lost(Unreachable),
}

impl Answer {
    /// Whether it says that nothing was found.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Reply(reply) if reply.status() == 404)
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            settings: Settings::parse(settings).expect("good settings"),
            directory: DirectoryCache::default(),
            now: Cell::new(START),
            origin: RefCell::default(),
            reported: RefCell::default(),
            faults: RefCell::default(),
            claims: RefCell::new(Value::Null),
            script: RefCell::default(),
            requests: RefCell::default(),
            pauses: RefCell::default(),
            sessions: RefCell::default(),
            object_hops: Cell::new(0),
            used_attempts: RefCell::default(),
            left: RefCell::default(),
            people: RefCell::default(),
            session_lists: RefCell::default(),
            undeletable: RefCell::default(),
            damaged: RefCell::default(),
            cannot_read_sessions: Cell::new(false),
            lists_then: RefCell::default(),
            cannot_note: Cell::new(false),
            stale_writes: Cell::new(0),
            assertion: RefCell::default(),
            authenticators: Cell::new(Some(AUTHENTICATORS)),
            directory_ahead: Cell::new(None),
            cannot_sign: Cell::new(false),
            signs_out_at: Cell::new("nowhere"),
            replaces_tokens_at: Cell::new(None),
            nonce: RefCell::default(),
            random: Cell::new(0),
        }
    }

    pub(crate) fn gateway(&self) -> Gateway<'_, Self> {
        Gateway {
            settings: &self.settings,
            ports: self,
            directory: &self.directory,
            origin: self.origin.borrow().clone(),
            trace: TraceId("11111111-2222-4333-8444-555555555555".to_owned()),
            answer_by: crate::answer_by(self.now.get()),
        }
    }

    pub(crate) fn pass_minutes(&self, minutes: i64) {
        self.now.set(self.now.get().plus_minutes(minutes));
    }

    /// Scripts the response to the next request with this verb and this end of its path.
    pub(crate) fn answers(&self, request: &str, answer: Answer) {
        let expected = request.to_owned();
        self.script.borrow_mut().push_back((expected, answer));
    }

    fn hop(&self) {
        self.object_hops.set(self.object_hops.get() + 1);
    }

    /// Whether every scripted request was made.
    pub(crate) fn is_done(&self) -> bool {
        self.script.borrow().is_empty()
    }

    /// The verb and path of every request to the directory.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.requests
            .borrow()
            .iter()
            .map(|request| format!("{} {}", request.method(), request.uri().path()))
            .collect()
    }

    /// The body of the last request whose path ends like this.
    pub(crate) fn last_request_to(&self, end: &str) -> Vec<u8> {
        let requests = self.requests.borrow();
        let found = requests.iter().rev().find(|request| request.uri().path().ends_with(end));
        found.expect("a request").body().clone()
    }

    pub(crate) fn last_request(&self) -> Request<Vec<u8>> {
        self.requests.borrow().last().cloned().expect("a request")
    }

    /// Begins a sign-in; the result is its state and its attempt cookie.
    pub(crate) fn begin_sign_in(&self) -> (String, String) {
        let begun = run(sign_in::begin(&self.gateway(), ACCOUNT, "/")).expect("begun");
        (self.note_authorize(&begun.location), begun.attempt)
    }

    /// Remembers the nonce of an authorization request for the ID token; the result is its state.
    pub(crate) fn note_authorize(&self, location: &str) -> String {
        self.nonce.replace(query(location, "nonce").expect("nonce"));
        query(location, "state").expect("state")
    }

    /// Signs in; the result is the session cookie.
    pub(crate) fn sign_in(&self) -> String {
        let (state, attempt) = self.begin_sign_in();
        let query = format!("code=good-code&state={state}");
        let signed_in =
            run(sign_in::finish(&self.gateway(), &query, Some(&attempt))).expect("signed in");
        signed_in.session.expose().to_owned()
    }

    pub(crate) fn open(&self, cookie: &str) -> Session {
        run(session::open(&self.gateway(), Some(cookie))).expect("an open session")
    }

    /// The name of the session of this cookie.
    pub(crate) fn named(&self, cookie: &str) -> SessionName {
        SessionId::parse(&self.settings.seal_keys, cookie).expect("an id").name()
    }

    /// Signs in and opens the session.
    pub(crate) fn signed_in(&self) -> Session {
        self.open(&self.sign_in())
    }

    pub(crate) fn stored(&self, session: &Session) -> SessionRecord {
        run(session::read(&self.gateway(), session.id())).expect("the store").expect("stored")
    }

    /// Changes what is stored of a session, as if another request had.
    pub(crate) fn alter(&self, cookie: &str, change: impl Fn(&mut SessionRecord)) {
        run(self.open_as_stored(cookie).amend(&self.gateway(), change)).expect("altered");
    }

    /// The session without the checks of a request.
    pub(crate) fn open_as_stored(&self, cookie: &str) -> Session {
        let id = SessionId::parse(&self.settings.seal_keys, cookie).expect("an id");
        let record = run(session::read(&self.gateway(), &id)).expect("the store").expect("stored");
        Session::of(id, record)
    }

    /// Has the stored tokens replaced during the next requests with this verb and end of the path.
    pub(crate) fn replaces_tokens_at(&self, request: &'static str, access: &'static str) {
        self.replaces_tokens_at.set(Some((request, access)));
    }

    /// What is stored of the person.
    pub(crate) fn person(&self, session: &Session) -> PersonRecord {
        run(person::read(&self.gateway(), &session.person_key())).expect("the store")
    }

    /// Stores a record of the person, as a change of another session does.
    pub(crate) fn remember(&self, session: &Session, record: &PersonRecord) {
        run(person::write(&self.gateway(), &session.person_key(), record)).expect("the store");
    }

    fn token_response(&self) -> Answer {
        let mut claims = good_claims(self.now.get(), &self.nonce.borrow());
        if let Value::Object(changes) = &*self.claims.borrow() {
            for (name, value) in changes {
                claims[name] = value.clone();
            }
        }
        json_answer(200, &token_body(&sign(&claims)))
    }
}

impl Ports for World {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            self.random.set(self.random.get() + 1);
            // A Weyl sequence: deterministic, and without repetition in a test.
            *byte = (self.random.get().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40).to_le_bytes()[0];
        }
    }

    fn log_policy(&self, _: &TraceId, finding: &Finding) {
        self.reported.borrow_mut().push(finding.to_string());
    }

    fn log_fault(&self, _: &TraceId, fault: &Fault) {
        self.faults.borrow_mut().push(fault.to_string());
    }

    async fn send(
        &self,
        request: Request<Vec<u8>>,
        deadline: Duration,
    ) -> Result<Response<Vec<u8>>, Unreachable> {
        let asked = format!("{} {}", request.method(), request.uri().path());
        self.requests.borrow_mut().push(request);
        if is_same(&asked, self.signs_out_at.get()) {
            self.sessions.borrow_mut().clear();
        }
        if let Some((at, access)) = self.replaces_tokens_at.get()
            && is_same(&asked, at)
        {
            for (name, stored) in &mut *self.sessions.borrow_mut() {
                let gateway = self.gateway();
                let mut record = session::opened(&gateway, name, &stored.text).expect("opens");
                record.tokens.access = Secret::new(access);
                record.revision += 1;
                *stored = session::sealed(&gateway, name, &record).expect("sealed");
            }
        }
        let is_next =
            self.script.borrow().front().is_some_and(|(expected, _)| is_same(&asked, expected));
        let answer = if is_next {
            self.script.borrow_mut().pop_front().expect("looked").1
        } else {
            match asked.as_str() {
                path if path.ends_with("/openid-configuration") => {
                    json_answer(200, &discovery_document())
                }
                path if path.ends_with("/discovery/v2.0/keys") => json_answer(200, &key_set()),
                path if path.ends_with("/oauth2/v2.0/token") => self.token_response(),
                _ => panic!("nothing is scripted for {asked}"),
            }
        };
        match answer {
            Answer::Reply(mut response) => {
                if let Some(ahead) = self.directory_ahead.get() {
                    let date = http_date(self.now.get().plus_seconds(ahead));
                    response.headers_mut().insert(DATE, date);
                }
                Ok(response)
            }
            Answer::Lost(unreachable) => {
                if unreachable == Unreachable::TimedOut {
                    let waited = i64::try_from(deadline.as_millis()).expect("short");
                    self.now.set(self.now.get().plus_milliseconds(waited));
                }
                Err(unreachable)
            }
        }
    }

    async fn read_assertion(&self, _place: &AssertionPlace) -> Option<Secret> {
        self.assertion.borrow().as_deref().map(Secret::new)
    }

    async fn read_authenticators(&self, _trace: &TraceId) -> Option<&'static str> {
        self.authenticators.get()
    }

    async fn sign_ps256(&self, _key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        if self.cannot_sign.get() { Err(SignFault) } else { Ok(signing::sign_ps256(message)) }
    }

    async fn verify_signature(&self, key: &PublicKey, signature: &[u8], message: &[u8]) -> bool {
        signing::verify(key, signature, message)
    }

    async fn pause(&self, duration: Duration) {
        self.pauses.borrow_mut().push(duration);
        let waited = i64::try_from(duration.as_millis()).expect("short");
        self.now.set(self.now.get().plus_milliseconds(waited));
    }

    async fn read_session(&self, name: &SessionName) -> Result<Option<String>, StoreFault> {
        self.hop();
        if self.cannot_read_sessions.get() {
            return Err(StoreFault::Unavailable);
        }
        if self.damaged.borrow().as_ref() == Some(name) {
            return Err(StoreFault::Damaged);
        }
        Ok(self.sessions.borrow().get(name).map(|stored| stored.text.clone()))
    }

    async fn write_session(
        &self,
        id: &SessionId,
        session: &SealedSession,
    ) -> Result<(), StoreFault> {
        self.hop();
        let name = id.name();
        let mut sessions = self.sessions.borrow_mut();
        if let Some(stored) = sessions.get_mut(&name)
            && self.stale_writes.get() > 0
        {
            self.stale_writes.set(self.stale_writes.get() - 1);
            let mut record = session::opened(&self.gateway(), &name, &stored.text).expect("opens");
            record.revision += 1;
            *stored = session::sealed(&self.gateway(), &name, &record).expect("sealed");
            return Err(StoreFault::Stale);
        }
        let before = sessions.get(&name).map_or(0, |stored| stored.revision);
        if session.revision != before + 1 {
            return Err(StoreFault::Stale);
        }
        sessions.insert(name, session.clone());
        Ok(())
    }

    async fn delete_session(&self, name: &SessionName) -> Result<(), StoreFault> {
        self.hop();
        if self.undeletable.borrow().as_ref() == Some(name) {
            return Err(StoreFault::Unavailable);
        }
        self.sessions.borrow_mut().remove(name);
        if let Some(lists) = self.lists_then.take() {
            self.session_lists.replace(lists);
        }
        Ok(())
    }

    async fn use_attempt(&self, name: &str, _until: Timestamp) -> Result<bool, StoreFault> {
        Ok(self.used_attempts.borrow_mut().insert(name.to_owned()))
    }

    async fn leave(&self, name: &str, text: &str, _until: Timestamp) -> Result<(), StoreFault> {
        self.left.borrow_mut().insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    async fn take(&self, name: &str) -> Result<Option<String>, StoreFault> {
        Ok(self.left.borrow_mut().remove(name))
    }

    async fn refresh_session(
        &self,
        id: &SessionId,
        stale: &StaleTokens,
        _trace: &TraceId,
        _answer_by: Timestamp,
    ) -> Result<(), Problem> {
        session::refresh(&self.gateway(), id, stale)
            .await
            .map_err(|fault| fault.problem(&self.gateway().trace))
    }

    async fn read_person(&self, key: &PersonKey) -> Result<Option<String>, StoreFault> {
        self.hop();
        Ok(self.people.borrow().get(&key.object_name()).map(|stored| stored.text.clone()))
    }

    async fn write_person(&self, key: &PersonKey, record: &SealedPerson) -> Result<(), StoreFault> {
        self.hop();
        self.people.borrow_mut().insert(key.object_name(), record.clone());
        Ok(())
    }

    async fn read_sessions(&self, key: &PersonKey) -> Result<Option<String>, StoreFault> {
        self.hop();
        Ok(self.session_lists.borrow().get(&key.object_name()).map(|stored| stored.text.clone()))
    }

    async fn write_sessions(
        &self,
        key: &PersonKey,
        record: &SealedPerson,
    ) -> Result<(), StoreFault> {
        self.hop();
        if self.cannot_note.get() {
            return Err(StoreFault::Unavailable);
        }
        self.session_lists.borrow_mut().insert(key.object_name(), record.clone());
        Ok(())
    }

    async fn note(&self, key: &PersonKey, note: &Note) -> Result<(), StoreFault> {
        let noted = sessions::note(&self.gateway(), key, note.clone()).await;
        noted.map_err(|_| StoreFault::Unavailable)
    }
}

/// Runs a future that is ready at once, since scripted ports never wait.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the scripted world never waits"),
    }
}

/// A query parameter of a URL.
pub(crate) fn query(address: &str, name: &str) -> Option<String> {
    url::Url::parse(address)
        .expect("an address")
        .query_pairs()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
}

/// A usable method with this id.
pub(crate) fn method(id: &str) -> AuthenticationMethod {
    AuthenticationMethod {
        id: MethodId(id.to_owned()),
        kind: MethodKind::MicrosoftAuthenticator,
        name: None,
        created_at: None,
        last_used_at: None,
        factor: Factor::AfterPassword,
        state: MethodState::Listed,
        device: None,
        may_end_at: None,
        is_removable: true,
    }
}

fn is_same(asked: &str, expected: &str) -> bool {
    let (Some((verb, path)), Some((expected_verb, end))) =
        (asked.split_once(' '), expected.split_once(' '))
    else {
        return false;
    };
    verb == expected_verb && path.ends_with(end)
}
