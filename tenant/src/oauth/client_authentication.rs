//! Authenticates the client of a token request (RFC 6749, sections 2.3 and 3.2.1), before anything else is read.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Request, header};

use super::client_assertion;
use crate::{
    directory::application::Application,
    protocol::{client_assertion::JWT_BEARER, fault::Fault, grant_type},
    state::Tenant,
    timestamp::Timestamp,
    web::request::{self, Fields},
};

#[cfg(test)]
mod tests;

/// The client of a request, and how it proved itself.
pub(super) struct Client {
    pub(super) application: Application,
    pub(super) proof: ClientProof,
}

/// How a client proved itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClientProof {
    /// Not at all: a public client.
    Nothing,
    Secret,
    /// A certificate's key, or another issuer's token.
    Assertion,
}

impl ClientProof {
    /// The claim `appidacr` of an access token.
    pub(super) const fn reference(self) -> &'static str {
        match self {
            Self::Nothing => "0",
            Self::Secret => "1",
            Self::Assertion => "2",
        }
    }
}

/// What the request presents; never more than one kind.
enum Presented {
    Nothing,
    Secret(String),
    Assertion(String),
}

pub(super) fn authenticate(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    form: &Fields,
    now: Timestamp,
) -> Result<Client, Fault> {
    let basic = basic_credentials(request).transpose()?;
    let presented = presented(basic.as_ref(), form)?;
    let client_id = basic
        .as_ref()
        .map(|(client_id, _)| client_id.as_str())
        .or_else(|| form.first("client_id"))
        .ok_or_else(|| Fault::missing("client_id"))?;
    let application = tenant.directory.application(client_id).cloned().ok_or_else(|| {
        Fault::new(
            "unauthorized_client",
            700_016,
            "The application asked for was not found in the directory 'Contoso'.",
        )
    })?;
    if request.headers().contains_key(header::ORIGIN) {
        return Err(Fault::new(
            "invalid_request",
            9_002_326,
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
        ));
    }
    // This computer's own grant is no part of what the directory forbids.
    let has_secrets = !tenant.settings.switches.client_secrets_forbidden
        || form.first("grant_type") == Some(grant_type::WITHOUT_SIGN_IN);
    let proof = match presented {
        Presented::Nothing if application.is_confidential() => return Err(nothing_presented()),
        Presented::Nothing => ClientProof::Nothing,
        Presented::Secret(_) | Presented::Assertion(_) if !application.is_confidential() => {
            return Err(Fault::new(
                "invalid_client",
                700_025,
                "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
            ));
        }
        Presented::Secret(given) => {
            let secret = application.secret.as_ref().filter(|_| has_secrets);
            if !secret.is_some_and(|secret| secret.matches(&given)) {
                let text = "Invalid client secret provided.";
                return Err(Fault::new("invalid_client", 7_000_215, text));
            }
            ClientProof::Secret
        }
        Presented::Assertion(text) => {
            client_assertion::verify(tenant, &application, &text, now)?;
            ClientProof::Assertion
        }
    };
    Ok(Client { application, proof })
}

/// The one kind of proof in the request (RFC 6749, section 2.3: no more than one).
fn presented(basic: Option<&(String, String)>, form: &Fields) -> Result<Presented, Fault> {
    let assertion = form.first("client_assertion");
    let kind = form.first("client_assertion_type");
    let secret = form.first("client_secret");
    let is_other_client = basic.is_some_and(|(client_id, _)| {
        form.first("client_id").is_some_and(|other| other != client_id)
    });
    match (basic, secret, assertion, kind) {
        _ if is_other_client => Err(Fault::new(
            "invalid_request",
            90_023,
            "The client of the header is not the client of the body.",
        )),
        (Some((_, secret)), None, None, None) => Ok(Presented::Secret(secret.clone())),
        (None, Some(secret), None, None) => Ok(Presented::Secret(String::from(secret))),
        (None, None, Some(assertion), Some(JWT_BEARER)) => {
            Ok(Presented::Assertion(String::from(assertion)))
        }
        (None, None, Some(_), Some(_)) => Err(Fault::new(
            "invalid_request",
            90_023,
            format!("The 'client_assertion_type' must be '{JWT_BEARER}'."),
        )),
        (None, None, Some(_), None) => Err(Fault::missing("client_assertion_type")),
        (None, None, None, Some(_)) => Err(Fault::missing("client_assertion")),
        (None, None, None, None) => Ok(Presented::Nothing),
        (Some(_), ..) | (None, Some(_), ..) => Err(Fault::new(
            "invalid_request",
            90_023,
            "The client must not use more than one authentication method in each request.",
        )),
    }
}

/// The refusal of a confidential client that presents nothing.
pub(super) fn nothing_presented() -> Fault {
    Fault::new(
        "invalid_client",
        7_000_218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
}

/// Whether the client tried to authenticate in the header, well or badly.
pub(super) fn uses_basic(request: &Request<Vec<u8>>) -> bool {
    basic_credentials(request).is_some()
}

/// Both halves are form-encoded before they are joined (RFC 6749, section 2.3.1).
fn basic_credentials(request: &Request<Vec<u8>>) -> Option<Result<(String, String), Fault>> {
    let value = request::text_header(request.headers(), header::AUTHORIZATION)?;
    let (scheme, encoded) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(encoded.trim()).ok().and_then(|it| String::from_utf8(it).ok());
    let pair = decoded.as_deref().and_then(|decoded| decoded.split_once(':'));
    Some(match pair {
        Some((client_id, secret)) => Ok((form_decoded(client_id), form_decoded(secret))),
        None => Err(Fault::new(
            "invalid_client",
            7_000_215,
            "Invalid client secret provided: the Authorization header cannot be read.",
        )),
    })
}

fn form_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
