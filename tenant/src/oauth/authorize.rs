//! The authorization endpoint: reads and judges a client's request, and answers the client.
//!
//! A request whose redirect address is not registered is answered with a page and never with a redirect.
//! Next: `sign_in/mod.rs`, where the person proves who they are; then `token.rs`.

use http::{Method, Request, StatusCode};
use url::Url;

use super::{
    claims_request::ClaimsRequest,
    completion,
    fault::Fault,
    grant::{AuthorizationCode, CodeChallenge},
    scope::Scopes,
};
use crate::{
    directory::application::Application,
    reply::{self, Reply},
    request::{self, Fields},
    session::{SignIn, SignInId},
    sign_in::{self, pages},
    tenant::{Tenant, Trace},
    timestamp::Timestamp,
};

/// A request that may be answered with a code once the person has signed in.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizeRequest {
    pub(crate) return_address: ReturnAddress,
    pub(crate) client_id: String,
    pub(crate) nonce: Option<String>,
    pub(crate) scopes: Scopes,
    pub(crate) code_challenge: Option<CodeChallenge>,
    pub(crate) login_hint: Option<String>,
    prompt: Prompt,
    pub(crate) claims: ClaimsRequest,
}

/// Where and how the client wants its answer; known before anything else is.
#[derive(Clone, Debug)]
pub(crate) struct ReturnAddress {
    pub(crate) redirect_address: String,
    mode: ResponseMode,
    state: Option<String>,
}

/// `response_mode` (OAuth 2.0 Multiple Response Types, section 2.1, and Form Post Response Mode).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

/// `prompt` (OpenID Connect Core 1.0, section 3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prompt {
    Unspecified,
    None,
    SignIn,
    SelectAccount,
}

pub(crate) fn authorize(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let fields = if request.method() == Method::POST {
        Fields::form(request)
    } else {
        Fields::query(request)
    };
    let (application, return_address) = match client_of(tenant, &fields) {
        Ok((application, return_address)) => (application.clone(), return_address),
        Err(fault) => return pages::refused(&fault, trace, now),
    };
    let asked = match read(&application, return_address.clone(), &fields, &tenant.settings.origin) {
        Ok(asked) => asked,
        Err(fault) => return return_address.refuse(&fault, trace, now),
    };
    if tenant.settings.switches.consent_missing
        || !asked.scopes.without_consent(&application).is_empty()
    {
        return refuse_consent(&asked, &application, trace, now);
    }
    let standing = request::cookie(request, sign_in::SESSION_COOKIE)
        .and_then(|cookie| tenant.sessions.of_browser(cookie, &tenant.directory, now))
        .filter(|(sign_in, person)| asked.accepts(sign_in, person, now))
        .map(|(sign_in, _)| sign_in.id.clone());
    match (standing, asked.prompt) {
        (Some(sign_in), _) => completion::complete(tenant, request, asked, sign_in, trace, now),
        (None, Prompt::None) => {
            let fault = Fault::new(
                "login_required",
                50_058,
                "A silent sign-in request was sent but no user is signed in.",
            );
            asked.return_address.refuse(&fault, trace, now)
        }
        (None, _) => sign_in::begin(tenant, asked, request, now),
    }
}

/// Answers the client with a code for a sign-in.
pub(crate) fn issue_code(
    tenant: &mut Tenant,
    asked: AuthorizeRequest,
    sign_in: SignInId,
    now: Timestamp,
) -> Reply {
    let code = format!("1.{}", tenant.randomness.token());
    tenant.grants.prune(now);
    tenant.grants.codes.insert(
        code.clone(),
        AuthorizationCode {
            client_id: asked.client_id,
            redirect_address: asked.return_address.redirect_address.clone(),
            code_challenge: asked.code_challenge,
            nonce: asked.nonce,
            scopes: asked.scopes,
            wishes: asked.claims.grants,
            sign_in: sign_in.clone(),
            issued: now,
            is_redeemed: false,
        },
    );
    asked.return_address.answer(&[("code", &code), ("session_state", sign_in.as_str())])
}

