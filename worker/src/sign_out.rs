//! Signing out: the session ends here, then at the directory if it has a page for that.
//!
//! Works without script. Next: the first page, which says that it is done.

use contract::routes::HOME;
use gateway::session;

use crate::{cookies, exchange::Exchange, failure::Failure, reply::Reply, sign_in};

/// The form: the session is deleted, and the browser forgets it.
pub(crate) async fn sign_out(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    sign_in::check_form(exchange)?;
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    let directory = session::sign_out(&exchange.gateway, cookie.as_deref()).await;
    let directory = directory.map_err(|fault| exchange.failure(&fault))?;
    // What the first page is to say travels beside the address, which stays free of it.
    let notice = cookies::keep(cookies::NOTICE, cookies::SIGNED_OUT, cookies::NOTICE_SECONDS);
    Ok(Reply::see_other(directory.unwrap_or_else(|| HOME.to_owned()))
        .with("set-cookie", cookies::forget(cookies::SESSION))
        .with("set-cookie", notice))
}
