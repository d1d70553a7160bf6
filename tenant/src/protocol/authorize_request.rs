//! A client's authorization request, and how its answer travels back (RFC 6749, section 4.1.1).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{StatusCode, header};
use url::Url;

use super::{
    claims_request::ClaimsRequest, code_challenge::CodeChallenge, fault::Fault, scope::Scopes,
};
use crate::{
    directory::{application::Application, person::Person, session::SignIn},
    timestamp::Timestamp,
    web::{
        page,
        reply::{self, Reply},
        request::{self, Fields},
        trace::Trace,
    },
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
    pub(crate) prompt: Prompt,
    pub(crate) claims: ClaimsRequest,
}

/// Where and how the client is answered; validated before anything else.
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
pub(crate) enum Prompt {
    Unspecified,
    None,
    SignIn,
    SelectAccount,
}

impl AuthorizeRequest {
    /// Whether the client wants an answer without any page.
    pub(crate) fn is_silent(&self) -> bool {
        self.prompt == Prompt::None
    }

    /// Whether a second factor that the browser remembers does not do.
    pub(crate) fn wants_second_factor(&self, prompt_login_redoes_it: bool) -> bool {
        prompt_login_redoes_it && self.prompt == Prompt::SignIn || self.claims.wants_second_factor()
    }

    /// Whether an earlier sign-in satisfies the request.
    pub(crate) fn accepts(&self, sign_in: &SignIn, person: &Person, now: Timestamp) -> bool {
        let fits_prompt = matches!(self.prompt, Prompt::Unspecified | Prompt::None);
        let fits_hint = self.login_hint.as_deref().is_none_or(|hint| {
            hint.eq_ignore_ascii_case(&person.account) || hint == login_hint(person)
        });
        fits_prompt && fits_hint && self.claims.accepts(sign_in, now)
    }
}

impl ReturnAddress {
    /// Reads how the client wants its answer; the redirect address is registered.
    pub(crate) fn read(redirect_address: &str, fields: &Fields) -> Self {
        let mode = match fields.first("response_mode") {
            Some("fragment") => ResponseMode::Fragment,
            Some("form_post") => ResponseMode::FormPost,
            _ => ResponseMode::Query,
        };
        Self {
            redirect_address: String::from(redirect_address),
            mode,
            state: fields.first("state").map(String::from),
        }
    }

    /// Answers the client with an error (RFC 6749, section 4.1.2.1).
    pub(crate) fn refuse(&self, fault: &Fault, trace: &Trace, now: Timestamp) -> Reply {
        self.refuse_with(fault, None, trace, now)
    }

    /// The same with Entra's own `error_subcode`, where there is one.
    pub(crate) fn refuse_with(
        &self,
        fault: &Fault,
        subcode: Option<&str>,
        trace: &Trace,
        now: Timestamp,
    ) -> Reply {
        let description = fault.description(trace, now);
        let mut parameters = vec![("error", fault.error)];
        parameters.extend(subcode.map(|subcode| ("error_subcode", subcode)));
        parameters.push(("error_description", &description));
        self.answer(&parameters)
    }

    /// The address that [`Self::refuse`] redirects to, for a page that links back; none for a form post.
    pub(crate) fn address_of_refusal(
        &self,
        fault: &Fault,
        trace: &Trace,
        now: Timestamp,
    ) -> Option<String> {
        let back = self.refuse(fault, trace, now);
        request::text_header(back.headers(), header::LOCATION).map(String::from)
    }

    /// Answers that the person cancelled: without a number, which tells it from a refusal.
    pub(crate) fn refuse_canceled(&self) -> Reply {
        self.answer(&[("error", "access_denied"), ("error_subcode", "cancel")])
    }

    /// The origin of the redirect address, for the page's content security policy.
    pub(crate) fn origin(&self) -> String {
        Url::parse(&self.redirect_address)
            .map(|address| address.origin().ascii_serialization())
            .unwrap_or_default()
    }

    pub(crate) fn answer(&self, parameters: &[(&str, &str)]) -> Reply {
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
                page::form_post(address.as_str(), &parameters),
                &[&self.origin()],
            ),
        }
    }
}

impl AuthorizeRequest {
    /// Reads everything but the client and its address. Faults go to the client.
    pub(crate) fn read(
        application: &Application,
        return_address: ReturnAddress,
        fields: &Fields,
        origin: &str,
    ) -> Result<Self, Fault> {
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
        Ok(Self {
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

/// The opaque value that stands for a person in `login_hint` and `logout_hint`.
pub(crate) fn login_hint(person: &Person) -> String {
    URL_SAFE_NO_PAD.encode(format!("O.{}", person.id.as_str()))
}
