//! Requests to this origin, with a deadline and the contract's header.
//!
//! Every failure becomes a [`Fault`]; nothing is retried here.

use contract::{PERSON_HEADER, VERSION, VERSION_HEADER, deadline};
use gloo_timers::callback::Timeout;
use journey::{Fault, wire};
use js_sys::{Object, Promise, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

use crate::{json, member};

/// Reads a file of the app.
pub(crate) async fn text(address: &str) -> Result<String, Fault> {
    send(address, Object::new().unchecked_into()).await
}

/// Adds a module to this one: it imports what this one exports.
pub(crate) async fn module(address: &str) -> Result<(), Fault> {
    let imports = Object::new();
    member::set(&imports, FIRST, &wasm_bindgen::exports());
    let add = |response: &Response| Ok(WebAssembly::instantiate_streaming(response, &imports));
    read(address, Object::new().unchecked_into(), &add).await.map(drop)
}

/// What the later module calls the first: the same as in `xtask/src/build/split.rs`.
const FIRST: &str = "first";

/// Calls the edge: with a JSON body for a change, without one for reading. `person` is the key of
/// whom the page was drawn for.
pub(crate) async fn call(path: &str, body: Option<&str>, person: &str) -> Result<String, Fault> {
    let init = Object::new();
    let headers = Object::new();
    member::set(&headers, VERSION_HEADER, &JsValue::from_str(VERSION));
    if let Some(body) = body {
        member::set(&init, "method", &JsValue::from_str("POST"));
        member::set(&init, "body", &JsValue::from_str(body));
        let json = JsValue::from_str("application/json");
        member::set(&headers, "content-type", &json);
        member::set(&headers, PERSON_HEADER, &JsValue::from_str(person));
    }
    member::set(&init, "headers", &headers);
    send(path, init.unchecked_into()).await
}

async fn send(path: &str, init: RequestInit) -> Result<String, Fault> {
    Ok(read(path, init, &Response::text).await?.as_string().unwrap_or_default())
}

/// Sends a request, and makes something of the answer.
async fn read(
    path: &str,
    init: RequestInit,
    make: &dyn Fn(&Response) -> Result<Promise, JsValue>,
) -> Result<JsValue, Fault> {
    let window = web_sys::window().ok_or(Fault::Unreadable)?;
    // Not `AbortSignal.timeout`, which not every browser has that runs the rest of the app.
    let _deadline = AbortController::new().ok().map(|abort| {
        member::set(&init, "signal", &abort.signal());
        Timeout::new(deadline::APP_MILLISECONDS, move || abort.abort())
    });
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(path, &init))
        .await
        .map_err(fault_of)?
        .unchecked_into();
    let body =
        JsFuture::from(make(&response).map_err(|_| Fault::Unreadable)?).await.map_err(fault_of)?;
    if member::is_set(&response, "ok") {
        return Ok(body);
    }
    Err(json::parse(&body.as_string().unwrap_or_default())
        .and_then(|value| wire::problem(&json::read(&value)))
        .map_or(Fault::Unreadable, Fault::Problem))
}

fn fault_of(exception: JsValue) -> Fault {
    match member::text(&exception, "name").as_deref() {
        Some("TimeoutError" | "AbortError") => Fault::TimedOut,
        _ => Fault::Offline,
    }
}
