//! The sheet for the first day, and the code on it: the same for everyone, so that it may be kept.

use crate::{
    drawing::{PlainPage, qr_code},
    exchange::Exchange,
    web::{failure::Failure, reply::Reply},
};

/// The page.
pub(crate) async fn page(exchange: &Exchange<'_>) -> Reply {
    let Exchange { incoming, edge, .. } = exchange;
    let page = PlainPage::Leaflet(&edge.settings.app_origin, edge.settings.sign_in_origin());
    let reply = edge.drawings.plain(incoming, 200, &incoming.address(), page).await;
    if reply.failure.is_some() {
        return reply;
    }
    // In the language of whoever asks, which not every cache tells apart.
    reply.with("cache-control", "private, max-age=3600, no-transform")
}

/// The code with the address of this site.
pub(crate) fn code(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let reply = qr_code::reply(&exchange.edge.settings.app_origin, &exchange.incoming.trace)?;
    Ok(reply.with("cache-control", KEPT))
}

/// An hour: a new name of the company or a new address is soon on it.
const KEPT: &str = "public, max-age=3600, no-transform";
