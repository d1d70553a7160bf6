//! OAuth 2.0 messages (RFC 6749, PKCE RFC 7636): authorization request, code and refresh exchange.
//!
//! An exchange is never repeated: a code works once, and a refresh token may be rotated.

pub(crate) mod registration_fault;

use std::cell::Cell;

use contract::Timestamp;
use http::{Response, StatusCode, header::CONTENT_TYPE};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RefreshToken, Scope, SyncHttpClient, TokenUrl, basic::BasicClient,
};
use serde_json::Value;
use thiserror::Error;

use crate::{
    ClientCredential, Gateway, Ports, Secret, SignFault,
    directory::Discovery,
    encoding,
    fault::{Fault, SafeCode, UpstreamFault},
    json,
    session::Tokens,
    upstream,
};

/// The parameters of an authorization request.
pub(crate) struct AuthorizeRequest<'a> {
    pub(crate) state: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) verifier: &'a Secret,
    pub(crate) account: &'a str,
    /// The oldest proof of the person that is good enough, in seconds. Always sent: with it, the ID
    /// token must tell when the proof was made (OpenID Connect Core 1.0 §3.1.2.1).
    pub(crate) max_age: i64,
    /// `prompt` and `claims` of a step-up.
    pub(crate) extra: &'a [(&'static str, &'a str)],
}

/// A successful response of the token endpoint.
pub(crate) struct Grant {
    pub(crate) tokens: Tokens,
    pub(crate) access_ends_at: Timestamp,
    pub(crate) id_token: Option<Secret>,
    /// By how many seconds the directory's clock is ahead of ours, if its answer told.
    pub(crate) clock_ahead: Option<i64>,
}