impl AuthorizeRequest {
    /// Whether the client wants an answer without any page.
    pub(crate) fn is_silent(&self) -> bool {
        self.prompt == Prompt::None
    }

    /// Whether a sign-in that already happened will do.
    fn accepts(
        &self,
        sign_in: &SignIn,
        person: &crate::directory::person::Person,
        now: Timestamp,
    ) -> bool {
        let fits_prompt = matches!(self.prompt, Prompt::Unspecified | Prompt::None);
        let fits_hint = self.login_hint.as_deref().is_none_or(|hint| {
            hint.eq_ignore_ascii_case(&person.account) || hint == super::claims::login_hint(person)
        });
        fits_prompt && fits_hint && self.claims.accepts(sign_in, now)
    }
}

impl ReturnAddress {
    /// Answers the client with an error (RFC 6749, section 4.1.2.1).
    pub(crate) fn refuse(&self, fault: &Fault, trace: &Trace, now: Timestamp) -> Reply {
        let description = fault.description(trace, now);
        self.answer(&[("error", fault.error), ("error_description", &description)])
    }

    /// The address that [`Self::refuse`] leads to, for a page that offers the way back; none for a form post.
    pub(crate) fn address_of_refusal(
        &self,
        fault: &Fault,
        trace: &Trace,
        now: Timestamp,
    ) -> Option<String> {
        let back = self.refuse(fault, trace, now);
        request::text_header(back.headers(), http::header::LOCATION).map(String::from)
    }

    /// Answers that the person does not want to go on.
    pub(crate) fn refuse_canceled(&self, trace: &Trace, now: Timestamp) -> Reply {
        let fault = Fault::new(
            "access_denied",
            65_004,
            "The resource owner or authorization server denied the request.",
        );
        let description = fault.description(trace, now);
        self.answer(&[
            ("error", fault.error),
            ("error_subcode", "cancel"),
            ("error_description", &description),
        ])
    }

    /// The origin of the redirect address, for the page's content security policy.
    pub(crate) fn origin(&self) -> String {
        Url::parse(&self.redirect_address)
            .map(|address| address.origin().ascii_serialization())
            .unwrap_or_default()
    }

    fn answer(&self, parameters: &[(&str, &str)]) -> Reply {
        let Ok(mut address) = Url::parse(&self.redirect_address) else {
            return reply::empty(StatusCode::BAD_REQUEST);
        };
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters: Vec<(&str, &str)> = parameters.iter().copied().chain(state).collect();
        match self.mode {
            ResponseMode::Query => {
                address.query_pairs_mut().extend_pairs(parameters);
                reply::redirect(address.as_str())
            }
            ResponseMode::Fragment => {
                let fragment = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(parameters)
                    .finish();
                address.set_fragment(Some(&fragment));
                reply::redirect(address.as_str())
            }
            ResponseMode::FormPost => reply::page(
                StatusCode::OK,
                pages::form_post(address.as_str(), &parameters),
                &[&self.origin()],
            ),
        }
    }
}

/// The client and its redirect address: nothing is sent anywhere before both are known to be right.
fn client_of<'tenant>(
    tenant: &'tenant Tenant,
    fields: &Fields,
) -> Result<(&'tenant Application, ReturnAddress), Fault> {
    let client_id = fields.first("client_id").ok_or_else(|| Fault::missing("client_id"))?;
    let application = tenant.directory.application(client_id).ok_or_else(|| {
        Fault::new(
            "unauthorized_client",
            700_016,
            "The application asked for was not found in the directory 'Contoso'.",
        )
    })?;
    let redirect_address =
        fields.first("redirect_uri").ok_or_else(|| Fault::missing("redirect_uri"))?;
    if !application.allows_redirect(redirect_address) {
        return Err(Fault::new(
            "invalid_request",
            50_011,
            "The redirect URI specified in the request does not match the redirect URIs configured for the \
             application.",
        ));
    }
    let mode = match fields.first("response_mode") {
        Some("fragment") => ResponseMode::Fragment,
        Some("form_post") => ResponseMode::FormPost,
        _ => ResponseMode::Query,
    };
    let return_address = ReturnAddress {
        redirect_address: String::from(redirect_address),
        mode,
        state: fields.first("state").map(String::from),
    };
    Ok((application, return_address))
}

