//! Signing in: the form that begins it, and the return from the directory that finishes it.
//!
//! The sealed attempt is kept in a cookie, so that an anonymous visitor can store nothing here.

use contract::{
    ProblemCode, StartScreen,
    routes::{ACCOUNT_FIELD, CARD_DONE, HOME, RETURN_TO_FIELD},
    start::WelcomeReason,
};
use gateway::{
    Ports, SessionId,
    sign_in::{self, Begun, SignedIn},
    step_up,
};
use views::Destination;

use crate::{
    drawing::{self, PlainPage},
    exchange::Exchange,
    flows::{call, card},
    rates,
    routes::{self, Match, Route},
    web::{cookies, deep_link, failure::Failure, incoming::field, reply::Reply},
};

/// Maximum size of the sign-in form, in bytes.
const FORM_CAP: usize = 8 * 1024;

/// The form: a page that goes on to the directory, or the first page again with what was typed.
pub(crate) async fn begin(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    call::check_form(exchange)?;
    let form = exchange.incoming.body("application/x-www-form-urlencoded", FORM_CAP).await?;
    let form = String::from_utf8_lossy(&form);
    let account = field(&form, ACCOUNT_FIELD).unwrap_or_default();
    let return_to = field(&form, RETURN_TO_FIELD).unwrap_or_else(|| HOME.to_owned());
    // Someone already signed in comes here because a change needs a fresher sign-in.
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    match attempt(exchange, cookie.as_deref(), &account, &return_to).await {
        Ok(begun) => {
            let Exchange { edge, incoming, .. } = exchange;
            let page = PlainPage::Onward(Destination::SignIn, begun.location.clone());
            let onward = edge.drawings.plain(incoming, 200, &return_to, page);
            Ok(with_attempt(exchange, onward.await, &begun))
        }
        Err(failure) => Ok(welcome(exchange, page(&return_to), account, failure).await),
    }
}

/// The same page again, so that the next attempt returns to it too.
fn page(return_to: &str) -> &str {
    let path = return_to.split('?').next().unwrap_or_default();
    let is_page = matches!(routes::find("GET", path), Match::Found(Route::Page | Route::Sessions));
    if is_page { return_to } else { HOME }
}

/// The link of an invitation: goes on to the directory at once, for the account that it names.
///
/// Anyone can make anyone open it, and robots do. It stores nothing, replaces no session and no other
/// attempt, and the browser keeps its attempt as after the form, so that an answer to somebody else's
/// signs nobody in. Whatever is not a person's visit leads to the page that the link is about.
pub(crate) async fn start(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    begin_at_once(exchange, &exchange.incoming.query).await
}

/// Begins a sign-in as the query of an invitation says, without a form.
pub(super) async fn begin_at_once(exchange: &Exchange<'_>, query: &str) -> Result<Reply, Failure> {
    let incoming = exchange.incoming;
    let page = deep_link::invited_to(query);
    let account = drawing::invited(query);
    let sent = incoming.header("cookie").unwrap_or_default();
    let is_free = incoming.jar.surplus_attempts(&sent).is_empty();
    if account.is_empty() || !is_free || !incoming.is_visit() || is_signed_in(exchange).await? {
        return Ok(Reply::see_other(page));
    }
    match attempt(exchange, None, &account, &deep_link::after_sign_in(&page)).await {
        Ok(begun) => {
            let reply = Reply::see_other(begun.location.clone());
            Ok(with_attempt(exchange, reply, &begun))
        }
        Err(failure) => Ok(welcome(exchange, &page, account, failure).await),
    }
}

