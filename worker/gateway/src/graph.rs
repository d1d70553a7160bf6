//! Calls to Microsoft Graph on behalf of the signed-in person.
//!
//! Handles tokens, claims challenges and errors. It knows nothing about the meaning of a call, and
//! never shows or logs the message of an error.

use http::{
    HeaderName, Method, Request, Response, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::Url;

use crate::{
    Gateway, Ports, Unreachable,
    claims_challenge::{self, ClaimsChallenge},
    fault::{Fault, NOT_KNOWN, Refusal, SafeCode, Said, StaleSignIn, UpstreamFault},
    json,
    outcome::Outcome,
    session::Session,
    step_up, upstream,
};

/// The parts of a Graph error that decisions are based on.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct GraphError {
    pub(crate) code: String,
    message: String,
}

/// Reads `path`, which is relative to `me/authentication/`. An expired access token is refreshed
/// once.
pub(crate) async fn get<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    path: &str,
) -> Result<Response<Vec<u8>>, Fault> {
    get_address(gateway, session, &address(gateway, path)).await
}

/// Reads the page that `link`, an `@odata.nextLink`, names. The access token goes with it, so that it
/// must lead to Graph: the same origin, and below the same path.
pub(crate) async fn get_next<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    link: &str,
) -> Result<Response<Vec<u8>>, Fault> {
    if !is_within(link, &gateway.settings.graph) {
        return Err(UpstreamFault::Misbehaved { what: "a next page that is not on Graph" }.into());
    }
    get_address(gateway, session, link).await
}

async fn get_address<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    address: &str,
) -> Result<Response<Vec<u8>>, Fault> {
    let mut is_refreshed = false;
    loop {
        let request = request(gateway, session, Method::GET, address, Vec::new())?;
        let response = upstream::read(gateway, &request).await?;
        match admit(gateway, session, response, is_refreshed).await? {
            Some(response) => return Ok(response),
            None => is_refreshed = true,
        }
    }
}

/// Sends a change. It is sent a second time only when the directory turned the first one away
/// because of its access token. `read` decides what the response means.
pub(crate) async fn change<P: Ports, T>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    method: Method,
    path: &str,
    body: Option<&Value>,
    read: impl FnOnce(&Response<Vec<u8>>) -> Outcome<T>,
) -> Outcome<T> {
    let body = match body.map(serde_json::to_vec).transpose() {
        Ok(body) => body.unwrap_or_default(),
        Err(_) => return Outcome::Refused(Fault::Broken("a request body cannot be written")),
    };
    let address = address(gateway, path);
    let mut is_refreshed = false;
    loop {
        let request = match request(gateway, session, method.clone(), &address, body.clone()) {
            Ok(request) => request,
            Err(fault) => return Outcome::Refused(fault),
        };
        let response = match upstream::send(gateway, request).await {
            Ok(response) => response,
            Err(unsent @ Unreachable::Unsent) => {
                return Outcome::Refused(upstream::lost(unsent).into());
            }
            Err(unreachable) => return Outcome::Unknown(upstream::lost(unreachable).into()),
        };
        match admit(gateway, session, response, is_refreshed).await {
            Ok(Some(response)) => {
                return match read(&response) {
                    Outcome::Refused(fault) => {
                        let fault =
                            step_up::judge_change(gateway, session, fault, stale(&response));
                        Outcome::Refused(fault)
                    }
                    settled @ (Outcome::Done(_) | Outcome::Unknown(_)) => settled,
                };
            }
            Ok(None) => is_refreshed = true,
            // The token was rejected, so nothing was carried out, whatever failed afterwards.
            Err(fault) => return Outcome::Refused(fault),
        }
    }
}

/// Percent-encodes an opaque id as one path segment (RFC 3986 §3.3).
///
/// # Errors
///
/// [`UpstreamFault::Misbehaved`] for an id of dots only, or an empty one: it would lead to another
/// path, encoded too, since parsers of URLs resolve `%2E%2E` as well.
pub(crate) fn segment(id: &str) -> Result<String, Fault> {
    const RESERVED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    if id.bytes().all(|byte| byte == b'.') {
        return Err(UpstreamFault::Misbehaved { what: "an id that is no segment of a path" }.into());
    }
    Ok(utf8_percent_encode(id, RESERVED).to_string())
}

/// The error in a response; empty when there is none that can be read.
pub(crate) fn error(response: &Response<Vec<u8>>) -> GraphError {
    let body = json::value(response.body()).unwrap_or_default();
    let text = |name| body["error"][name].as_str().unwrap_or_default().to_owned();
    GraphError { code: text("code"), message: text("message") }
}

