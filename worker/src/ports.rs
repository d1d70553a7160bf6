//! What the gateway asks of the world, done by the runtime: fetch, clock, randomness, objects.
//!
//! Never follows a redirect, never waits longer than it was told, never reads an endless body.
//! Next: the directory, `session_object`, `person_object`.

use std::{pin::pin, time::Duration};

use contract::Timestamp;
use futures_util::future::{Either, select};
use gateway::{
    PersonKey, PersonRecord, Ports, PrivateKey, SessionId, SessionRecord, SignFault, StoreFault,
    Unreachable,
};
use http::{HeaderName, HeaderValue};
use worker::{
    Delay, Env, Storage,
    js_sys::{self, Array, Uint8Array},
    wasm_bindgen::{JsCast, JsValue},
    wasm_bindgen_futures::JsFuture,
    web_sys::{
        AbortController, AbortSignal, Headers, RequestInit, RequestRedirect, Response,
        WorkerGlobalScope,
    },
};

use crate::{
    body::{self, BodyFault},
    clock,
    person_store::PersonStore,
    session_store, signing,
};

/// The largest answer of the directory that is read, in bytes.
const ANSWER_CAP: usize = 1024 * 1024;

/// The ports of one request.
pub(crate) struct EdgePorts<'a> {
    env: &'a Env,
    person: PersonStore<'a>,
}

impl<'a> EdgePorts<'a> {
    /// The ports of a request to the stateless edge: everything stored is asked for by message.
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

    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        deadline: Duration,
    ) -> Result<http::Response<Vec<u8>>, Unreachable> {
        let controller = AbortController::new().map_err(|_| Unreachable::Disconnected)?;
        // One race for everything, because a signal alone does not end a body that stalls.
        let exchange = pin!(exchange(request, controller.signal()));
        match select(exchange, Delay::from(deadline)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => {
                controller.abort();
                Err(Unreachable::TimedOut)
            }
        }
    }

    async fn sign_ps256(&self, key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        signing::ps256(key, message).await
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

/// One request and its whole answer.
async fn exchange(
    request: http::Request<Vec<u8>>,
    signal: AbortSignal,
) -> Result<http::Response<Vec<u8>>, Unreachable> {
    let disconnected = |_: JsValue| Unreachable::Disconnected;
    let (parts, sent) = request.into_parts();
    let init = RequestInit::new();
    init.set_method(parts.method.as_str());
    init.set_headers(&to_headers(&parts.headers).map_err(disconnected)?.into());
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&signal));
    if !sent.is_empty() {
        init.set_body(&Uint8Array::from(sent.as_slice()));
    }
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let answer = scope.fetch_with_str_and_init(&parts.uri.to_string(), &init);
    let answer: Response = JsFuture::from(answer).await.map_err(disconnected)?.unchecked_into();
    let mut response = http::Response::new(Vec::new());
    *response.status_mut() =
        http::StatusCode::from_u16(answer.status()).map_err(|_| Unreachable::Disconnected)?;
    copy_headers(&answer.headers(), response.headers_mut());
    *response.body_mut() =
        body::read(answer.body(), ANSWER_CAP).await.map_err(|fault| match fault {
            BodyFault::TooLarge => Unreachable::TooLarge,
            BodyFault::Broken => Unreachable::Disconnected,
        })?;
    Ok(response)
}

fn to_headers(map: &http::HeaderMap) -> Result<Headers, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in map {
        headers.append(name.as_str(), value.to_str().unwrap_or_default())?;
    }
    Ok(headers)
}

/// Copies what can be copied; a header that the `http` crate refuses is left out.
fn copy_headers(headers: &Headers, map: &mut http::HeaderMap) {
    for entry in headers.entries() {
        let Ok(pair) = entry else { return };
        let pair: Array = pair.unchecked_into();
        let (name, value) = (pair.get(0).as_string(), pair.get(1).as_string());
        if let (Some(name), Some(value)) = (name, value)
            && let Ok(name) = HeaderName::from_bytes(name.as_bytes())
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            map.append(name, value);
        }
    }
}