/// Whether the browser has a session that goes on.
async fn is_signed_in(exchange: &Exchange<'_>) -> Result<bool, Failure> {
    match call::session(exchange).await {
        Ok(_) => Ok(true),
        Err(failure) if failure.ends_session() => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Begins a sign-in for the account, unless too many have begun; `cookie` is that of the session which
/// it makes fresher.
async fn attempt(
    exchange: &Exchange<'_>,
    cookie: Option<&str>,
    account: &str,
    return_to: &str,
) -> Result<Begun, Failure> {
    rates::admit_sign_in(exchange, account)?;
    let begun = step_up::begin(&exchange.gateway, cookie, account, return_to).await;
    begun.map_err(|fault| exchange.failure(&fault))
}

/// The reply that begins a sign-in, with its attempt in a cookie. A browser holds a few of them.
fn with_attempt(exchange: &Exchange<'_>, mut reply: Reply, begun: &Begun) -> Reply {
    let incoming = exchange.incoming;
    let sent = incoming.header("cookie").unwrap_or_default();
    for surplus in incoming.jar.surplus_attempts(&sent) {
        reply = reply.with("set-cookie", incoming.jar.forget(surplus));
    }
    if let Some(tied) = card::tied(incoming, &begun.tag) {
        reply = reply.with("set-cookie", tied);
    }
    let name = [cookies::ATTEMPT, &begun.tag].concat();
    let attempt = incoming.jar.keep(&name, &begun.attempt, cookies::ATTEMPT_SECONDS);
    reply.with("set-cookie", attempt)
}

/// The return from the directory: creates a session, or leads to the first page with the problem.
pub(crate) async fn finish(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let query = &exchange.incoming.query;
    let tag = sign_in::attempt_tag(query);
    let name = [cookies::ATTEMPT, &tag].concat();
    let code = card::code_of(exchange.incoming, &tag);
    let attempt = exchange.incoming.cookie(&name);
    // Without it nothing is asked; a picture in any page could have the browser come here.
    if attempt.is_some() {
        rates::admit_address(exchange)?;
    }
    let finished = sign_in::finish(&exchange.gateway, query, attempt.as_deref()).await;
    let is_foreign =
        finished.as_ref().is_err_and(|fault| fault.code() == ProblemCode::SignInMismatch);
    let reply = match finished {
        Ok(signed_in) => {
            exchange.note_actor(&signed_in.person);
            // Before the earlier session ends, so that the card goes on with this one.
            let is_done = match &code {
                Some(code) => leave_for_card(exchange, &signed_in, code).await,
                None => false,
            };
            forget_earlier(exchange).await;
            let seconds = exchange.gateway.ports.now().seconds_until(signed_in.ends_at);
            let session =
                exchange.incoming.jar.keep(cookies::SESSION, signed_in.session.expose(), seconds);
            let next = match &code {
                Some(_) if is_done => CARD_DONE.to_owned(),
                // It stays that card's window: another step-up may follow.
                Some(code) => card::in_window(&signed_in.return_to, code),
                None => signed_in.return_to,
            };
            let reply = Reply::see_other(next).with("set-cookie", session);
            // Whoever signs in elsewhere in this browser meanwhile may be somebody else.
            match exchange.incoming.cookie(cookies::CARD_CODE) {
                Some(_) if code.is_none() => {
                    reply.with("set-cookie", exchange.incoming.jar.forget(cookies::CARD_CODE))
                }
                Some(_) | None => reply,
            }
        }
        Err(fault) => {
            let page = code.map_or_else(|| HOME.to_owned(), |code| card::in_window(HOME, &code));
            unfinished(exchange, page, exchange.failure(&fault), attempt.as_deref()).await
        }
    };
    // An attempt can be finished once. An answer that does not match it leaves it alone: the person
    // may still be at the directory.
    if is_foreign {
        return Ok(reply);
    }
    Ok(reply.with("set-cookie", exchange.incoming.jar.forget(&name)))
}

/// The way to a page that tells the problem: the address of the callback carries a code. The account of
/// the attempt comes along, so that nobody types it again.
pub(super) async fn unfinished(
    exchange: &Exchange<'_>,
    page: String,
    failure: Failure,
    attempt: Option<&str>,
) -> Reply {
    let incoming = exchange.incoming;
    if incoming.header("cookie").is_none() {
        // A browser that keeps no cookies would lose the notice and never learn why.
        return welcome(exchange, HOME, String::new(), failure).await;
    }
    let account = sign_in::attempted_account(&exchange.gateway, attempt).unwrap_or_default();
    let notice =
        [&cookies::notice_of_problem(&failure.problem), cookies::AND_ACCOUNT, &account].concat();
    Reply::see_other(page)
        .with("set-cookie", incoming.jar.keep(cookies::NOTICE, &notice, cookies::NOTICE_SECONDS))
        .failed(incoming, failure)
}

/// Leaves the session for the card whose window this is. Whether the window has nothing more to do.
async fn leave_for_card(exchange: &Exchange<'_>, signed_in: &SignedIn, code: &str) -> bool {
    // If this fails, the card stays as it was; the person is signed in all the same.
    let left = gateway::card::leave(&exchange.gateway, code, &signed_in.session).await;
    left.unwrap_or(false) && signed_in.return_to.split('?').next() == Some(HOME)
}

/// Deletes the session that this sign-in replaces.
async fn forget_earlier(exchange: &Exchange<'_>) {
    let earlier = exchange.incoming.cookie(cookies::SESSION);
    let keys = &exchange.edge.settings.seal_keys;
    if let Some(earlier) = earlier.as_deref().and_then(|it| SessionId::parse(keys, it)) {
        // If this fails, its own alarm deletes it.
        let _forgotten = exchange.gateway.ports.delete_session(&earlier.name()).await;
    }
}

/// The first page with what was typed and the problem.
async fn welcome(
    exchange: &Exchange<'_>,
    address: &str,
    account: String,
    failure: Failure,
) -> Reply {
    let reason = Some(WelcomeReason::Problem { problem: failure.problem.clone() });
    let screen = StartScreen::Welcome { account, reason };
    let status = failure.problem.code.status();
    let Exchange { edge, incoming, .. } = exchange;
    edge.drawings.page_at(incoming, status, address, screen).await.failed(incoming, failure)
}
