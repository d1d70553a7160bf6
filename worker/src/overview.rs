//! The overview: as a call of the app, and as the page that is drawn with it.
//!
//! One round trip to the directory either way. Next: `gateway::overview`, then `drawing`.

use contract::{Overview, StartScreen, start::WelcomeReason};
use gateway::{overview, session};

use crate::{
    call, cookies, drawing,
    exchange::Exchange,
    failure::Failure,
    reply::{Reply, to_json},
    welcome,
};

/// The call.
pub(crate) async fn call(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::check(exchange)?;
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    let overview = read(exchange, cookie.as_deref()).await?;
    Ok(Reply::json(200, to_json(&overview)))
}

/// A page: the overview for someone signed in, the first page for anyone else.
pub(crate) async fn page(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Some(cookie) = exchange.incoming.cookie(cookies::SESSION) else {
        return Ok(first_page(exchange).await);
    };
    match read(exchange, Some(&cookie)).await {
        Ok(overview) => Ok(drawing::page(exchange, 200, StartScreen::SignedIn { overview }).await),
        Err(failure) if failure.ends_session() => {
            let reason = Some(WelcomeReason::Expired);
            let screen = StartScreen::Welcome { account: String::new(), reason };
            // The page is what was asked for: the way to sign in again. The log knows why.
            Ok(drawing::page(exchange, 200, screen).await.failed(exchange.incoming, failure))
        }
        Err(failure) => Err(failure),
    }
}

async fn read(exchange: &Exchange<'_>, cookie: Option<&str>) -> Result<Overview, Failure> {
    let read = async {
        let mut session = session::open(&exchange.gateway, cookie).await?;
        overview::read(&exchange.gateway, &mut session).await
    };
    read.await.map_err(|fault| exchange.failure(&fault))
}

async fn first_page(exchange: &Exchange<'_>) -> Reply {
    let notice = exchange.incoming.cookie(cookies::NOTICE);
    match cookies::screen_of_notice(notice.as_deref()) {
        Some(screen) => {
            let reply = drawing::page(exchange, 200, screen).await;
            reply.with("set-cookie", cookies::forget(cookies::NOTICE))
        }
        None => welcome::page(exchange).await,
    }
}
