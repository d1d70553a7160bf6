//! A reply as data, its conversion to the runtime's response, and its line in the log.
//!
//! The only place that logs; never logs a secret, an account, a query or a body.

use std::{borrow::Cow, fmt};

use contract::{ProblemCode, TRACE_HEADER, Timestamp};
use serde::Serialize;
use worker::{
    console_log,
    js_sys::{Reflect, Uint8Array},
    wasm_bindgen::JsValue,
    web_sys::{Headers, ReadableStream, Response, ResponseInit},
};

use crate::{
    clock,
    json::to_json,
    web::{cookies, failure::Failure, incoming::Incoming, negotiation::Encoding},
};

/// A reply that has not been sent yet.
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Headers in addition to those of every response, or in their place, with names in lower case;
    /// an empty value leaves one out, and `set-cookie` may be repeated.
    pub(crate) headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body.
    pub(crate) body: Body,
    /// Why the request failed, if it did.
    pub(crate) failure: Option<Failure>,
}

/// The body of a reply.
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// Text, which the runtime compresses as the `content-encoding` header says.
    Text(String),
    /// Bytes that are already compressed as the `content-encoding` header says.
    Compressed(Uint8Array),
    /// A stream of bytes that are already compressed as the `content-encoding` header says, if
    /// there is one.
    Stream(ReadableStream),
}

impl Reply {
    /// A reply without a body, which nobody may store.
    pub(crate) fn empty(status: u16) -> Self {
        let headers = vec![("cache-control", Cow::Borrowed("no-store"))];
        Self { status, headers, body: Body::Empty, failure: None }
    }

    /// A reply in JSON, which nobody may store.
    pub(crate) fn json(status: u16, body: String) -> Self {
        Self { body: Body::Text(body), ..Self::empty(status) }
            .with("content-type", "application/json")
    }

    /// A page in HTML, which nobody may store, nor rewrite: our policy refuses what others add.
    pub(crate) fn html(encoding: Encoding, status: u16, body: Body) -> Self {
        let headers = vec![("cache-control", Cow::Borrowed("no-store, no-transform"))];
        let reply = Self { status, headers, body, failure: None }
            .with("content-type", "text/html; charset=utf-8")
            .with("vary", "accept-encoding, accept-language, cookie");
        match encoding.name() {
            Some(name) => reply.with("content-encoding", name),
            None => reply,
        }
    }

    /// `303 See Other` (RFC 9110 §15.4.4): the browser follows with a `GET`.
    pub(crate) fn see_other(location: String) -> Self {
        Self::empty(303).with("location", location)
    }

    /// `308 Permanent Redirect` (RFC 9110 §15.4.9), which nobody may store.
    pub(crate) fn moved(location: String) -> Self {
        Self::empty(308).with("location", location)
    }

    /// The reply to a failed call: the problem in JSON.
    pub(crate) fn problem(incoming: &Incoming, failure: Failure) -> Self {
        let body = to_json(&failure.problem);
        Self::json(failure.problem.code.status(), body).failed(incoming, failure)
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Marks the reply as the result of a failure: adds `retry-after` if it is known, and deletes
    /// the cookie of a session that is no longer valid.
    pub(crate) fn failed(mut self, incoming: &Incoming, failure: Failure) -> Self {
        if let Some(seconds) = failure.problem.retry_after {
            self = self.with("retry-after", seconds.to_string());
        }
        if failure.ends_session() && incoming.cookie(cookies::SESSION).is_some() {
            self = self.with("set-cookie", incoming.jar.forget(cookies::SESSION));
        }
        // A page that could not even be drawn has a cause of its own.
        self.failure = Some(match self.failure {
            Some(earlier) => {
                Failure { cause: [failure.cause, earlier.cause].join("; "), ..failure }
            }
            None => failure,
        });
        self
    }

    /// Logs the reply and converts it to the runtime's response, with the headers of every response.
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
            match (*name, value.as_ref()) {
                ("set-cookie", value) => headers.append(name, value)?,
                (name, "") => headers.delete(name)?,
                (name, value) => headers.set(name, value)?,
            }
        }
        headers.set(TRACE_HEADER, &incoming.trace.0)?;
        let init = ResponseInit::new();
        init.set_status(self.status);
        init.set_headers(&headers);
        // The runtime compresses only text: the build has compressed the files, and the first page
        // was compressed when it was last rendered.
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

impl fmt::Debug for Reply {
    /// Without the values of the headers, among which are cookies, and without the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &names)
            .field("body", &self.body)
            .field("failure", &self.failure)
            .finish()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Text(_) => f.write_str("Text([redacted])"),
            Self::Compressed(_) => f.write_str("Compressed([redacted])"),
            Self::Stream(_) => f.write_str("Stream([redacted])"),
        }
    }
}

/// One line of the log.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    /// When the answer began, in milliseconds since the Unix epoch.
    at: i64,
    trace: &'a str,
    /// What people tell the help desk in place of the trace.
    reference: String,
    route: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<ProblemCode>,
    /// Milliseconds from the arrival of the request to the beginning of the response.
    duration: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    /// Who it was: see [`gateway::PersonKey::in_log`].
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a str>,
}

impl<'a> Entry<'a> {
    fn of(reply: &'a Reply, incoming: &'a Incoming, route: &'a str, now: Timestamp) -> Self {
        let failure = reply.failure.as_ref();
        Self {
            at: now.0,
            trace: &incoming.trace.0,
            reference: incoming.trace.reference(),
            route,
            status: reply.status,
            code: failure.map(|failure| failure.problem.code),
            duration: now.0.saturating_sub(incoming.arrived.0),
            cause: failure.map(|failure| failure.cause.as_str()),
            actor: incoming.actor.get().map(String::as_str),
        }
    }
}

#[cfg(test)]
mod tests;
