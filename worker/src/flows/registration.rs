//! Registration of a passkey, its beginning: the directory's creation options.
//!
//! Changes nothing at the directory; the finish is a change and runs in the person's object.

use contract::registration::BeginRegistration;
use gateway::registration;

use crate::{
    exchange::Exchange,
    flows::call,
    json::to_json,
    web::{failure::Failure, reply::Reply},
};

/// The call: returns creation options, or the way to the directory's own page.
pub(crate) async fn begin(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let request: BeginRegistration = call::read(exchange).await?;
    let mut session = call::session_of_page(exchange).await?;
    let offer = registration::offer(&exchange.gateway, &mut session, request).await;
    let offer = offer.map_err(|fault| exchange.failure(&fault))?;
    Ok(Reply::json(200, to_json(&offer)))
}