/// The fault for a response that has no special meaning for the call.
pub(crate) fn denial(response: &Response<Vec<u8>>) -> Fault {
    if let Some(trouble) = upstream::trouble(response) {
        return trouble.into();
    }
    let error = error(response);
    match response.status() {
        StatusCode::FORBIDDEN if error.wants_fresher_sign_in() => {
            Refusal::StepUpRequired { challenge: None, why: stale(response) }.into()
        }
        StatusCode::FORBIDDEN => Refusal::Forbidden(error.said()).into(),
        status if status.is_server_error() => UpstreamFault::Unreachable("a server error").into(),
        status => {
            let code = SafeCode::new(&error.code);
            UpstreamFault::Denied { status: status.as_u16(), code }.into()
        }
    }
}

/// What a response that wants a fresher sign-in tells of the cause.
pub(crate) fn stale(response: &Response<Vec<u8>>) -> StaleSignIn {
    StaleSignIn {
        said: Some(error(response).said()),
        age: None,
        clock_ahead: upstream::clock_ahead(response),
    }
}

impl GraphError {
    /// Whether the directory considers the sign-in too old for the change. Graph has no code for
    /// this; the sentence is all that is publicly known (microsoft-graph-docs-contrib issue 3910).
    /// If it changes, the refusal only becomes less helpful.
    pub(crate) fn wants_fresher_sign_in(&self) -> bool {
        self.message.contains("MFA is required for a")
    }

    /// What may be logged of it.
    pub(crate) fn said(&self) -> Said {
        Said { code: SafeCode::new(&self.code), about: self.about() }
    }

    /// What the message is about, for the log. The message itself may name a person.
    fn about(&self) -> &'static str {
        let message = self.message.to_ascii_lowercase();
        ABOUT.into_iter().find(|word| message.contains(word)).unwrap_or(NOT_KNOWN)
    }
}

/// What a message may be about.
const ABOUT: [&str; 11] = [
    "attestation",
    "aaguid",
    "challenge",
    "origin",
    "algorithm",
    "display name",
    "mfa",
    "default method",
    "alternate mobile",
    "privileges",
    "policy",
];

fn address<P: Ports>(gateway: &Gateway<'_, P>, path: &str) -> String {
    let below = if path == REVOKE { "me" } else { "me/authentication" };
    [&gateway.settings.graph, "/", below, "/", path].concat()
}

/// The path of the revocation of every sign-in, which is relative to `me/`.
pub(crate) const REVOKE: &str = "revokeSignInSessions";

/// Whether a link leads to what lies below `base`. Parsing resolves dot segments, encoded ones too.
fn is_within(link: &str, base: &str) -> bool {
    let (Ok(link), Ok(base)) = (Url::parse(link), Url::parse(base)) else {
        return false;
    };
    let below = link.path().strip_prefix(base.path());
    link.origin() == base.origin()
        && link.username().is_empty()
        && link.password().is_none()
        && below.is_some_and(|rest| rest.starts_with('/'))
}

fn request<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    method: Method,
    address: &str,
    body: Vec<u8>,
) -> Result<Request<Vec<u8>>, Fault> {
    let mut authorization =
        http::HeaderValue::try_from(format!("Bearer {}", session.record.tokens.access.expose()))
            .map_err(|_| UpstreamFault::Misbehaved {
                what: "an access token that is no header value",
            })?;
    authorization.set_sensitive(true);
    let mut builder = Request::builder()
        .method(method)
        .uri(address)
        .header(AUTHORIZATION, authorization)
        .header(ACCEPT, "application/json")
        .header(&CLIENT_REQUEST_ID, gateway.trace.0.as_str());
    if !body.is_empty() {
        builder = builder.header(CONTENT_TYPE, "application/json");
    }
    builder.body(body).map_err(|_| Fault::Broken("a request to Graph cannot be built"))
}

/// Passes a response on unless it rejects the access token. In that case the token is refreshed and
/// the result is `None`: try again. A claims challenge or a second rejection is a refusal.
async fn admit<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    response: Response<Vec<u8>>,
    is_refreshed: bool,
) -> Result<Option<Response<Vec<u8>>>, Fault> {
    let status = response.status();
    let is_turned_away = status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN;
    if is_turned_away && claims_challenge::is_insufficient(response.headers()) {
        let challenge = ClaimsChallenge::read(response.headers());
        let noted = challenge.clone();
        session.amend(gateway, |record| record.claims_challenge.clone_from(&noted)).await?;
        return Err(step_up::wanted(gateway, session, challenge, stale(&response)).into());
    }
    if status != StatusCode::UNAUTHORIZED {
        return Ok(Some(response));
    }
    if is_refreshed {
        session.end(gateway, "the directory refuses the token").await?;
    }
    session.refresh(gateway).await?;
    Ok(None)
}

/// The id of a request, for the directory's support.
static CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

#[cfg(test)]
mod tests;
