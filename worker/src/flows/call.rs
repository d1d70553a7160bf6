//! What all calls of the app share: the checks before a flow begins, and the way of a change to
//! its object.
//!
//! Nothing is read upstream before the request is known to come from this app's own page, in this
//! version, in JSON and within the maximum size.

use contract::{ProblemCode, routes::ChangeCall};
use gateway::{Change, Fault, Session, anti_forgery, json, session};
use http::{HeaderMap, HeaderValue, header::ORIGIN};
use serde::de::DeserializeOwned;

use crate::{
    exchange::Exchange,
    objects::changes::{self, ChangeMessage},
    web::{cookies, failure::Failure, reply::Reply},
};

/// Maximum size of the body of a call, in bytes: an attestation with a challenge of 7 kB fits.
const BODY_CAP: usize = 64 * 1024;

/// Refuses a call that another site made, or an app of another version.
pub(super) fn check(exchange: &Exchange<'_>) -> Result<(), Failure> {
    let method = http::Method::from_bytes(exchange.incoming.method.as_bytes())
        .map_err(|_| exchange.incoming.failure(ProblemCode::InvalidRequest, "verb"))?;
    anti_forgery::check_call(&method, &origin_headers(exchange), &exchange.edge.settings.app_origin)
        .map_err(|fault| exchange.failure(&fault))
}

/// Refuses a form that another site sent.
pub(super) fn check_form(exchange: &Exchange<'_>) -> Result<(), Failure> {
    anti_forgery::check_form(&origin_headers(exchange), &exchange.edge.settings.app_origin)
        .map_err(|fault| exchange.failure(&fault))
}

/// The headers that say where a request comes from.
fn origin_headers(exchange: &Exchange<'_>) -> HeaderMap {
    let names = [&ORIGIN, &anti_forgery::SEC_FETCH_SITE, &anti_forgery::VERSION];
    let sent = names.into_iter().filter_map(|name| {
        let value = exchange.incoming.header(name.as_str())?;
        // What cannot be a value was sent all the same: it is not that of our own page.
        let value = HeaderValue::from_bytes(value.as_bytes());
        Some((name.clone(), value.unwrap_or(HeaderValue::from_static("unreadable"))))
    });
    sent.collect()
}

/// Checks a call and parses its body; unknown fields are refused.
pub(super) async fn read<T: DeserializeOwned>(exchange: &Exchange<'_>) -> Result<T, Failure> {
    let text = text(exchange).await?;
    json::read(text.as_bytes()).ok_or_else(|| not_of_this_call(exchange))
}

fn not_of_this_call(exchange: &Exchange<'_>) -> Failure {
    exchange.incoming.failure(ProblemCode::InvalidRequest, "not the JSON of this call")
}

/// Checks a call and returns its body, which begins like a JSON object.
async fn text(exchange: &Exchange<'_>) -> Result<String, Failure> {
    check(exchange)?;
    let bytes = exchange.incoming.body("application/json", BODY_CAP).await?;
    let invalid = |cause| exchange.incoming.failure(ProblemCode::InvalidRequest, cause);
    let text = String::from_utf8(bytes).map_err(|_| invalid("not UTF-8"))?;
    if !text.trim_start().starts_with('{') {
        return Err(invalid("not an object"));
    }
    Ok(text)
}

/// Opens the session that the cookie names.
pub(super) async fn session(exchange: &Exchange<'_>) -> Result<Session, Failure> {
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    opened(exchange, session::open(&exchange.gateway, cookie.as_deref()).await)
}

/// The same without counting that as activity.
pub(super) async fn session_at_rest(exchange: &Exchange<'_>) -> Result<Session, Failure> {
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    opened(exchange, session::open_at_rest(&exchange.gateway, cookie.as_deref()).await)
}

fn opened(exchange: &Exchange<'_>, opened: Result<Session, Fault>) -> Result<Session, Failure> {
    let session = opened.map_err(|fault| exchange.failure(&fault))?;
    exchange.note_actor(&session.person_key());
    Ok(session)
}

/// Opens the session for a page that asks for something: it must have been drawn for this person.
pub(super) async fn session_of_page(exchange: &Exchange<'_>) -> Result<Session, Failure> {
    let session = session(exchange).await?;
    let key = exchange.incoming.header(contract::PERSON_HEADER);
    session.check_page(key.as_deref()).map_err(|fault| exchange.failure(&fault))?;
    Ok(session)
}

/// The call of a change: checked here, then run in the object of its person.
pub(crate) async fn change(exchange: &Exchange<'_>, call: ChangeCall) -> Result<Reply, Failure> {
    let change = Change::read(call, &text(exchange).await?);
    let change = change.ok_or_else(|| not_of_this_call(exchange))?;
    let ends_session = change.ends_session();
    let session = session_of_page(exchange).await?;
    let answer = run(exchange, &session, change).await?;
    let reply = Reply::json(200, answer);
    Ok(if ends_session {
        reply.with("set-cookie", exchange.incoming.jar.forget(cookies::SESSION))
    } else {
        reply
    })
}

/// Has a change run in the object of its person; returns the call's answer as JSON.
pub(super) async fn run(
    exchange: &Exchange<'_>,
    session: &Session,
    change: Change,
) -> Result<String, Failure> {
    let message = ChangeMessage {
        session: session.id().expose().to_owned(),
        actor: exchange.incoming.actor.get().cloned().unwrap_or_default(),
        trace: exchange.incoming.trace.clone(),
        answer_by: exchange.gateway.answer_by,
        origin: exchange.gateway.origin.clone(),
        change,
    };
    changes::send(exchange.env, &session.person_key(), &message).await
}
