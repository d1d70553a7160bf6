//! What every call of the app passes before its flow begins, and the way of a change to its object.
//!
//! Nothing is read upstream before the request is known to come from this app's own page, in this
//! version, in JSON, within its size. Next: `overview`, `registration`, `removal`, `pass`.

use contract::{ProblemCode, TRACE_HEADER};
use gateway::{Session, anti_forgery, session};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::de::DeserializeOwned;

use crate::{
    cookies, exchange::Exchange, failure::Failure, object_call, person_object, person_store,
    reply::Reply,
};

/// The largest body of a call, in bytes: an attestation with a challenge of 7 kB, and some.
const BODY_CAP: usize = 64 * 1024;

/// Refuses what does not come from this app's own page, or from another version of it.
pub(crate) fn check(exchange: &Exchange<'_>) -> Result<(), Failure> {
    let method = http::Method::from_bytes(exchange.incoming.method.as_bytes())
        .map_err(|_| exchange.incoming.failure(ProblemCode::InvalidRequest, "verb"))?;
    anti_forgery::check_call(&method, &origin_headers(exchange), &exchange.edge.settings.app_origin)
        .map_err(|fault| exchange.failure(&fault))
}

/// The headers that tell where a request comes from.
pub(crate) fn origin_headers(exchange: &Exchange<'_>) -> HeaderMap {
    let names = ["origin", "sec-fetch-site", contract::VERSION_HEADER];
    let sent = names.into_iter().filter_map(|name| {
        let value = HeaderValue::from_str(&exchange.incoming.header(name)?).ok()?;
        Some((HeaderName::from_static(name), value))
    });
    sent.collect()
}

/// The body of a call, as it was sent and as it is understood; unknown fields are refused.
pub(crate) async fn read<T: DeserializeOwned>(
    exchange: &Exchange<'_>,
) -> Result<(T, String), Failure> {
    check(exchange)?;
    let bytes = exchange.incoming.body("application/json", BODY_CAP).await?;
    let invalid = |cause| exchange.incoming.failure(ProblemCode::InvalidRequest, cause);
    let text = String::from_utf8(bytes).map_err(|_| invalid("not UTF-8"))?;
    // serde would read a struct from a list, too.
    if !text.trim_start().starts_with('{') {
        return Err(invalid("not an object"));
    }
    let request = serde_json::from_str(&text).map_err(|_| invalid("not the JSON of this call"))?;
    Ok((request, text))
}

/// The session that the cookie names.
pub(crate) async fn session(exchange: &Exchange<'_>) -> Result<Session, Failure> {
    let cookie = exchange.incoming.cookie(cookies::SESSION);
    let opened = session::open(&exchange.gateway, cookie.as_deref()).await;
    opened.map_err(|fault| exchange.failure(&fault))
}

/// Checks a change and has it run in the object of its person, after those before it.
pub(crate) async fn change<T: DeserializeOwned>(exchange: &Exchange<'_>) -> Result<Reply, Failure> {
    let (_, body): (T, _) = read(exchange).await?;
    let session = session(exchange).await?;
    let broken = |_| exchange.incoming.failure(ProblemCode::Broken, "the person's object");
    let stub = person_store::stub(exchange.env, &session.person_key()).map_err(broken)?;
    let headers = [
        (person_object::SESSION, session.id().expose()),
        (TRACE_HEADER, exchange.incoming.trace.0.as_str()),
    ];
    let path = &exchange.incoming.path;
    let answer = object_call::send(&stub, "POST", path, &headers, Some(&body)).await;
    let answer = answer.map_err(broken)?;
    if answer.status == 200 {
        return Ok(Reply::json(200, answer.body));
    }
    let failure = serde_json::from_str(&answer.body);
    Err(failure.unwrap_or_else(|_| {
        exchange.incoming.failure(ProblemCode::Broken, "the person's object answered nonsense")
    }))
}
