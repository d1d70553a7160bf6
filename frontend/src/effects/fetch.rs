//! Requests to this origin, with a deadline and the contract's header.
//!
//! Every way to fail becomes a [`Fault`]; nothing is retried here.

use contract::{VERSION, VERSION_HEADER};
use journey::{Fault, wire};
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, DomException, RequestInit, Response};

use crate::json;

/// How long an answer may take, in milliseconds; longer than the edge's own deadline.
const DEADLINE: u32 = 30_000;

/// Reads a file of the app.
pub(crate) async fn text(address: &str) -> Result<String, Fault> {
    send(address, &RequestInit::new()).await
}

/// Calls the edge: with a JSON body for a change, without one for reading.
pub(crate) async fn call(path: &str, body: Option<&str>) -> Result<String, Fault> {
    let init = RequestInit::new();
    let headers = Object::new();
    let set = |name, value| Reflect::set(&headers, &JsValue::from_str(name), &JsValue::from_str(value));
    let _ = set(VERSION_HEADER, VERSION);
    if let Some(body) = body {
        init.set_method("POST");
        init.set_body(&JsValue::from_str(body));
        let _ = set("content-type", "application/json");
    }
    init.set_headers(&headers);
    send(path, &init).await
}

async fn send(path: &str, init: &RequestInit) -> Result<String, Fault> {
    let window = web_sys::window().ok_or(Fault::Unreadable)?;
    init.set_signal(Some(&AbortSignal::timeout_with_u32(DEADLINE)));
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(path, init))
        .await
        .map_err(fault_of)?
        .unchecked_into();
    let body = JsFuture::from(response.text().map_err(|_| Fault::Unreadable)?)
        .await
        .map_err(fault_of)?
        .as_string()
        .unwrap_or_default();
    if response.ok() {
        return Ok(body);
    }
    Err(json::parse(&body)
        .and_then(|value| wire::problem(&json::read(&value)))
        .map_or(Fault::Unreadable, Fault::Problem))
}

fn fault_of(exception: JsValue) -> Fault {
    match exception.dyn_ref::<DomException>() {
        Some(exception) if matches!(exception.name().as_str(), "TimeoutError" | "AbortError") => {
            Fault::TimedOut
        }
        _ => Fault::Offline,
    }
}