/// Why the token endpoint granted nothing.
#[derive(Debug, Error)]
pub(crate) enum TokenFault {
    /// The directory refuses this person.
    #[error("refused")]
    Refused(TokenRefusal),
    /// The directory failed to answer properly.
    #[error(transparent)]
    Upstream(#[from] UpstreamFault),
    /// This app cannot prove itself; whoever installed it can mend that.
    #[error(transparent)]
    Unsigned(#[from] SignFault),
}

/// A refusal of the directory (RFC 6749 §4.1.2.1, §5.2).
#[derive(Debug)]
pub(crate) struct TokenRefusal {
    /// The OAuth error code.
    pub(crate) error: String,
    /// The Entra error code (`AADSTS…`), if one is told.
    pub(crate) code: Option<String>,
}

/// The URL of the directory's sign-in page for this request.
pub(crate) fn authorize_address<P: Ports>(
    gateway: &Gateway<'_, P>,
    discovery: &Discovery,
    request: &AuthorizeRequest<'_>,
) -> Result<String, Fault> {
    let verifier = PkceCodeVerifier::new(request.verifier.expose().to_owned());
    let client = client(gateway, discovery)?;
    let mut authorize = client
        .authorize_url(|| CsrfToken::new(request.state.to_owned()))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_scopes(gateway.settings.scopes.iter().cloned().map(Scope::new))
        .add_extra_param("nonce", request.nonce)
        .add_extra_param("response_mode", "query")
        .add_extra_param("login_hint", request.account)
        .add_extra_param("max_age", request.max_age.to_string());
    for (name, value) in request.extra {
        authorize = authorize.add_extra_param(*name, *value);
    }
    Ok(authorize.url().0.into())
}

/// Exchanges an authorization code (RFC 6749 §4.1.3).
pub(crate) async fn exchange<P: Ports>(
    gateway: &Gateway<'_, P>,
    code: String,
    verifier: &Secret,
) -> Result<Grant, TokenFault> {
    let discovery = gateway.directory.discovery(gateway).await?;
    let client = client(gateway, &discovery)?;
    let assertion = assertion(gateway, &discovery).await?;
    let mut exchange = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
    for (name, value) in &assertion {
        exchange = exchange.add_extra_param(*name, value.expose());
    }
    let keeper = Keeper::default();
    let _ = exchange.request(&keeper);
    send(gateway, keeper.0.into_inner()).await
}

/// Exchanges a refresh token (RFC 6749 §6).
pub(crate) async fn refresh<P: Ports>(
    gateway: &Gateway<'_, P>,
    refresh: &Secret,
) -> Result<Grant, TokenFault> {
    let discovery = gateway.directory.discovery(gateway).await?;
    let client = client(gateway, &discovery)?;
    let assertion = assertion(gateway, &discovery).await?;
    let token = RefreshToken::new(refresh.expose().to_owned());
    let mut exchange = client
        .exchange_refresh_token(&token)
        // Optional in RFC 6749 §6; without it Entra has been seen to refuse (AADSTS90009, 90023).
        .add_scopes(gateway.settings.scopes.iter().cloned().map(Scope::new));
    for (name, value) in &assertion {
        exchange = exchange.add_extra_param(*name, value.expose());
    }
    let keeper = Keeper::default();
    let _ = exchange.request(&keeper);
    send(gateway, keeper.0.into_inner()).await
}

/// The parameters with which a certificate or the platform proves this application (RFC 7523 §2.2);
/// none with a secret.
async fn assertion<P: Ports>(
    gateway: &Gateway<'_, P>,
    discovery: &Discovery,
) -> Result<Vec<(&'static str, Secret)>, TokenFault> {
    let signed = match &gateway.settings.client_credential {
        ClientCredential::Secret(_) => return Ok(Vec::new()),
        ClientCredential::Certificate(certificate) => {
            certificate.assertion(gateway, &discovery.token_endpoint).await?
        }
        ClientCredential::Federated(place) => place.assertion(gateway).await?,
    };
    Ok(vec![("client_assertion_type", Secret::new(JWT_BEARER)), ("client_assertion", signed)])
}

type OAuthClient =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

fn client<P: Ports>(
    gateway: &Gateway<'_, P>,
    discovery: &Discovery,
) -> Result<OAuthClient, UpstreamFault> {
    let settings = gateway.settings;
    let authorize = AuthUrl::new(discovery.authorization_endpoint.clone())
        .map_err(|_| misbehaved("the authorization endpoint"))?;
    let token = TokenUrl::new(discovery.token_endpoint.clone())
        .map_err(|_| misbehaved("the token endpoint"))?;
    let redirect = RedirectUrl::new(settings.callback())
        .map_err(|_| misbehaved("our own callback address"))?;
    let client = BasicClient::new(ClientId::new(settings.client_id.clone()));
    let client = match &settings.client_credential {
        ClientCredential::Secret(secret) => {
            client.set_client_secret(ClientSecret::new(secret.expose().to_owned()))
        }
        ClientCredential::Certificate(_) | ClientCredential::Federated(_) => client,
    };
    Ok(client
        .set_auth_type(AuthType::RequestBody)
        .set_auth_uri(authorize)
        .set_token_uri(token)
        .set_redirect_uri(redirect))
}

/// Takes a request of the library, and sends nothing. The library would read the answer too, with readers for
/// each form that one may have: they weigh 20 kB in the module. What always fails leaves them out.
#[derive(Default)]
struct Keeper(Cell<Option<HttpRequest>>);

impl SyncHttpClient for Keeper {
    type Error = Kept;

    #[inline(always)]
    fn call(&self, request: HttpRequest) -> Result<HttpResponse, Kept> {
        self.0.set(Some(request));
        Err(Kept)
    }
}

/// The request is kept, and not sent.
#[derive(Debug, Error)]
#[error("kept")]
struct Kept;

/// Asks the token endpoint.
async fn send<P: Ports>(
    gateway: &Gateway<'_, P>,
    request: Option<HttpRequest>,
) -> Result<Grant, TokenFault> {
    let request = request.ok_or(misbehaved("the token endpoint"))?;
    let response = upstream::send(gateway, request).await.map_err(upstream::lost)?;
    if let Some(fault) = upstream::trouble(&response) {
        return Err(fault.into());
    }
    if response.status().is_server_error() {
        return Err(UpstreamFault::Unreachable("a server error of the token endpoint").into());
    }
    let unreadable = || misbehaved("the token response");
    let body = json::value(response.body()).ok_or_else(unreadable)?;
    if response.status() != StatusCode::OK {
        return Err(
            TokenError::read(&body).map_or_else(|| unreadable().into(), |error| refusal(&error))
        );
    }
    let answer = is_json(&response).then(|| Answer::read(&body)).flatten();
    let answer = answer.ok_or_else(unreadable)?;
    Ok(Grant {
        access_ends_at: gateway.ports.now().plus_seconds(answer.life),
        clock_ahead: upstream::clock_ahead(&response),
        id_token: answer.id_token,
        tokens: answer.tokens,
    })
}

/// Whether the answer is JSON, if it says what it is.
fn is_json(response: &Response<Vec<u8>>) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes());
    kind.is_none_or(|kind| {
        kind.get(..JSON.len()).is_some_and(|kind| kind.eq_ignore_ascii_case(JSON))
    })
}

