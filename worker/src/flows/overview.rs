//! The overview: as a call of the app, and as the page that is rendered with it.
//!
//! Costs one round trip to the directory either way.

use contract::{
    Overview, StartScreen, overview::AnswerPassword, routes::HOME, start::WelcomeReason,
};
use gateway::{Session, overview, sign_in};

use crate::{
    drawing,
    exchange::Exchange,
    flows::call,
    json::to_json,
    web::{cookies, deep_link, failure::Failure, incoming::Incoming, reply::Reply},
};

/// The call: returns the overview.
pub(crate) async fn call(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::check(exchange)?;
    let overview = read(exchange, call::session(exchange).await?).await?;
    Ok(Reply::json(200, to_json(&overview)))
}

/// The call of a page that nobody uses: the overview, while the session lasts all the same.
pub(crate) async fn glance(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::check(exchange)?;
    let overview = read(exchange, call::session_at_rest(exchange).await?).await?;
    Ok(Reply::json(200, to_json(&overview)))
}

/// The call of a page that waits: the overview, so many times in a session.
pub(crate) async fn look(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::check(exchange)?;
    let mut session = call::session(exchange).await?;
    let overview = overview::look(&exchange.gateway, &mut session).await;
    let overview = overview.map_err(|fault| exchange.failure(&fault))?;
    Ok(Reply::json(200, to_json(&overview)))
}

/// A page: the overview for someone signed in, the first page for anyone else.
pub(crate) async fn page(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let Exchange { incoming, edge, .. } = exchange;
    let Incoming { path, query, .. } = incoming;
    if let Some(page) = deep_link::page(path, query) {
        return Ok(Reply::see_other(page));
    }
    let kept = incoming.cookie(cookies::NOTICE).unwrap_or_default();
    let (notice, account) = kept.split_once(cookies::AND_ACCOUNT).unwrap_or((&kept, ""));
    // A sign-in that failed is told first, also to someone whose session goes on.
    let is_failed = cookies::problem_of_notice(notice).is_some();
    if is_failed || incoming.cookie(cookies::SESSION).is_none() {
        return Ok(first_page(exchange, notice, account).await);
    }
    let overview = async { read(exchange, call::session(exchange).await?).await };
    match overview.await {
        Ok(mut overview) => {
            let invited = drawing::invited(query);
            if !invited.is_empty() && !invited.eq_ignore_ascii_case(&overview.person.account) {
                // A link for somebody else begins nothing here, and says so on the overview.
                if path != HOME {
                    return Ok(Reply::see_other([HOME, "?", query].concat()));
                }
                overview.instead_of = Some(invited);
            }
            if let Some(page) = deep_link::next(query, overview::first_task(&overview)) {
                return Ok(Reply::see_other(page));
            }
            Ok(edge.drawings.page(incoming, 200, StartScreen::SignedIn { overview }).await)
        }
        Err(failure) if failure.ends_session() => {
            let reason = Some(WelcomeReason::Expired);
            let screen = StartScreen::Welcome { account: drawing::invited(query), reason };
            // Status 200, because the page offers what is needed: to sign in again.
            let page = edge.drawings.page(incoming, 200, screen).await;
            Ok(page.failed(incoming, failure))
        }
        Err(failure) => Err(failure),
    }
}

async fn read(exchange: &Exchange<'_>, mut session: Session) -> Result<Overview, Failure> {
    let overview = overview::read(&exchange.gateway, &mut session).await;
    overview.map_err(|fault| exchange.failure(&fault))
}

async fn first_page(exchange: &Exchange<'_>, notice: &str, sealed: &str) -> Reply {
    let Exchange { incoming, edge, .. } = exchange;
    match cookies::screen_of_notice(Some(notice)) {
        Some(mut screen) => {
            if let StartScreen::Welcome { account, .. } = &mut screen {
                *account = sign_in::open_account(&exchange.gateway, sealed).unwrap_or_default();
            }
            let reply = edge.drawings.page(incoming, 200, screen).await;
            reply.with("set-cookie", incoming.jar.forget(cookies::NOTICE))
        }
        None => edge.drawings.welcome(incoming).await,
    }
}

/// The call in which the person says whether they know their password.
pub(crate) async fn answer_password(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let answer: AnswerPassword = call::read(exchange).await?;
    let mut session = call::session_of_page(exchange).await?;
    let noted = overview::answer_password(&exchange.gateway, &mut session, answer).await;
    let noted = noted.map_err(|fault| exchange.failure(&fault))?;
    Ok(Reply::json(200, to_json(&noted)))
}
