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
    let Exchange { edge, incoming, .. } = exchange;
    let mut notice = cookies::SIGNED_OUT.to_owned();
    let reply = match directory {
        Ok(Some(directory)) => {
            let page = PlainPage::Onward(Destination::SignOut, directory);
            edge.drawings.plain(incoming, 200, HOME, page).await
        }
        Ok(None) => Reply::see_other(HOME.to_owned()),
        // What is left is told; this browser is signed out all the same.
        Err(fault) => {
            let failure = exchange.failure(&fault);
            notice = cookies::notice_of_problem(&failure.problem);
            Reply::see_other(HOME.to_owned()).failed(incoming, failure)
        }
    };
    // A cookie, so that the address of the first page carries no notice.
    let notice = incoming.jar.keep(cookies::NOTICE, &notice, cookies::NOTICE_SECONDS);
    Ok(reply
        .with("set-cookie", exchange.incoming.jar.forget(cookies::SESSION))
        // Whoever signs in next is not meant for the card of whoever was here.
        .with("set-cookie", exchange.incoming.jar.forget(cookies::CARD_CODE))
        .with("set-cookie", notice))
}
