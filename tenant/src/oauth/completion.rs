//! Completion of a sign-in: Conditional Access for the application, then the registration interrupt, then the code.

use http::Request;

use super::code;
use crate::{
    admission::{self, Refused, Visit, page},
    directory::{
        conditional_access::{evaluation::Target, policy::ClientAppType},
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
