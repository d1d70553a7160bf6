//! OAuth 2.0 messages (RFC 6749, PKCE RFC 7636): authorization request, code and refresh exchange.
//!
//! An exchange is never repeated: a code works once, and a refresh token may be rotated.

pub(crate) mod registration_fault;

use std::cell::Cell;

use contract::Timestamp;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EndpointNotSet, EndpointSet, ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken,
    StandardTokenResponse, TokenResponse, TokenUrl,
    basic::{
        BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse,
        BasicTokenIntrospectionResponse, BasicTokenType,
    },
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    ClientCredential, Gateway, Ports, Secret, SignFault,
    directory::Discovery,
    fault::{Fault, SafeCode, UpstreamFault},
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
    let clock_ahead = Cell::new(None);
    let send = |request| send(gateway, request, &clock_ahead);
    let mut exchange = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()));
    for (name, value) in &assertion {
        exchange = exchange.add_extra_param(*name, value.expose());
    }
    let answer = exchange.request_async(&send).await;
    grant(gateway, answer, clock_ahead.get())
}

/// Exchanges a refresh token (RFC 6749 §6).
pub(crate) async fn refresh<P: Ports>(
    gateway: &Gateway<'_, P>,
    refresh: &Secret,
) -> Result<Grant, TokenFault> {
    let discovery = gateway.directory.discovery(gateway).await?;
    let client = client(gateway, &discovery)?;
    let assertion = assertion(gateway, &discovery).await?;
    let clock_ahead = Cell::new(None);
    let send = |request| send(gateway, request, &clock_ahead);
    let token = RefreshToken::new(refresh.expose().to_owned());
    let mut exchange = client
        .exchange_refresh_token(&token)
        // Optional in RFC 6749 §6; without it Entra has been seen to refuse (AADSTS90009, 90023).
        .add_scopes(gateway.settings.scopes.iter().cloned().map(Scope::new));
    for (name, value) in &assertion {
        exchange = exchange.add_extra_param(*name, value.expose());
    }
    let answer = exchange.request_async(&send).await;
    grant(gateway, answer, clock_ahead.get())
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

type OAuthClient = Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

type Answer = StandardTokenResponse<IdTokenField, BasicTokenType>;

/// The member that OpenID Connect adds to the token response (Core 1.0 §3.1.3.3).
#[derive(Clone, Debug, Deserialize, Serialize)]
struct IdTokenField {
    id_token: Option<Secret>,
}

impl ExtraTokenFields for IdTokenField {}

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
    let client = Client::new(ClientId::new(settings.client_id.clone()));
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

/// A fault that kept the token endpoint from giving an OAuth response.
#[derive(Debug, Error)]
#[error(transparent)]
struct SendFault(#[from] UpstreamFault);

async fn send<P: Ports>(
    gateway: &Gateway<'_, P>,
    request: HttpRequest,
    clock_ahead: &Cell<Option<i64>>,
) -> Result<HttpResponse, SendFault> {
    let response = upstream::send(gateway, request).await.map_err(upstream::lost)?;
    clock_ahead.set(upstream::clock_ahead(&response));
    if let Some(fault) = upstream::trouble(&response) {
        return Err(fault.into());
    }
    if response.status().is_server_error() {
        return Err(UpstreamFault::Unreachable("a server error of the token endpoint").into());
    }
    Ok(response)
}

fn grant<P: Ports>(
    gateway: &Gateway<'_, P>,
    answer: Result<Answer, RequestTokenError<SendFault, BasicErrorResponse>>,
    clock_ahead: Option<i64>,
) -> Result<Grant, TokenFault> {
    match answer {
        Ok(answer) => {
            // RFC 6749 §5.1: `expires_in` is optional. Without it, the next request refreshes.
            let life = answer.expires_in().map_or(0, |life| life.as_secs());
            let life = i64::try_from(life).unwrap_or(0).min(ACCESS_SECONDS_MAX);
            Ok(Grant {
                access_ends_at: gateway.ports.now().plus_seconds(life),
                clock_ahead,
                id_token: answer.extra_fields().id_token.clone(),
                tokens: Tokens {
                    access: Secret::new(answer.access_token().secret()),
                    refresh: answer.refresh_token().map(|token| Secret::new(token.secret())),
                },
            })
        }
        Err(RequestTokenError::ServerResponse(error)) => Err(refusal(&error)),
        Err(RequestTokenError::Request(SendFault(fault))) => Err(fault.into()),
        Err(RequestTokenError::Parse(..) | RequestTokenError::Other(_)) => {
            Err(misbehaved("the token response").into())
        }
    }
}

/// Separates errors that the person can act on from those that they cannot (RFC 6749 §5.2).
fn refusal(error: &BasicErrorResponse) -> TokenFault {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let code = entra_code(&text(error.error_description()), &text(error.error_uri()));
    let safe = || SafeCode::new(code.as_deref().unwrap_or(error.error().as_ref()));
    let denied = || {
        if let Some(what) = code.as_deref().and_then(registration_fault::of) {
            return UpstreamFault::Misconfigured { what }.into();
        }
        UpstreamFault::Denied { status: 400, code: safe() }.into()
    };
    match error.error() {
        BasicErrorResponseType::InvalidGrant => {}
        // The app registration in the directory is wrong; signing in again does not help.
        BasicErrorResponseType::InvalidClient
        | BasicErrorResponseType::InvalidRequest
        | BasicErrorResponseType::InvalidScope
        | BasicErrorResponseType::UnauthorizedClient
        | BasicErrorResponseType::UnsupportedGrantType => return denied(),
        BasicErrorResponseType::Extension(error) => match error.as_str() {
            "temporarily_unavailable" | "server_error" => {
                return UpstreamFault::InTrouble(safe()).into();
            }
            "interaction_required" | "login_required" | "consent_required" | "access_denied" => {}
            _ => return denied(),
        },
    }
    TokenFault::Refused(TokenRefusal { error: error.error().as_ref().to_owned(), code })
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

/// What Entra's numbers begin with.
const ENTRA: &str = "AADSTS";

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The longest lifetime of an access token at Entra, in seconds.
const ACCESS_SECONDS_MAX: i64 = 28 * 60 * 60;

#[cfg(test)]
mod tests;
