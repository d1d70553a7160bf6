//! Sign-in: the pages that ask for the account and then for the pass.
//!
//! An attempt is kept here and bound to the browser that began it; a form without both halves is refused.
//! Next: `oauth/authorize.rs`, which answers the client.

mod attempt;
pub(crate) mod pages;
mod verify;

#[cfg(test)]
mod tests;

pub(crate) use attempt::Attempts;

use attempt::{Attempt, AttemptId};
use http::{Request, StatusCode};

use crate::{
    oauth::authorize::{self, AuthorizeRequest},
    reply::{self, Reply},
    request::{self, Fields},
    session::SignIn,
    tenant::{Tenant, Trace},
    timestamp::Timestamp,
};

/// The cookie of a signed-in browser.
pub(crate) const SESSION_COOKIE: &str = "tenant_session";
/// The cookie that an attempt is bound to.
const BROWSER_COOKIE: &str = "tenant_browser";

/// Shows the first page of an attempt.
pub(crate) fn begin(
    tenant: &mut Tenant,
    asked: AuthorizeRequest,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Reply {
    let known_browser = request::cookie(request, BROWSER_COOKIE)
        .filter(|cookie| cookie.len() == 43)
        .map(String::from);
    let browser = known_browser.unwrap_or_else(|| tenant.randomness.token());
    let attempt = Attempt {
        id: AttemptId::new(tenant.randomness.token()),
        canary: tenant.randomness.token(),
        browser: browser.clone(),
        account: None,
        asked,
        begun: now,
    };
    let hint = attempt.asked.login_hint.clone().unwrap_or_default();
    let account = tenant
        .directory
        .people
        .iter()
        .find(|person| crate::oauth::login_hint(person) == hint)
        .map_or(hint, |person| person.account.clone());
    let mut reply = show(tenant, &attempt, Step::Account { account }, None);
    tenant.attempts.insert(attempt, now);
    reply::set_cookie(&mut reply, BROWSER_COOKIE, &browser, tenant.is_secure());
    reply
}

/// Takes a form of one of the pages and shows the next, or answers the client.
pub(crate) fn resume(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let form = Fields::form(request);
    let found = form
        .first("attempt")
        .and_then(|id| tenant.attempts.find(id, now))
        .filter(|attempt| {
            let browser = request::cookie(request, BROWSER_COOKIE);
            browser == Some(&attempt.browser) && form.first("canary") == Some(&attempt.canary)
        });
    let Some(mut attempt) = found.cloned() else {
        return reply::page(StatusCode::BAD_REQUEST, pages::attempt_gone(), &[]);
    };
    match form.first("action") {
        Some("cancel") => {
            tenant.attempts.remove(&attempt.id);
            return attempt.asked.return_address.refuse_canceled(trace, now);
        }
        Some("change_account") => {
            attempt.account = None;
            tenant.attempts.insert(attempt.clone(), now);
            let account = String::new();
            return show(tenant, &attempt, Step::Account { account }, None);
        }
        _ => {}
    }
    let account = form.first("account").or(attempt.account.as_deref());
    let person = match verify::person(tenant, account) {
        Ok(person) => person,
        Err(refusal) => {
            let account = account.unwrap_or_default().to_owned();
            return show(tenant, &attempt, Step::Account { account }, Some(&refusal));
        }
    };
    attempt.account = Some(person.account.clone());
    let (id, account) = (person.id.clone(), person.account.clone());
    let Some(typed) = form.first("pass") else {
        tenant.attempts.insert(attempt.clone(), now);
        // A pass form that was sent empty says so; an account form asks for the pass.
        let was_asked = form.first("account").is_none();
        let refusal = was_asked.then(verify::Refusal::no_pass_typed);
        return show(tenant, &attempt, Step::Pass { account }, refusal.as_ref());
    };
    match verify::pass(tenant, &id, typed, now) {
        Ok(sign_in) => finish(tenant, attempt, sign_in, now),
        Err(refusal) => {
            tenant.attempts.insert(attempt.clone(), now);
            show(tenant, &attempt, Step::Pass { account }, Some(&refusal))
        }
    }
}

/// What a page asks for.
pub(crate) enum Step {
    Account { account: String },
    Pass { account: String },
}

fn finish(tenant: &mut Tenant, attempt: Attempt, sign_in: SignIn, now: Timestamp) -> Reply {
    tenant.attempts.remove(&attempt.id);
    let id = sign_in.id.clone();
    // A new cookie for every sign-in, so that none that was known before is worth anything.
    let cookie = tenant.randomness.token();
    tenant.sessions.remember(sign_in);
    tenant.sessions.open_browser(cookie.clone(), id.clone());
    let secure = tenant.is_secure();
    let mut reply = authorize::issue_code(tenant, attempt.asked, id, now);
    reply::set_cookie(&mut reply, SESSION_COOKIE, &cookie, secure);
    reply
}

fn show(
    tenant: &Tenant,
    attempt: &Attempt,
    step: Step,
    refusal: Option<&verify::Refusal>,
) -> Reply {
    let application = tenant
        .directory
        .application(&attempt.asked.client_id)
        .map_or("", |application| application.name.as_str());
    let form = pages::Form {
        application,
        attempt: attempt.id.as_str(),
        canary: &attempt.canary,
        refusal,
    };
    let markup = match step {
        Step::Account { account } => pages::account(&form, &account),
        Step::Pass { account } => pages::pass(&form, &account),
    };
    reply::page(
        StatusCode::OK,
        markup,
        &[&attempt.asked.return_address.origin()],
    )
}
