//! The end of a pass, in the person's object; the session ends with it.
//!
//! Decides nothing. Next: `gateway::pass`.

use contract::pass::RetirePass;
use gateway::{Fault, Gateway, Ports, pass, session};

use crate::{call, cookies, exchange::Exchange, failure::Failure, reply::Reply};

/// The call: sent on to the person's object; the browser forgets the session.
pub(crate) async fn send(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let reply = call::change::<RetirePass>(exchange).await?;
    Ok(reply.with("set-cookie", cookies::forget(cookies::SESSION)))
}

/// The end itself, when it is its turn.
pub(crate) async fn retire<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &str,
    request: RetirePass,
) -> Result<impl serde::Serialize, Fault> {
    let mut session = session::open(gateway, Some(session)).await?;
    pass::retire(gateway, &mut session, request).await
}
