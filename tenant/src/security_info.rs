//! The person's own page at `/{tenantId}/security-info`: what is registered, and changes to it.
//!
//! It requires the tenant's own sign-in, and a recent one for changes.

mod add;
mod changes;
mod pages;

#[cfg(test)]
mod tests;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Method, Request, StatusCode};
use pages::{Notice, Visit};
use sha2::{Digest, Sha256};

use crate::{
    admission::{self, page},
    directory::{
        conditional_access::{evaluation::Target, policy::ClientAppType},
        person::Person,
        session::{SESSION_COOKIE, SignIn},
    },
    sign_in,
    state::{Tenant, attempt::Goal},
    timestamp::Timestamp,
    web::{
        address,
        reply::{self, Reply, not_found},
        request::{self, Fields},
        trace::Trace,
    },
};

/// Runs the WebAuthn ceremonies of the tenant's own pages.
pub(crate) const PASSKEY_SCRIPT: &str = include_str!("security_info/passkey.js");

/// Answers what follows `security-info` in the path.
pub(crate) fn answer(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    path: &[&str],
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    if let Some(refused) = refusal_of(tenant, request, trace, now) {
        return refused;
    }
    let is_get = request.method() == Method::GET;
    let is_post = request.method() == Method::POST;
    match path {
        [] | ["add" | "add-passkey"] if is_get => {
            let query = Fields::query(request);
            let wants_fresh = query.first("sign_in") == Some("again");
            match visitor(tenant, request, now).filter(|_| !wants_fresh) {
                None => {
                    let hint = query.first("login_hint").unwrap_or_default();
                    sign_in::begin_for(tenant, Goal::SecurityInfo, hint, request, now)
                }
                Some(visitor) if path.is_empty() => {
                    let notice = query.first("done").and_then(Notice::from_name);
                    show(tenant, &visitor, notice, now)
                }
                Some(visitor) if path == ["add"] => {
                    with_fresh(tenant, &visitor, request, now, add::choice)
                }
                Some(visitor) => {
                    let is_security_key = query.first("kind") == Some(add::SECURITY_KEY);
                    with_fresh(tenant, &visitor, request, now, |_| {
                        add::passkey(&visitor.canary, is_security_key)
                    })
                }
            }
        }
        [] if is_post => {
            let form = Fields::form(request);
            match visitor(tenant, request, now)
                .filter(|visitor| form.first("canary") == Some(&visitor.canary))
            {
                None => reply::page(StatusCode::BAD_REQUEST, pages::gone(), &[]),
                Some(visitor) => act(tenant, &visitor, request, &form, trace, now),
            }
        }
        ["passkey-options"] | ["passkey"] if is_post => {
            let given = request::text_header(request.headers(), "x-canary");
            match visitor(tenant, request, now)
                .filter(|visitor| given == Some(visitor.canary.as_str()))
            {
                None => reply::text(
                    StatusCode::FORBIDDEN,
                    "text/plain; charset=utf-8",
                    "This page is no longer valid\n",
                ),
                Some(visitor) if path == ["passkey"] => {
                    changes::register_passkey(tenant, &visitor.sign_in, request, trace, now)
                }
                Some(visitor) => changes::passkey_options(tenant, &visitor.sign_in, trace, now),
            }
        }
        [] | ["add" | "add-passkey" | "passkey-options" | "passkey"] => reply::text(
            StatusCode::METHOD_NOT_ALLOWED,
            "text/plain; charset=utf-8",
            "The page does not accept the request's method\n",
        ),
        _ => not_found(),
    }
}

