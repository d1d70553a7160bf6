//! Health: whether the edge is up, whether the directory answers it, and what was counted.

use contract::ProblemCode;

use crate::{
    exchange::Exchange,
    metrics,
    web::{
        failure::Failure,
        reply::{Body, Reply},
    },
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

/// What this isolate has counted, for whoever has the token. Without one, or with another, there is no
/// such page.
pub(crate) fn metrics(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, .. } = exchange;
    let sent = incoming.header("authorization").unwrap_or_default();
    if !edge.settings.may_read_metrics(&sent) {
        return Err(incoming.failure(ProblemCode::NotFound, "no token for the metrics"));
    }
    let text = Body::Text(metrics::text());
    let reply = Reply { body: text, ..Reply::empty(200) };
    Ok(reply.with("content-type", "text/plain; version=0.0.4; charset=utf-8"))
}
