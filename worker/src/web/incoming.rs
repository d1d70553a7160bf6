//! A request as it arrived: verb, path, query, cookies, and a body that is read up to a size.

use std::{cell::OnceCell, fmt, pin::pin, time::Duration};

use contract::{ProblemCode, Timestamp, TraceId, deadline};
use futures_util::future::{Either, select};
use worker::{Delay, js_sys::Reflect, wasm_bindgen::JsValue, web_sys};

use crate::{
    clock,
    web::{
        body::{self, BodyFault},
        cookies::Jar,
        failure::Failure,
    },
};

/// One request to the edge.
pub(crate) struct Incoming {
    request: web_sys::Request,
    headers: web_sys::Headers,
    /// The verb, as sent.
    pub(crate) method: String,
    /// The host and port that it was sent to; the port is left out where it is the usual one.
    pub(crate) authority: String,
    /// The path, percent-encoded as sent.
    pub(crate) path: String,
    /// The query without its question mark; empty if there is none.
    pub(crate) query: String,
    /// The id of this request in the log, in its response and in every request that it causes.
    pub(crate) trace: TraceId,
    /// When it arrived.
    pub(crate) arrived: Timestamp,
    /// How the edge names and keeps its cookies.
    pub(crate) jar: Jar,
    /// What the log calls the person whose request it is, once that is known.
    pub(crate) actor: OnceCell<String>,
}

impl Incoming {
    /// Wraps a request of the runtime, which arrives now.
    pub(crate) fn new(request: web_sys::Request, trace: TraceId) -> Self {
        let (authority, path, query) = split_address(&request.url());
        Self {
            headers: request.headers(),
            method: request.method(),
            authority,
            path,
            query,
            trace,
            arrived: clock::now(),
            jar: Jar::default(),
            actor: OnceCell::new(),
            request,
        }
    }

    /// The address of whoever sent it to the worker, where the runtime tells: workerd does.
    pub(crate) fn peer(&self) -> Option<String> {
        let property = |of: &JsValue, name| Reflect::get(of, &JsValue::from_str(name)).ok();
        property(&property(self.request.as_ref(), "cf")?, "clientIp")?.as_string()
    }

    /// The value of a header; `None` if it was not sent.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).ok().flatten()
    }

    /// The value of a cookie of the edge; `None` if it was not sent or is empty.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookie_in(self.jar, name)
    }

    /// The value of a cookie that the app itself has set.
    pub(crate) fn cookie_of_app(&self, name: &str) -> Option<String> {
        self.cookie_in(Jar { danger_plain: true }, name)
    }

    fn cookie_in(&self, jar: Jar, name: &str) -> Option<String> {
        let header = self.header("cookie")?;
        let value = jar.read(&header, name)?;
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The path and query, as the address bar shows them.
    pub(crate) fn address(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// Whether a person opens a page with it: not a robot that asks for the headers alone, not a browser
    /// that fetches a page in case it is opened (Fetch §2.2.9, `Sec-Purpose`), not another page that
    /// frames or includes it (Fetch Metadata §2.1).
    pub(crate) fn is_visit(&self) -> bool {
        is_visit(&self.method, |name| self.header(name))
    }

    /// Reads the body.
    ///
    /// # Errors
    ///
    /// [`ProblemCode::UnsupportedContent`] when it is of another content type,
    /// [`ProblemCode::TooLarge`] when it is larger than `cap` bytes,
    /// [`ProblemCode::RequestTimeout`] when it does not arrive in time, and
    /// [`ProblemCode::InvalidRequest`] when the client disconnected; the client can fix each.
    pub(crate) async fn body(&self, content_type: &str, cap: usize) -> Result<Vec<u8>, Failure> {
        let sent = self.header("content-type").unwrap_or_default();
        let essence = sent.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case(content_type) {
            return Err(self.failure(ProblemCode::UnsupportedContent, "content type"));
        }
        let declared = self.header("content-length").and_then(|length| length.parse().ok());
        if declared.is_some_and(|length: usize| length > cap) {
            return Err(self.failure(ProblemCode::TooLarge, "declared length"));
        }
        let read = pin!(body::read(self.request.body(), cap));
        let patience = Duration::from_millis(deadline::BODY_MILLISECONDS.into());
        let Either::Left((read, _)) = select(read, Delay::from(patience)).await else {
            return Err(self.failure(ProblemCode::RequestTimeout, "the body takes too long"));
        };
        match read {
            Ok(bytes) => Ok(bytes),
            Err(BodyFault::TooLarge) => Err(self.failure(ProblemCode::TooLarge, "length")),
            Err(BodyFault::Broken) => {
                Err(self.failure(ProblemCode::InvalidRequest, "body ended early"))
            }
        }
    }

    /// A failure of this request that the edge itself noticed.
    pub(crate) fn failure(&self, code: ProblemCode, cause: &'static str) -> Failure {
        Failure::new(code, self.trace.clone(), cause)
    }
}

impl fmt::Debug for Incoming {
    /// Without query, headers and body: they hold codes, cookies and what the person typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &format_args!("[redacted]"))
            .field("trace", &self.trace)
            .field("arrived", &self.arrived)
            .finish_non_exhaustive()
    }
}

/// [`Incoming::is_visit`], for a verb and headers.
fn is_visit(method: &str, header: impl Fn(&str) -> Option<String>) -> bool {
    let is_early = ["sec-purpose", "purpose"]
        .into_iter()
        .any(|name| header(name).is_some_and(|purpose| purpose.contains("prefetch")));
    let is_page = header("sec-fetch-dest").is_none_or(|destination| destination == "document");
    method == "GET" && !is_early && is_page
}

/// The authority, the path and the query of an absolute URL, which the runtime has normalized.
fn split_address(address: &str) -> (String, String, String) {
    let after_scheme = address.find("://").map_or(address, |colon| &address[colon + 3..]);
    let slash = after_scheme.find('/').unwrap_or(after_scheme.len());
    let (authority, path) = after_scheme.split_at(slash);
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let path = if path.is_empty() { "/" } else { path };
    (authority.to_owned(), path.to_owned(), query.to_owned())
}

/// The decoded value of a query parameter or form field (`application/x-www-form-urlencoded`,
/// WHATWG URL §5.1); the first value if the name is repeated.
pub(crate) fn field(encoded: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(encoded.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests;