/// The page for a person who may not register from here. Signing in again and signing out are always allowed.
fn refusal_of(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Option<Reply> {
    if Fields::query(request).first("sign_in") == Some("again")
        || Fields::form(request).first("action") == Some("sign_out")
    {
        return None;
    }
    let visitor = visitor(tenant, request, now)?;
    let visit = admission::Visit {
        sign_in: &visitor.sign_in,
        target: Target::RegisterSecurityInformation,
        client: ClientAppType::Browser,
        correlation_id: &trace.correlation_id,
    };
    let refused = admission::admit(tenant, request, visit, now).err()?;
    Some(page::refused(refused, None, trace, now))
}

/// Who looks at the page.
struct Visitor {
    sign_in: SignIn,
    /// The anti-forgery token of the forms.
    canary: String,
}

fn visitor(tenant: &Tenant, request: &Request<Vec<u8>>, now: Timestamp) -> Option<Visitor> {
    let cookie = request::cookie(request, SESSION_COOKIE)?;
    let (sign_in, _) = tenant.sessions.of_browser(cookie, &tenant.directory, now)?;
    Some(Visitor {
        sign_in: sign_in.clone(),
        canary: URL_SAFE_NO_PAD.encode(Sha256::digest(format!("security info of {cookie}"))),
    })
}

fn act(
    tenant: &mut Tenant,
    visitor: &Visitor,
    request: &Request<Vec<u8>>,
    form: &Fields,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let id = form.first("method").unwrap_or_default();
    let done = match form.first("action") {
        Some("sign_out") => {
            if let Some(cookie) = request::cookie(request, SESSION_COOKIE) {
                tenant.sessions.close_browser(cookie);
            }
            return signed_out(Notice::SignedOut);
        }
        Some("ask_remove") => {
            return with_fresh(tenant, visitor, request, now, |person| {
                pages::confirm_removal(person, id, &visitor.canary)
            });
        }
        Some("ask_sign_out_everywhere") => {
            let markup = pages::confirm_sign_out_everywhere(&visitor.canary);
            return reply::page(StatusCode::OK, markup, &[]);
        }
        Some("sign_out_everywhere") => {
            changes::sign_out_everywhere(tenant, &visitor.sign_in);
            return signed_out(Notice::SignedOutEverywhere);
        }
        Some("remove") => {
            changes::remove(tenant, &visitor.sign_in, id, trace, now).map(|()| Notice::Removed)
        }
        Some("make_default") => changes::make_default(tenant, &visitor.sign_in, id, now)
            .map(|()| Notice::DefaultChanged),
        _ => return reply::redirect(&address::security_info()),
    };
    match done {
        // Without its pass a sign-in that came from it has ended.
        Ok(_) if tenant.sessions.standing(&visitor.sign_in.id, &tenant.directory, now).is_err() => {
            signed_out(Notice::PassRemoved)
        }
        // What is done is shown anew, so that a reload repeats nothing.
        Ok(notice) => {
            reply::redirect(&format!("{}?done={}", address::security_info(), notice.name()))
        }
        Err(message) => show(tenant, visitor, Some(Notice::Refused(message)), now),
    }
}

/// Shows a page for a change, or asks for a fresh sign-in first.
fn with_fresh(
    tenant: &mut Tenant,
    visitor: &Visitor,
    request: &Request<Vec<u8>>,
    now: Timestamp,
    page: impl FnOnce(&Person) -> maud::Markup,
) -> Reply {
    let account = tenant
        .directory
        .person(&visitor.sign_in.person)
        .map_or_else(String::new, |person| person.account.clone());
    if !is_fresh(tenant, &visitor.sign_in, now) {
        return sign_in::begin_for(tenant, Goal::SecurityInfo, &account, request, now);
    }
    match tenant.directory.person(&visitor.sign_in.person) {
        Some(person) => reply::page(StatusCode::OK, page(person), &[]),
        None => not_found(),
    }
}

fn is_fresh(tenant: &Tenant, sign_in: &SignIn, now: Timestamp) -> bool {
    sign_in.is_strong_since(tenant.passkey_freshness_seconds(), now)
}

fn show(tenant: &Tenant, visitor: &Visitor, notice: Option<Notice>, now: Timestamp) -> Reply {
    let Some(person) = tenant.directory.person(&visitor.sign_in.person) else {
        return not_found();
    };
    let visit = Visit {
        person,
        canary: &visitor.canary,
        notice: notice.as_ref(),
        is_fresh: is_fresh(tenant, &visitor.sign_in, now),
        policy: &tenant.directory.policies.temporary_access_pass,
        now,
    };
    reply::page(StatusCode::OK, pages::overview(&visit), &[])
}

fn signed_out(notice: Notice) -> Reply {
    let mut reply = reply::page(StatusCode::OK, pages::signed_out(&notice), &[]);
    reply::clear_cookie(&mut reply, SESSION_COOKIE);
    reply
}
