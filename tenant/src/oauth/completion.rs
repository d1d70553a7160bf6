//! Completion of a sign-in: Conditional Access for the application, then the registration interrupt, then the code.

use http::Request;

use super::code;
use crate::{
    admission::{self, Refused, Visit, page},
    directory::{
        conditional_access::{evaluation::Target, policy::ClientAppType},
        person::{SignInRefusal, Trouble},
        session::SignInId,
    },
    protocol::{authorize_request::AuthorizeRequest, fault::Fault},
    registration_interrupt,
    state::Tenant,
    timestamp::Timestamp,
    web::{reply::Reply, trace::Trace},
};

/// Answers the client after a sign-in: with a code, or with what must happen before it.
pub(crate) fn complete(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    asked: AuthorizeRequest,
    sign_in: SignInId,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let standing = tenant
        .sessions
        .standing(&sign_in, &tenant.directory, now)
        .map(|(standing, _)| standing.clone());
    if let Ok(standing) = standing {
        let person = tenant.directory.person(&standing.person);
        if let Some(Trouble::SignInRefused(refusal)) = person.and_then(|person| person.trouble) {
            let (fault, subcode) = refused_at_callback(refusal);
            return asked.return_address.refuse_with(&fault, subcode, trace, now);
        }
        let visit = Visit {
            sign_in: &standing,
            target: Target::Application(&asked.client_id),
            client: ClientAppType::Browser,
            correlation_id: &trace.correlation_id,
        };
        if let Err(refused) = admission::admit(tenant, request, visit, now) {
            return refuse(&asked, refused, trace, now);
        }
    }
    if !registration_interrupt::is_due(tenant, &sign_in, now) {
        return code::issue_code(tenant, asked, sign_in, now);
    }
    if asked.is_silent() {
        let fault = Fault::new(
            "interaction_required",
            50_072,
            "Due to a configuration change made by your administrator, or because you moved to a new location, you \
             must enroll in multi-factor authentication.",
        );
        return asked.return_address.refuse(&fault, trace, now);
    }
    registration_interrupt::begin(tenant, request, asked, sign_in, trace, now)
}

/// What the application is told, and the `error_subcode`.
fn refused_at_callback(refusal: SignInRefusal) -> (Fault, Option<&'static str>) {
    let denied = |number, text| Fault::new("access_denied", number, text);
    match refusal {
        SignInRefusal::BlockedByConditionalAccess => (
            denied(
                53_003,
                "Access has been blocked by Conditional Access policies. The access policy does not allow token \
                 issuance.",
            ),
            Some("message_only"),
        ),
        SignInRefusal::DeviceNotCompliant => (
            denied(
                53_000,
                "Device is not in required device state: compliant. Conditional Access policy requires a compliant \
                 device, and the device is not compliant.",
            ),
            Some("message_only"),
        ),
        SignInRefusal::NotAssigned => (
            denied(
                50_105,
                "Your administrator has configured the application to block users unless they are specifically \
                 granted ('assigned') access to the application.",
            ),
            None,
        ),
        SignInRefusal::ConsentDeclined => {
            (denied(65_004, "User declined to consent to access the app."), Some("cancel"))
        }
        SignInRefusal::ServerError => (
            Fault::new(
                "server_error",
                50_000,
                "There was an error issuing a token or an issue with the sign-in service.",
            ),
            None,
        ),
        SignInRefusal::TemporarilyUnavailable => (
            Fault::new(
                "temporarily_unavailable",
                90_033,
                "A transient error has occurred. Please try again.",
            ),
            None,
        ),
    }
}

fn refuse(asked: &AuthorizeRequest, refused: Refused, trace: &Trace, now: Timestamp) -> Reply {
    let error = if refused.wants_stronger { "interaction_required" } else { "access_denied" };
    let fault = Fault::new(error, refused.number, refused.text);
    if asked.is_silent() {
        return asked.return_address.refuse(
            &Fault { error: "interaction_required", ..fault },
            trace,
            now,
        );
    }
    let back = asked.return_address.address_of_refusal(&fault, trace, now);
    page::refused(refused, back.as_deref(), trace, now)
}
