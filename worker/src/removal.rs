//! Removal of an authentication method, in the person's object.
//!
//! Decides nothing. Next: `gateway::removal`.

use contract::removal::RemoveMethod;
use gateway::{Fault, Gateway, Ports, removal, session};

use crate::{call, exchange::Exchange, failure::Failure, reply::Reply};

/// The call: sent on to the person's object.
pub(crate) async fn send(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::change::<RemoveMethod>(exchange).await
}

/// The removal itself, when it is its turn.
pub(crate) async fn remove<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &str,
    request: RemoveMethod,
) -> Result<impl serde::Serialize, Fault> {
    let mut session = session::open(gateway, Some(session)).await?;
    removal::remove(gateway, &mut session, request).await
}
