//! The gateway's ports, implemented by the runtime: fetch, clock, randomness and stores.

mod assertion;
pub(crate) mod attempt_store;
pub(crate) mod object_message;
pub(crate) mod person_store;
pub(crate) mod session_store;
mod signing;
mod upstream;

use std::time::Duration;

use contract::{Timestamp, TraceId};
use gateway::{
    AssertionPlace, PersonKey, PersonRecord, Ports, PrivateKey, PublicKey, Secret, SessionId,
    SessionRecord, SignFault, StoreFault, Unreachable, policy::Finding,
};
use serde::Serialize;
use worker::{Delay, Env, Storage, console_log};

use self::person_store::PersonStore;
use crate::{clock, json::to_json};

/// The ports of one request.
pub(crate) struct EdgePorts<'a> {
    env: &'a Env,
    person: PersonStore<'a>,
}

impl<'a> EdgePorts<'a> {
    /// The ports of a request to the stateless side, which reaches every store by message.
    pub(crate) const fn new(env: &'a Env) -> Self {
        Self { env, person: PersonStore::Remote(env) }
    }

    /// The ports of a change inside the person's own object.
    pub(crate) const fn inside(env: &'a Env, storage: &'a Storage) -> Self {
        Self { env, person: PersonStore::Here(storage) }
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

    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        deadline: Duration,
    ) -> Result<http::Response<Vec<u8>>, Unreachable> {
        upstream::send(request, deadline).await
    }

    async fn read_assertion(&self, place: &AssertionPlace) -> Option<Secret> {
        assertion::read(self.env, place).await
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

    async fn read_session(&self, id: &SessionId) -> Result<Option<SessionRecord>, StoreFault> {
        session_store::read(self.env, id).await
    }

    async fn write_session(
        &self,
        id: &SessionId,
        record: &SessionRecord,
    ) -> Result<(), StoreFault> {
        session_store::write(self.env, id, record).await
    }

    async fn delete_session(&self, id: &SessionId) -> Result<(), StoreFault> {
        session_store::delete(self.env, id).await
    }

    async fn use_attempt(&self, name: &str, until: Timestamp) -> Result<bool, StoreFault> {
        attempt_store::take(self.env, name, until).await
    }

    async fn read_person(&self, key: &PersonKey) -> Result<Option<PersonRecord>, StoreFault> {
        self.person.read(key).await
    }

    async fn write_person(
        &self,
        _key: &PersonKey,
        record: &PersonRecord,
    ) -> Result<(), StoreFault> {
        self.person.write(record).await
    }
}

/// A line of the log: a policy that only reports would have refused the request.
#[derive(Serialize)]
struct Entry<'a> {
    trace: &'a str,
    #[serde(rename = "reportOnly")]
    reported: String,
}
