//! A message to a Durable Object and its answer.
//!
//! Decides nothing; what a status means, the callers say. Next: `session_object`, `person_object`.

use worker::{
    Stub,
    wasm_bindgen::JsValue,
    web_sys::{Headers, Request, RequestInit},
};

/// What an object answered.
#[derive(Debug)]
pub(crate) struct ObjectAnswer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body as text.
    pub(crate) body: String,
}

/// Sends a message; the error says what the runtime said, which is never about a person.
pub(crate) async fn send(
    stub: &Stub,
    method: &str,
    path: &str,
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
    let address = format!("https://object{path}");
    let request = Request::new_with_str_and_init(&address, &init)?;
    let mut response = stub.fetch_with_request(request.into()).await?;
    Ok(ObjectAnswer { status: response.status_code(), body: response.text().await? })
}
