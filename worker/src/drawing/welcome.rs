//! The first page as it is kept: rendered once, and compressed at most once a second.

use std::cell::RefCell;

use contract::Timestamp;
use web_sys::{ReadableWritablePair, Response};
use worker::{
    js_sys::{self, Array, Function, Reflect, Uint8Array},
    wasm_bindgen::{JsCast, JsValue},
};

use crate::web::{
    body,
    negotiation::Encoding,
    reply::{Body, Reply},
};

/// How long a compressed page is reused, in milliseconds; its time may be that far behind.
const COMPRESSED_FOR: i64 = 1000;

/// Maximum size of a compressed page, in bytes.
const PAGE_CAP: usize = 1024 * 1024;

/// A placeholder for the time in the rendered page, which occurs nowhere else in it.
pub(super) const NO_TIME: Timestamp = Timestamp(-9_000_000_000_000_001);
const NO_TIME_TEXT: &str = "-9000000000000001";

/// A rendered page, cut where its time is.
pub(super) struct Welcome {
    before: String,
    after: String,
    /// The whole page, compressed with gzip, and its time.
    compressed: RefCell<Option<(Timestamp, Uint8Array)>>,
}

impl Welcome {
    /// Cuts a page that was rendered as of [`NO_TIME`].
    pub(super) fn cut(html: &str) -> Self {
        let (before, after) = html.split_once(NO_TIME_TEXT).unwrap_or((html, ""));
        Self { before: before.to_owned(), after: after.to_owned(), compressed: RefCell::new(None) }
    }

    /// The page as of `now`.
    fn at(&self, now: Timestamp) -> String {
        format!("{}{}{}", self.before, now.0, self.after)
    }

    /// The page as a reply in an encoding.
    pub(super) async fn reply(&self, encoding: Encoding, now: Timestamp) -> Reply {
        if encoding != Encoding::Gzip {
            return Reply::html(encoding, 200, Body::Text(self.at(now)));
        }
        let kept = self.compressed.borrow().clone();
        let body = match kept {
            Some((at, bytes)) if now.0.saturating_sub(at.0) < COMPRESSED_FOR => {
                Body::Compressed(bytes)
            }
            _ => match gzip(&self.at(now)).await {
                Ok(bytes) => {
                    self.compressed.replace(Some((now, bytes.clone())));
                    Body::Compressed(bytes)
                }
                // Then the runtime compresses it.
                Err(_) => Body::Text(self.at(now)),
            },
        };
        Reply::html(Encoding::Gzip, 200, body)
    }
}

/// Compresses a text with gzip (RFC 1952).
async fn gzip(text: &str) -> Result<Uint8Array, JsValue> {
    // By its name, because web-sys has it only among its unstable APIs.
    let name = JsValue::from_str("CompressionStream");
    let compression: Function = Reflect::get(&js_sys::global(), &name)?.dyn_into()?;
    let compression = Reflect::construct(&compression, &Array::of1(&JsValue::from_str("gzip")))?;
    let plain = Response::new_with_opt_str(Some(text))?;
    let plain = plain.body().ok_or(JsValue::UNDEFINED)?;
    let stream = plain.pipe_through(compression.unchecked_ref::<ReadableWritablePair>());
    let bytes = body::read(Some(stream), PAGE_CAP).await;
    let bytes = bytes.map_err(|_| JsValue::UNDEFINED)?;
    Ok(Uint8Array::from(bytes.as_slice()))
}

#[cfg(test)]
mod tests;
