//! Signing out: the session ends here, then at the directory if it has a page for that.
//!
//! Works without script.

use contract::routes::HOME;
use gateway::session;
use views::Destination;

use crate::{
    drawing::PlainPage,
    exchange::Exchange,
    flows::call,
    web::{cookies, failure::Failure, reply::Reply},
};

/// The form: deletes the session and its cookie, then goes on.
pub(crate) async fn sign_out(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::check_form(exchange)?;
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    let directory = session::sign_out(&exchange.gateway, cookie.as_deref()).await;
    let directory = directory.map_err(|fault| exchange.failure(&fault))?;
    // A cookie, so that the address of the first page carries no notice.
    let notice =
        exchange.incoming.jar.keep(cookies::NOTICE, cookies::SIGNED_OUT, cookies::NOTICE_SECONDS);
    let Exchange { edge, incoming, .. } = exchange;
    let reply = match directory {
        Some(directory) => {
            let page = PlainPage::Onward(Destination::SignOut, directory);
            edge.drawings.plain(incoming, 200, HOME, page).await
        }
        None => Reply::see_other(HOME.to_owned()),
    };
    Ok(reply
        .with("set-cookie", exchange.incoming.jar.forget(cookies::SESSION))
        // Whoever signs in next is not meant for the card of whoever was here.
        .with("set-cookie", exchange.incoming.jar.forget(cookies::CARD_CODE))
        .with("set-cookie", notice))
}
