//! Registration of a passkey: options to begin with, and the finish in the person's object.
//!
//! Decides nothing. Next: `gateway::registration`.

use contract::registration::{BeginRegistration, FinishRegistration};
use gateway::{Fault, Gateway, Ports, registration, session};

use crate::{
    call,
    exchange::Exchange,
    failure::Failure,
    reply::{Reply, to_json},
};

/// The call that begins: creation options.
pub(crate) async fn begin(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let (request, _) = call::read::<BeginRegistration>(exchange).await?;
    let mut session = call::session(exchange).await?;
    let begun = registration::begin(&exchange.gateway, &mut session, request).await;
    let begun = begun.map_err(|fault| exchange.failure(&fault))?;
    Ok(Reply::json(200, to_json(&begun)))
}

/// The call that finishes: sent on to the person's object.
pub(crate) async fn send_finish(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::change::<FinishRegistration>(exchange).await
}

/// The finish itself, when it is its turn. The session is read anew: an earlier change may have
/// been this very one.
pub(crate) async fn finish<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &str,
    request: FinishRegistration,
) -> Result<impl serde::Serialize, Fault> {
    let mut session = session::open(gateway, Some(session)).await?;
    registration::finish(gateway, &mut session, request).await
}
