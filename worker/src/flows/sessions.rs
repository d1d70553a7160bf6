//! The forms of the page of a person's sessions, which end them, here or everywhere.
//!
//! Works without script. What came of a form is told on the page that it leads back to.

use contract::{
    ProblemCode,
    routes::{PERSON_FIELD, SESSION_FIELD, SESSIONS},
};
use gateway::Change;
use views::SessionsNotice;

use crate::{
    drawing::PlainPage,
    exchange::Exchange,
    flows::call,
    web::{cookies, failure::Failure, incoming::field, reply::Reply},
};

/// Maximum size of a form of the page, in bytes.
const FORM_CAP: usize = 1024;

/// What the notice of the form before says.
pub(super) fn notice(kept: &str) -> Option<SessionsNotice> {
    if kept == cookies::SESSIONS_ENDED {
        return Some(SessionsNotice::Ended);
    }
    cookies::problem_of_notice(kept).map(SessionsNotice::Failed)
}

/// The form: ends one session, or all the others.
pub(crate) async fn end(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let form = form(exchange).await?;
    let change = Change::EndSessions(field(&form, SESSION_FIELD));
    Ok(match run(exchange, &form, change).await {
        Ok(()) => back(exchange, cookies::SESSIONS_ENDED),
        Err(failure) => refused(exchange, failure),
    })
}

/// The form: signs out everywhere. The answer is the last page of this session, which has ended.
pub(crate) async fn sign_out_everywhere(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let form = form(exchange).await?;
    Ok(match run(exchange, &form, Change::SignOutEverywhere).await {
        Ok(()) => {
            let Exchange { edge, incoming, .. } = exchange;
            let page = PlainPage::SignedOutEverywhere;
            let reply = edge.drawings.plain(incoming, 200, &incoming.address(), page).await;
            reply.with("set-cookie", incoming.jar.forget(cookies::SESSION))
        }
        Err(failure) => refused(exchange, failure),
    })
}

/// The way back to the page after a failure; without a session it leads to the sign-in.
fn refused(exchange: &Exchange<'_>, failure: Failure) -> Reply {
    let reply = if failure.ends_session() {
        // The page finds out itself, and says so.
        Reply::see_other(SESSIONS.to_owned())
    } else {
        back(exchange, &cookies::notice_of_problem(&failure.problem))
    };
    Reply { failure: Some(failure), ..reply }
}

/// Reads a form of the page, which no other site has sent.
async fn form(exchange: &Exchange<'_>) -> Result<String, Failure> {
    call::check_form(exchange)?;
    let form = exchange.incoming.body("application/x-www-form-urlencoded", FORM_CAP).await?;
    let malformed = |_| exchange.incoming.failure(ProblemCode::InvalidRequest, "not UTF-8");
    String::from_utf8(form).map_err(malformed)
}

/// Runs a change for the person whom the form was drawn for.
async fn run(exchange: &Exchange<'_>, form: &str, change: Change) -> Result<(), Failure> {
    let session = call::session(exchange).await?;
    let key = field(form, PERSON_FIELD);
    session.check_page(key.as_deref()).map_err(|fault| exchange.failure(&fault))?;
    call::run(exchange, &session, change).await.map(drop)
}

/// The way back to the page, which tells what came of the form.
fn back(exchange: &Exchange<'_>, notice: &str) -> Reply {
    let notice = exchange.incoming.jar.keep(cookies::NOTICE, notice, cookies::NOTICE_SECONDS);
    Reply::see_other(SESSIONS.to_owned()).with("set-cookie", notice)
}
