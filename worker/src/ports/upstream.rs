//! Requests to the directory.
//!
//! Never follows a redirect, never waits longer than the deadline, never reads more of an answer
//! than the cap.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use gateway::Unreachable;
use http::HeaderValue;
use worker::{
    Delay,
    js_sys::{self, Uint8Array},
    wasm_bindgen::{JsCast, JsValue},
    wasm_bindgen_futures::JsFuture,
    web_sys::{
        AbortController, AbortSignal, Headers, RequestInit, RequestRedirect, Response,
        WorkerGlobalScope,
    },
};

use crate::web::body::{self, BodyFault};

/// Maximum size of the directory's answer, in bytes.
const ANSWER_CAP: usize = 1024 * 1024;

/// Sends a request and reads the whole answer.
pub(super) async fn send(
    request: http::Request<Vec<u8>>,
    deadline: Duration,
) -> Result<http::Response<Vec<u8>>, Unreachable> {
    let controller = AbortController::new().map_err(|_| Unreachable::Disconnected)?;
    // The deadline covers the body too, because the signal alone does not end one that stalls.
    let exchange = pin!(exchange(request, controller.signal()));
    match select(exchange, Delay::from(deadline)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => {
            controller.abort();
            Err(Unreachable::TimedOut)
        }
    }
}

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

/// Copies the headers that the gateway reads, also one with letters beyond ASCII: a realm may have them.
fn copy_headers(headers: &Headers, map: &mut http::HeaderMap) {
    for name in gateway::headers_read() {
        if let Ok(Some(value)) = headers.get(name.as_str())
            && let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
        {
            map.append(name, value);
        }
    }
}
