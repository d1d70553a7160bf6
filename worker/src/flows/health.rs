//! Health: whether the edge is up. Asks nobody else.

use crate::web::reply::Reply;

/// The answer: `up`, and the version of this program.
pub(crate) fn health() -> Reply {
    const BODY: &str = concat!(r#"{"status":"up","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#);
    Reply::json(200, BODY.to_owned())
}
