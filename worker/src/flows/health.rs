//! Health: whether the edge is up, and whether the directory answers it.

use crate::{
    exchange::Exchange,
    web::{failure::Failure, reply::Reply},
};

/// The answer: `up`, and the version of this program. Asks nobody else.
pub(crate) fn health() -> Reply {
    const BODY: &str = concat!(r#"{"status":"up","version":""#, env!("CARGO_PKG_VERSION"), r#""}"#);
    Reply::json(200, BODY.to_owned())
}

/// The answer: `ready`, if the directory has answered within the last seconds.
///
/// # Errors
///
/// What keeps the directory from answering, as a problem with its code.
pub(crate) async fn ready(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let gateway = &exchange.gateway;
    gateway::ready(gateway).await.map_err(|fault| exchange.failure(&fault))?;
    Ok(Reply::json(200, r#"{"status":"ready"}"#.to_owned()))
}
