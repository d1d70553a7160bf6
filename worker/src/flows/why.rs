//! The page that says why a person may not be able to add a passkey. Works without script.

use contract::ProblemCode;
use gateway::{session, why};

use crate::{
    drawing::PlainPage,
    exchange::Exchange,
    flows::overview,
    web::{alias, cookies, failure::Failure, incoming::Incoming, reply::Reply},
};

/// The page; the first page for anyone who is not signed in.
pub(crate) async fn page(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, gateway, .. } = exchange;
    let Incoming { authority, path, query, .. } = incoming;
    if let Some(home) = alias::home(&edge.settings.app_origin, authority, path, query) {
        return Ok(Reply::moved(home));
    }
    let cookie = incoming.cookie(cookies::SESSION);
    let found = async {
        let mut session = session::open(gateway, cookie.as_deref()).await?;
        exchange.note_actor(&session.person_key());
        why::read(gateway, &mut session).await
    };
    match found.await {
        Ok(found) => {
            let page = PlainPage::Why(Box::new(found), &edge.settings.app_origin);
            Ok(edge.drawings.plain(incoming, 200, &incoming.address(), page).await)
        }
        Err(fault) if fault.code() == ProblemCode::SignInRequired => overview::page(exchange).await,
        Err(fault) => Err(exchange.failure(&fault)),
    }
}
