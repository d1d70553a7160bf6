//! Whether the edge is up: an answer that asks nobody else.
//!
//! Next: whoever watches.

use crate::reply::Reply;

/// The version of this program and of its contract.
pub(crate) fn health() -> Reply {
    const BODY: &str = concat!(r#"{"status":"up","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#);
    Reply::json(200, BODY.to_owned())
}
