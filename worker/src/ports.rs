//! The gateway's ports, implemented by the runtime: fetch, clock, randomness and stores.

mod assertion;
pub(crate) mod attempt_store;
mod authenticators;
mod damaged_object;
pub(crate) mod object_message;
pub(crate) mod person_store;
pub(crate) mod session_store;
mod signing;
pub(crate) mod stored;
mod upstream;

use std::time::Duration;

use contract::{Problem, ProblemCode, Timestamp, TraceId};
use gateway::{
    AssertionPlace, Fault, PersonKey, Ports, PrivateKey, PublicKey, SealedPerson, SealedSession,
    Secret, SessionId, SessionName, SignFault, StoreFault, Unreachable, policy::Finding,
    session::StaleTokens, sessions::Note,
};
use serde::Serialize;
use worker::{Delay, Env, Storage, console_log};

use self::{person_store::PersonStore, session_store::SessionStore};
use crate::{clock, json::to_json, metrics, web::failure::Failure};

/// The ports of one request.
pub(crate) struct EdgePorts<'a> {
    env: &'a Env,
    sessions: SessionStore<'a>,
    person: PersonStore<'a>,
}

impl<'a> EdgePorts<'a> {
    /// The ports of a request to the stateless side, which reaches every store by message.
    pub(crate) const fn new(env: &'a Env) -> Self {
        Self { env, sessions: SessionStore::Remote(env), person: PersonStore::Remote(env) }
    }

    /// The ports of a change inside the person's own object.
    pub(crate) const fn inside(env: &'a Env, storage: &'a Storage) -> Self {
        Self { env, sessions: SessionStore::Remote(env), person: PersonStore::Here(storage) }
    }

    /// The ports of a refresh inside the session's own object.
    pub(crate) const fn inside_session(env: &'a Env, storage: &'a Storage) -> Self {
        Self { env, sessions: SessionStore::Here(storage), person: PersonStore::Remote(env) }
    }
}

impl Ports for EdgePorts<'_> {
    fn now(&self) -> Timestamp {
        clock::now()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        clock::fill_random(bytes);
    }

    fn log_policy(&self, trace: &TraceId, finding: &Finding) {
        let entry = Entry { trace: &trace.0, reported: finding.to_string() };
        console_log!("{}", to_json(&entry));
    }

    fn log_fault(&self, trace: &TraceId, fault: &Fault) {
        let Failure { problem, cause } = Failure::of_fault(fault, trace);
        console_log!(
            "{}",
            to_json(&FaultLine { at: clock::now().0, trace: &trace.0, code: problem.code, cause })
        );
    }

    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        deadline: Duration,
    ) -> Result<http::Response<Vec<u8>>, Unreachable> {
        let answer = upstream::send(request, deadline).await;
        metrics::exchanged(answer.as_ref().map(|it| it.status().as_u16()).map_err(|it| *it));
        answer
    }

    async fn read_assertion(&self, place: &AssertionPlace) -> Option<Secret> {
        assertion::read(self.env, place).await
    }

    async fn read_authenticators(&self, trace: &TraceId) -> Option<&'static str> {
        authenticators::read(self.env, trace).await
    }

    async fn sign_ps256(&self, key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        signing::ps256(key, message).await
    }

    async fn verify_signature(&self, key: &PublicKey, signature: &[u8], message: &[u8]) -> bool {
        signing::verify(key, signature, message).await
    }

    async fn pause(&self, duration: Duration) {
        Delay::from(duration).await;
    }

    async fn read_session(&self, name: &SessionName) -> Result<Option<String>, StoreFault> {
        self.sessions.read(name).await
    }

    async fn write_session(
        &self,
        id: &SessionId,
        session: &SealedSession,
    ) -> Result<(), StoreFault> {
        self.sessions.write(id, session).await
    }

    async fn delete_session(&self, name: &SessionName) -> Result<(), StoreFault> {
        self.sessions.delete(name).await
    }

    async fn refresh_session(
        &self,
        id: &SessionId,
        stale: &StaleTokens,
        trace: &TraceId,
        answer_by: Timestamp,
    ) -> Result<(), Problem> {
        self.sessions.refresh(id, stale, trace, answer_by).await
    }

    async fn use_attempt(&self, name: &str, until: Timestamp) -> Result<bool, StoreFault> {
        attempt_store::use_up(self.env, name, until).await
    }

    async fn leave(&self, name: &str, text: &str, until: Timestamp) -> Result<(), StoreFault> {
        attempt_store::leave(self.env, name, text, until).await
    }

    async fn take(&self, name: &str) -> Result<Option<String>, StoreFault> {
        attempt_store::take(self.env, name).await
    }

    async fn read_person(&self, key: &PersonKey) -> Result<Option<String>, StoreFault> {
        self.person.read(key, person_store::RECORD).await
    }

    async fn write_person(
        &self,
        _key: &PersonKey,
        record: &SealedPerson,
    ) -> Result<(), StoreFault> {
        self.person.write(person_store::RECORD, record).await
    }

    async fn read_sessions(&self, key: &PersonKey) -> Result<Option<String>, StoreFault> {
        self.person.read(key, person_store::SESSIONS).await
    }

    async fn write_sessions(
        &self,
        _key: &PersonKey,
        record: &SealedPerson,
    ) -> Result<(), StoreFault> {
        self.person.write(person_store::SESSIONS, record).await
    }

    async fn note(&self, key: &PersonKey, note: &Note) -> Result<(), StoreFault> {
        self.person.note(key, note).await
    }
}

/// A line of the log: a policy that only reports would have refused the request.
#[derive(Serialize)]
struct Entry<'a> {
    trace: &'a str,
    #[serde(rename = "reportOnly")]
    reported: String,
}

/// A line of the log: a fault that the answer tells in part only.
#[derive(Serialize)]
struct FaultLine<'a> {
    /// When it was met, in milliseconds since the Unix epoch.
    at: i64,
    trace: &'a str,
    code: ProblemCode,
    cause: String,
}
