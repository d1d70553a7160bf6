//! The first page for someone who just arrived: drawn once, compressed once a second.
//!
//! The same for everyone but for its language, its path and its time; never kept for an address
//! with a query, which is anyone's to choose. Next: `drawing`.

use std::{cell::RefCell, rc::Rc};

use contract::{StartScreen, Timestamp};
use web_sys::{ReadableWritablePair, Response};
use worker::{
    js_sys::{self, Array, Function, Reflect, Uint8Array},
    wasm_bindgen::{JsCast, JsValue},
};

use crate::{
    body, clock,
    drawing::{self, Language},
    exchange::Exchange,
    incoming::Incoming,
    negotiation::{self, Encoding},
    reply::{Body, Reply},
};

/// How long a compressed page is used, in milliseconds: so much its time may be behind.
const COMPRESSED_FOR: i64 = 1000;

/// The largest page that is compressed here, in bytes.
const PAGE_CAP: usize = 1024 * 1024;

/// Stands for the time in a drawn page; it occurs in no page by itself.
const NO_TIME: Timestamp = Timestamp(-9_000_000_000_000_001);
const NO_TIME_TEXT: &str = "-9000000000000001";

/// A drawn page, cut where the time stands.
pub(crate) struct Welcome {
    before: String,
    after: String,
    /// The whole page in gzip, and its time.
    compressed: RefCell<Option<(Timestamp, Uint8Array)>>,
}

/// The first page.
pub(crate) async fn page(exchange: &Exchange<'_>) -> Reply {
    let screen = StartScreen::Welcome { account: String::new(), reason: None };
    let Incoming { path, query, .. } = exchange.incoming;
    if !query.is_empty() {
        return drawing::page(exchange, 200, screen).await;
    }
    let language = Language::of(exchange.incoming);
    let welcomes = &exchange.edge.drawings.welcomes;
    let key = (language.name, path.clone());
    let known = welcomes.borrow().get(&key).cloned();
    let welcome = match known {
        Some(welcome) => welcome,
        None => {
            let html = drawing::draw(exchange.edge, &language, NO_TIME, path, screen).await;
            let welcome = Rc::new(Welcome::cut(&html));
            welcomes.borrow_mut().insert(key, Rc::clone(&welcome));
            welcome
        }
    };
    let accept = exchange.incoming.header("accept-encoding").unwrap_or_default();
    welcome.reply(negotiation::encoding_of_page(&accept), clock::now()).await
}

impl Welcome {
    fn cut(html: &str) -> Self {
        let (before, after) = html.split_once(NO_TIME_TEXT).unwrap_or((html, ""));
        Self { before: before.to_owned(), after: after.to_owned(), compressed: RefCell::new(None) }
    }

    /// The page as it is at a time.
    fn at(&self, now: Timestamp) -> String {
        format!("{}{}{}", self.before, now.0, self.after)
    }

    async fn reply(&self, encoding: Encoding, now: Timestamp) -> Reply {
        if encoding != Encoding::Gzip {
            return drawing::html_in(encoding, 200, Body::Text(self.at(now)));
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
                // The runtime compresses the answer itself.
                Err(_) => Body::Text(self.at(now)),
            },
        };
        drawing::html_in(Encoding::Gzip, 200, body)
    }
}

/// A text in gzip (RFC 1952).
async fn gzip(text: &str) -> Result<Uint8Array, JsValue> {
    // By name, because web-sys counts it among the unstable interfaces.
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
