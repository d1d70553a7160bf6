//! An answer as data, its way into the runtime's response, and the one line that the log gets.
//!
//! The only place that logs: never a secret, an account, a query or a body.
//! Next: back to the browser.

use std::borrow::Cow;

use contract::{ProblemCode, TRACE_HEADER, Timestamp};
use serde::Serialize;
use worker::{
    console_log,
    js_sys::{Reflect, Uint8Array},
    wasm_bindgen::JsValue,
    web_sys::{Headers, ReadableStream, Response, ResponseInit},
};

use crate::{clock, cookies, failure::Failure, incoming::Incoming};

/// An answer that was not yet sent.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Headers beside those of every answer, with names in lower case; cookies may stand twice.
    pub(crate) headers: Vec<(&'static str, Cow<'static, str>)>,
    /// What is sent.
    pub(crate) body: Body,
    /// Why it failed, if it did.
    pub(crate) failure: Option<Failure>,
}

/// What is sent after the headers.
#[derive(Debug)]
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// Text, encoded by the runtime.
    Text(String),
    /// Bytes that were compressed before, as their `content-encoding` header says.
    Compressed(Uint8Array),
    /// A stream of bytes, compressed before where a `content-encoding` header says so.
    Stream(ReadableStream),
}

impl Reply {
    /// An answer without a body, not to be stored.
    pub(crate) fn empty(status: u16) -> Self {
        let headers = vec![("cache-control", Cow::Borrowed("no-store"))];
        Self { status, headers, body: Body::Empty, failure: None }
    }

    /// A JSON answer, not to be stored.
    pub(crate) fn json(status: u16, body: String) -> Self {
        Self { body: Body::Text(body), ..Self::empty(status) }
            .with("content-type", "application/json")
    }

    /// `303 See Other`: the browser goes on with a `GET`.
    pub(crate) fn see_other(location: String) -> Self {
        Self::empty(303).with("location", location)
    }

    /// A failed call: the problem as JSON. A dead session's cookie is forgotten.
    pub(crate) fn problem(incoming: &Incoming, failure: Failure) -> Self {
        let body = to_json(&failure.problem);
        Self::json(failure.problem.code.status(), body).failed(incoming, failure)
    }

    /// The same answer with one more header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same answer, as the consequence of a failure, with the headers that follow from it.
    pub(crate) fn failed(mut self, incoming: &Incoming, failure: Failure) -> Self {
        if let Some(seconds) = failure.problem.retry_after {
            self = self.with("retry-after", seconds.to_string());
        }
        if failure.ends_session() && incoming.cookie(cookies::SESSION).is_some() {
            self = self.with("set-cookie", cookies::forget(cookies::SESSION));
        }
        self.failure = Some(failure);
        self
    }

    /// Turns the answer into the runtime's, with the headers of every answer, and logs it.
    pub(crate) fn send(
        self,
        incoming: &Incoming,
        route: &str,
        every: Option<&Headers>,
    ) -> worker::Result<Response> {
        console_log!("{}", to_json(&Entry::of(&self, incoming, route, clock::now())));
        let headers = match every {
            Some(every) => Headers::new_with_headers(every),
            None => Headers::new(),
        }?;
        for (name, value) in &self.headers {
            headers.append(name, value)?;
        }
        headers.set(TRACE_HEADER, &incoming.trace.0)?;
        let init = ResponseInit::new();
        init.set_status(self.status);
        init.set_headers(&headers);
        // The runtime compresses a text itself; a file was compressed by the build, and
        // the first page when it was last drawn.
        if matches!(self.body, Body::Compressed(_) | Body::Stream(_)) {
            Reflect::set(&init, &JsValue::from_str("encodeBody"), &JsValue::from_str("manual"))?;
        }
        if incoming.method == "HEAD" {
            return Ok(Response::new_with_opt_str_and_init(None, &init)?);
        }
        Ok(match self.body {
            Body::Empty => Response::new_with_opt_str_and_init(None, &init),
            Body::Text(text) => Response::new_with_opt_str_and_init(Some(&text), &init),
            Body::Compressed(bytes) => {
                Response::new_with_opt_buffer_source_and_init(Some(&bytes), &init)
            }
            Body::Stream(stream) => {
                Response::new_with_opt_readable_stream_and_init(Some(&stream), &init)
            }
        }?)
    }
}

/// A line of the log.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    trace: &'a str,
    route: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<ProblemCode>,
    /// Milliseconds until the answer began.
    duration: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
}

impl<'a> Entry<'a> {
    fn of(reply: &'a Reply, incoming: &'a Incoming, route: &'a str, now: Timestamp) -> Self {
        let failure = reply.failure.as_ref();
        Self {
            trace: &incoming.trace.0,
            route,
            status: reply.status,
            code: failure.map(|failure| failure.problem.code),
            duration: now.0.saturating_sub(incoming.arrived.0),
            cause: failure.map(|failure| failure.cause.as_str()),
        }
    }
}

/// A value as JSON. The wire types have string keys only, so that this cannot fail.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned())
}
