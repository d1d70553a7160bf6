//! The proof that a new passkey works: a challenge, and what the passkey signed.
//!
//! Changes nothing at the directory, which hears nothing of it.

use contract::proof::{BeginProof, FinishProof};
use gateway::proof;

use crate::{
    exchange::Exchange,
    flows::call,
    json::to_json,
    web::{failure::Failure, reply::Reply},
};

/// The call: returns a challenge for a new passkey.
pub(crate) async fn begin(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let request: BeginProof = call::read(exchange).await?;
    let mut session = call::session_of_page(exchange).await?;
    let begun = proof::begin(&exchange.gateway, &mut session, request).await;
    let begun = begun.map_err(|fault| exchange.failure(&fault))?;
    Ok(Reply::json(200, to_json(&begun)))
}

/// The call: says which passkey has proved itself.
pub(crate) async fn finish(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let request: FinishProof = call::read(exchange).await?;
    let mut session = call::session_of_page(exchange).await?;
    let proved = proof::finish(&exchange.gateway, &mut session, request).await;
    let proved = proved.map_err(|fault| exchange.failure(&fault))?;
    Ok(Reply::json(200, to_json(&proved)))
}
