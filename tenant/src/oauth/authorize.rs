//! The authorization endpoint: judges a client's request, and sends the person to sign in or answers the client.
//!
//! A request whose redirect address is not registered is answered with a page and never with a redirect.

use http::{Method, Request, StatusCode};

use super::{completion, home_realm};
use crate::{
    directory::{Directory, application::Application, session::SESSION_COOKIE},
    protocol::{
        authorize_request::{AuthorizeRequest, Prompt, ReturnAddress},
        fault::Fault,
    },
    sign_in::{self, pages},
    state::Tenant,
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request::{self, Fields},
        trace::Trace,
    },
};

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
    let (application, return_address) = match client_of(&tenant.directory, &fields) {
        Ok((application, return_address)) => (application.clone(), return_address),
        Err(fault) => return pages::refused(&fault, trace, now),
    };
    if let Some(name) = fields.repeated() {
        return return_address.refuse(&Fault::repeated(name), trace, now);
    }
    let asked = match AuthorizeRequest::read(
        &application,
        return_address.clone(),
        &fields,
        &tenant.settings.origin,
    ) {
        Ok(asked) => asked,
        Err(fault) => return return_address.refuse(&fault, trace, now),
    };
    if tenant.settings.switches.consent_missing
        || !asked.scopes.without_consent(&application).is_empty()
    {
        return refuse_consent(&asked, &application, trace, now);
    }
    let standing = request::cookie(request, SESSION_COOKIE)
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
        (None, _) => home_realm::detour(&tenant.settings, &fields)
            .unwrap_or_else(|| sign_in::begin(tenant, asked, request, now)),
    }
}

/// The client and its redirect address: nothing is sent anywhere before both are known to be right.
fn client_of<'tenant>(
    directory: &'tenant Directory,
    fields: &Fields,
) -> Result<(&'tenant Application, ReturnAddress), Fault> {
    if let Some(name @ ("client_id" | "redirect_uri")) = fields.repeated() {
        return Err(Fault::repeated(name));
    }
    let client_id = fields.first("client_id").ok_or_else(|| Fault::missing("client_id"))?;
    let application = directory.application(client_id).ok_or_else(|| {
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
    Ok((application, ReturnAddress::read(redirect_address, fields)))
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
    let declined =
        Fault::new("access_denied", 65_004, "User declined to consent to access the app.");
    let location =
        asked.return_address.address_of_refusal(&declined, trace, now).unwrap_or_default();
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