/// Everything else in the request; faults go to the client.
fn read(
    application: &Application,
    return_address: ReturnAddress,
    fields: &Fields,
    origin: &str,
) -> Result<AuthorizeRequest, Fault> {
    match fields.first("response_type") {
        Some("code") => {}
        Some(_) => {
            return Err(Fault::new(
                "unsupported_response_type",
                70_005,
                "The provided value for the input parameter 'response_type' is not allowed for this client.",
            ));
        }
        None => return Err(Fault::missing("response_type")),
    }
    if let Some(mode) = fields.first("response_mode")
        && !["query", "fragment", "form_post"].contains(&mode)
    {
        return Err(Fault::new(
            "invalid_request",
            90_023,
            "The provided value for the input parameter 'response_mode' isn't valid.",
        ));
    }
    let scope = fields.first("scope").ok_or_else(|| Fault::missing("scope"))?;
    let prompt = read_prompt(fields.first("prompt"))?;
    Ok(AuthorizeRequest {
        client_id: application.client_id.clone(),
        nonce: fields.first("nonce").map(String::from),
        scopes: Scopes::parse(scope, application, origin)?,
        code_challenge: read_code_challenge(fields)?,
        login_hint: fields.first("login_hint").map(String::from),
        prompt,
        claims: ClaimsRequest::read(fields)?,
        return_address,
    })
}

fn read_prompt(prompt: Option<&str>) -> Result<Prompt, Fault> {
    match prompt {
        None | Some("consent") => Ok(Prompt::Unspecified),
        Some("none") => Ok(Prompt::None),
        Some("login") => Ok(Prompt::SignIn),
        Some("select_account") => Ok(Prompt::SelectAccount),
        Some(_) => Err(Fault::new("invalid_request", 90_023, "Unsupported 'prompt' value.")),
    }
}

fn read_code_challenge(fields: &Fields) -> Result<Option<CodeChallenge>, Fault> {
    let Some(challenge) = fields.first("code_challenge") else {
        return Ok(None);
    };
    // RFC 7636, section 4.2: 43 to 128 unreserved characters.
    let is_well_formed = (43..=128).contains(&challenge.len())
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    match fields.first("code_challenge_method") {
        Some("S256") if is_well_formed => Ok(Some(CodeChallenge::S256(String::from(challenge)))),
        None | Some("plain") if is_well_formed => {
            Ok(Some(CodeChallenge::Plain(String::from(challenge))))
        }
        _ => Err(Fault::new(
            "invalid_request",
            501_491,
            "The code_challenge or code_challenge_method supplied in the authorization request isn't valid.",
        )),
    }
}

fn refuse_consent(
    asked: &AuthorizeRequest,
    application: &Application,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    if asked.prompt == Prompt::None {
        let fault = Fault::new(
            "consent_required",
            65_001,
            format!(
                "The user or administrator has not consented to use the application with ID '{}' named '{}'.",
                application.client_id, application.name
            ),
        );
        return asked.return_address.refuse(&fault, trace, now);
    }
    let back = asked.return_address.refuse_canceled(trace, now);
    let location =
        request::text_header(back.headers(), http::header::LOCATION).unwrap_or_default().to_owned();
    reply::page(
        StatusCode::OK,
        pages::consent_missing(
            &application.name,
            &asked.scopes.without_consent(application),
            &location,
        ),
        &[],
    )
}
