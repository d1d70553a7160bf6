//! A message to a Durable Object, and the object's answer.
//!
//! What a status means, the callers decide.

use std::fmt;

use worker::{
    Stub,
    wasm_bindgen::JsValue,
    web_sys::{Headers, Request, RequestInit},
};

/// The answer of an object.
pub(crate) struct ObjectAnswer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body as text.
    pub(crate) body: String,
}

impl fmt::Debug for ObjectAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectAnswer")
            .field("status", &self.status)
            .field("body", &format_args!("[redacted]"))
            .finish()
    }
}

/// Sends a message and waits for the answer.
///
/// # Errors
///
/// What the runtime says when the object cannot be reached; never about a person.
pub(crate) async fn send(
    object: &Stub,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> worker::Result<ObjectAnswer> {
    let init = RequestInit::new();
    init.set_method(method);
    let sent = Headers::new()?;
    for (name, value) in headers {
        sent.set(name, value)?;
    }
    init.set_headers(&sent);
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
    }
    // The host is never resolved: the stub knows its object.
    let request = Request::new_with_str_and_init("https://object/", &init)?;
    let mut response = object.fetch_with_request(request.into()).await?;
    Ok(ObjectAnswer { status: response.status_code(), body: response.text().await? })
}

#[cfg(test)]
mod tests;
