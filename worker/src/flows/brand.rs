//! The company's logo.

use contract::ProblemCode;
use worker::js_sys::Uint8Array;

use crate::{
    exchange::Exchange,
    web::{
        failure::Failure,
        reply::{Body, Reply},
    },
};

/// What an SVG may do if somebody opens it by itself: be looked at.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// The picture.
///
/// # Errors
///
/// [`ProblemCode::NotFound`] where none is set.
pub(crate) fn logo(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, .. } = exchange;
    let logo = edge.settings.logo.as_ref();
    let logo = logo.ok_or_else(|| incoming.failure(ProblemCode::NotFound, "no logo is set"))?;
    let body = Body::Compressed(Uint8Array::from(logo.bytes.as_slice()));
    let reply = Reply { body, ..Reply::empty(200) };
    Ok(reply
        .with("content-type", logo.media_type)
        .with("content-security-policy", POLICY)
        // An hour: a new one is soon seen.
        .with("cache-control", "public, max-age=3600"))
}