/// What the token endpoint grants (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3).
struct Answer {
    tokens: Tokens,
    /// The lifetime of the access token, in seconds: without one, the next request refreshes.
    life: i64,
    id_token: Option<Secret>,
}

impl Answer {
    fn read(body: &Value) -> Option<Self> {
        let secret = |name| Some(encoding::text(body, name)?.map(Secret::new));
        // Another type of token is not to be used like this one (RFC 6749 §7.1).
        encoding::text(body, "token_type")??.eq_ignore_ascii_case("bearer").then_some(())?;
        let life = encoding::member(body, "expires_in", Value::as_u64)?.unwrap_or(0);
        Some(Self {
            tokens: Tokens { access: secret("access_token")??, refresh: secret("refresh_token")? },
            life: i64::try_from(life).unwrap_or(0).min(ACCESS_SECONDS_MAX),
            id_token: secret("id_token")?,
        })
    }
}

/// An error of the token endpoint (RFC 6749 §5.2).
struct TokenError {
    error: String,
    description: String,
    /// The address of an explanation.
    uri: String,
}

impl TokenError {
    fn read(body: &Value) -> Option<Self> {
        let text = |name| Some(encoding::text(body, name)?.unwrap_or_default());
        Some(Self {
            error: encoding::text(body, "error")??,
            description: text("error_description")?,
            uri: text("error_uri")?,
        })
    }
}

/// Separates errors that the person can act on from those that they cannot (RFC 6749 §5.2).
fn refusal(TokenError { error, description, uri }: &TokenError) -> TokenFault {
    let code = entra_code(description, uri);
    let safe = || SafeCode::new(code.as_deref().unwrap_or(error));
    match error.as_str() {
        "invalid_grant"
        | "interaction_required"
        | "login_required"
        | "consent_required"
        | "access_denied" => TokenFault::Refused(TokenRefusal { error: error.clone(), code }),
        "temporarily_unavailable" | "server_error" => UpstreamFault::InTrouble(safe()).into(),
        // The app registration in the directory is wrong; signing in again does not help.
        _ => match code.as_deref().and_then(registration_fault::of) {
            Some(what) => UpstreamFault::Misconfigured { what }.into(),
            None => UpstreamFault::Denied { status: 400, code: safe() }.into(),
        },
    }
}

/// The `AADSTS…` code of an Entra error: in its description, with or without words in front, or in the
/// address of its explanation. For the log, for the person's help desk, and to tell refusals apart.
pub(crate) fn entra_code(description: &str, uri: &str) -> Option<String> {
    let number = |text: &str, mark| {
        text.split(mark).skip(1).find_map(|rest| {
            let end = rest.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(rest.len());
            rest.get(..end)
                .filter(|digits| !digits.is_empty())
                .map(|digits| [ENTRA, digits].concat())
        })
    };
    number(description, ENTRA).or_else(|| number(uri, "code="))
}

const fn misbehaved(what: &'static str) -> UpstreamFault {
    UpstreamFault::Misbehaved { what }
}

const JSON: &[u8] = b"application/json";

/// What Entra's numbers begin with.
const ENTRA: &str = "AADSTS";

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The longest lifetime of an access token at Entra, in seconds.
const ACCESS_SECONDS_MAX: i64 = 28 * 60 * 60;

#[cfg(test)]
mod tests;
