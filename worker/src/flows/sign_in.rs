//! Signing in: the form that begins it, and the return from the directory that finishes it.
//!
//! The sealed attempt is kept in a cookie, so that an anonymous visitor can store nothing here.

use contract::{
    ProblemCode, StartScreen,
    routes::{ACCOUNT_FIELD, HOME, RETURN_TO_FIELD},
    start::WelcomeReason,
};
use gateway::{Ports, SessionId, sign_in, step_up};
use views::Destination;

use crate::{
    exchange::Exchange,
    flows::call,
    rates,
    routes::{self, Match, Route},
    web::{cookies, failure::Failure, incoming::field, reply::Reply},
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
    if let Err(failure) = rates::admit_account(exchange, &account) {
        return Ok(welcome(exchange, page(&return_to), account, failure).await);
    }
    // Someone already signed in comes here because a change needs a fresher sign-in.
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    let begun = step_up::begin(&exchange.gateway, cookie.as_deref(), &account, &return_to).await;
    match begun {
        Ok(begun) => {
            let Exchange { edge, incoming, .. } = exchange;
            let onward =
                edge.drawings.onward(incoming, &return_to, Destination::SignIn, begun.location);
            let mut reply = onward.await;
            let sent = incoming.header("cookie").unwrap_or_default();
            for surplus in incoming.jar.surplus_attempts(&sent) {
                reply = reply.with("set-cookie", incoming.jar.forget(surplus));
            }
            let name = [cookies::ATTEMPT, &begun.tag].concat();
            let attempt = incoming.jar.keep(&name, &begun.attempt, cookies::ATTEMPT_SECONDS);
            Ok(reply.with("set-cookie", attempt))
        }
        Err(fault) => {
            let failure = exchange.failure(&fault);
            Ok(welcome(exchange, page(&return_to), account, failure).await)
        }
    }
}

/// The same page again, so that the next attempt returns to it too.
fn page(return_to: &str) -> &str {
    let path = return_to.split('?').next().unwrap_or_default();
    let is_page = routes::find("GET", path) == Match::Found(Route::Page);
    if is_page { return_to } else { HOME }
}

/// The return from the directory: creates a session, or leads to the first page with the problem.
pub(crate) async fn finish(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let query = &exchange.incoming.query;
    let name = [cookies::ATTEMPT, &sign_in::attempt_tag(query)].concat();
    let attempt = exchange.incoming.cookie(&name);
    let finished = sign_in::finish(&exchange.gateway, query, attempt.as_deref()).await;
    let is_foreign =
        finished.as_ref().is_err_and(|fault| fault.code() == ProblemCode::SignInMismatch);
    let reply = match finished {
        Ok(signed_in) => {
            forget_earlier(exchange).await;
            let seconds = exchange.gateway.ports.now().seconds_until(signed_in.ends_at);
            let session =
                exchange.incoming.jar.keep(cookies::SESSION, signed_in.session.expose(), seconds);
            Reply::see_other(signed_in.return_to).with("set-cookie", session)
        }
        Err(fault) => unfinished(exchange, exchange.failure(&fault)).await,
    };
    // An attempt can be finished once. An answer that does not match it leaves it alone: the person
    // may still be at the directory.
    if is_foreign {
        return Ok(reply);
    }
    Ok(reply.with("set-cookie", exchange.incoming.jar.forget(&name)))
}

/// The way to the first page, which tells the problem: the address of the callback carries a code.
async fn unfinished(exchange: &Exchange<'_>, failure: Failure) -> Reply {
    let incoming = exchange.incoming;
    if incoming.header("cookie").is_none() {
        // A browser that keeps no cookies would lose the notice and never learn why.
        return welcome(exchange, HOME, String::new(), failure).await;
    }
    let notice = cookies::notice_of_problem(&failure.problem);
    Reply::see_other(HOME.to_owned())
        .with("set-cookie", incoming.jar.keep(cookies::NOTICE, &notice, cookies::NOTICE_SECONDS))
        .failed(incoming, failure)
}

/// Deletes the session that this sign-in replaces.
async fn forget_earlier(exchange: &Exchange<'_>) {
    let earlier = exchange.incoming.cookie(cookies::SESSION);
    let keys = &exchange.edge.settings.seal_keys;
    if let Some(earlier) = earlier.as_deref().and_then(|it| SessionId::parse(keys, it)) {
        // If this fails, its own alarm deletes it.
        let _forgotten = exchange.gateway.ports.delete_session(&earlier).await;
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
