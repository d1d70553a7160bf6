//! Sign-in: asks for the account, then for the preferred way to sign in, and for others on request.
//!
//! An attempt is bound to the browser that began it; a form from any other browser is refused.

pub(crate) mod approval;
mod federation;
pub(crate) mod pages;
mod passkey;
mod password;
mod proof_pages;
pub(crate) mod verify;
pub(crate) mod ways;

#[cfg(test)]
mod tests;

use approval::Answer;
use http::{Request, StatusCode};
use serde_json::Value;
use verify::Refusal;
use ways::Way;

use crate::{
    directory::{
        Directory,
        person::PersonId,
        session::{SESSION_COOKIE, SignIn},
    },
    oauth::completion,
    protocol::authorize_request::{AuthorizeRequest, Prompt, login_hint},
    state::{
        Tenant,
        attempt::{Attempt, AttemptId, Goal, Progress},
    },
    timestamp::Timestamp,
    web::{
        address, page,
        reply::{self, Reply},
        request::{self, Fields},
        trace::Trace,
    },
};

/// The cookie that an attempt is bound to.
const BROWSER_COOKIE: &str = "tenant_browser";

/// Shows the first page of an attempt that a client asked for.
pub(crate) fn begin(
    tenant: &mut Tenant,
    asked: AuthorizeRequest,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Reply {
    let hint = asked.login_hint.clone().unwrap_or_default();
    begin_for(tenant, Goal::Client(Box::new(asked)), &hint, request, now)
}

/// Shows the first page of an attempt; `hint` is an account name or a `login_hint` of this directory, or empty.
pub(crate) fn begin_for(
    tenant: &mut Tenant,
    goal: Goal,
    hint: &str,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Reply {
    let known_browser = request::cookie(request, BROWSER_COOKIE)
        .filter(|cookie| cookie.len() == 43)
        .map(String::from);
    let browser = known_browser.unwrap_or_else(|| tenant.randomness.token());
    let mut attempt = Attempt {
        id: AttemptId::new(tenant.randomness.token()),
        canary: tenant.randomness.token(),
        browser: browser.clone(),
        account: None,
        progress: Progress::default(),
        goal,
        begun: now,
    };
    let is_choosing =
        matches!(&attempt.goal, Goal::Client(asked) if asked.prompt == Prompt::SelectAccount);
    let hinted = tenant
        .directory
        .people
        .iter()
        .find(|person| login_hint(person) == hint || person.signs_in_as(hint))
        .map(|person| (person.id.clone(), person.account.clone()));
    let step = match hinted {
        Some((id, account)) if !is_choosing => {
            attempt.account = Some(account);
            first_step(tenant, &mut attempt, &id, now)
        }
        Some((_, account)) => Step::Account { account },
        None => Step::Account { account: String::from(hint) },
    };
    let mut reply = show(tenant, &attempt, &step, None, now);
    tenant.attempts.insert(attempt, now);
    reply::set_cookie(&mut reply, BROWSER_COOKIE, &browser, tenant.is_secure());
    reply
}

/// The page that follows the account: another identity provider's, or what its person prefers.
fn first_step(tenant: &mut Tenant, attempt: &mut Attempt, id: &PersonId, now: Timestamp) -> Step {
    let person = tenant.directory.person(id);
    if person.is_some_and(|person| federation::takes_over(tenant, person, now)) {
        return Step::Federation;
    }
    match ways_of(tenant, id, now).first() {
        Some(Way::Passkey) => Step::Passkey { options: passkey::begin(tenant, attempt, id, now) },
        Some(Way::Password) => Step::Password,
        Some(Way::Pass) | None => Step::Pass,
    }
}

/// Takes a form of one of the pages and shows the next, or answers the client.
pub(crate) fn resume(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let form = Fields::form(request);
    let found =
        form.first("attempt").and_then(|id| tenant.attempts.find(id, now)).filter(|attempt| {
            let browser = request::cookie(request, BROWSER_COOKIE);
            browser == Some(&attempt.browser) && form.first("canary") == Some(&attempt.canary)
        });
    let Some(mut attempt) = found.cloned() else {
        return reply::page(StatusCode::BAD_REQUEST, page::attempt_gone(), &[]);
    };
    match form.first("action") {
        Some("cancel") => {
            tenant.attempts.remove(&attempt.id);
            return match attempt.goal {
                Goal::Client(asked) => asked.return_address.refuse_canceled(),
                Goal::SecurityInfo => reply::page(StatusCode::OK, page::signed_out(), &[]),
            };
        }
        Some("change_account") => {
            attempt.account = None;
            attempt.progress = Progress::default();
            tenant.attempts.insert(attempt.clone(), now);
            let account = String::new();
            return show(tenant, &attempt, &Step::Account { account }, None, now);
        }
        _ => {}
    }
    let typed = form.first("account");
    let account = typed.or(attempt.account.as_deref());
    let person = match verify::person(&tenant.directory, account) {
        Ok(person) => person,
        Err(refusal) => {
            let account = account.unwrap_or_default().to_owned();
            return show(tenant, &attempt, &Step::Account { account }, Some(&refusal), now);
        }
    };
    if attempt.account.as_deref() != Some(&person.account) {
        // What one person has proved counts for no one else.
        attempt.progress = Progress::default();
    }
    attempt.account = Some(person.account.clone());
    let is_handed_over = federation::takes_over(tenant, person, now);
    let id = person.id.clone();
    if is_handed_over {
        let reply = show(tenant, &attempt, &Step::Federation, None, now);
        tenant.attempts.insert(attempt, now);
        return reply;
    }
    match advance(tenant, &mut attempt, &id, &form, now) {
        Next::SignedIn(sign_in) => finish(tenant, request, attempt, sign_in, trace, now),
        Next::Ask(step, refusal) => {
            let reply = show(tenant, &attempt, &step, refusal.as_ref(), now);
            tenant.attempts.insert(attempt, now);
            reply
        }
    }
}

/// What a page asks for.
pub(crate) enum Step {
    Account { account: String },
    Federation,
    Pass,
    Password,
    Approval,
    Passkey { options: Value },
    OtherWays,
}

/// What comes after a form.
enum Next {
    SignedIn(SignIn),
    Ask(Step, Option<Refusal>),
}

/// Verifies what a person sent. A pass is verified whichever page was shown.
fn advance(
    tenant: &mut Tenant,
    attempt: &mut Attempt,
    id: &PersonId,
    form: &Fields,
    now: Timestamp,
) -> Next {
    if let Some(typed) = form.first("pass") {
        return match verify::pass(tenant, id, typed, now) {
            Ok(sign_in) => Next::SignedIn(sign_in),
            Err(refusal) => Next::Ask(Step::Pass, Some(refusal)),
        };
    }
    match form.first("action") {
        Some("other_ways") => Next::Ask(Step::OtherWays, None),
        Some("use_pass") => Next::Ask(Step::Pass, None),
        Some("use_password") => Next::Ask(Step::Password, None),
        Some("use_passkey") => ask_for_passkey(tenant, attempt, id, None, now),
        Some("password") => match form.first("password") {
            None => Next::Ask(Step::Password, Some(password::none_typed())),
            Some(typed) => match password::verify(&mut tenant.directory, id, typed, now) {
                Ok(()) => match approval::remembered(tenant, attempt, id, now) {
                    Some(sign_in) => Next::SignedIn(sign_in),
                    None => {
                        approval::ask(tenant, attempt, id, now);
                        Next::Ask(Step::Approval, None)
                    }
                },
                Err(refusal) => Next::Ask(Step::Password, Some(refusal)),
            },
        },
        Some("approved") => match approval::answer(tenant, attempt, id, now) {
            Answer::Approved(sign_in) => Next::SignedIn(sign_in),
            Answer::Waiting => Next::Ask(Step::Approval, None),
            Answer::Refused(refusal) => Next::Ask(Step::Password, Some(refusal)),
        },
        Some("passkey") => {
            let answered = form.first("credential").unwrap_or_default();
            match passkey::verify(tenant, attempt, id, answered, now) {
                Ok(sign_in) => Next::SignedIn(sign_in),
                Err(refusal) => ask_for_passkey(tenant, attempt, id, Some(refusal), now),
            }
        }
        // An account form asks for what its person prefers; a pass form that was sent empty says so.
        _ if form.first("account").is_some() => {
            Next::Ask(first_step(tenant, attempt, id, now), None)
        }
        _ => Next::Ask(Step::Pass, Some(Refusal::no_pass_typed())),
    }
}

fn ask_for_passkey(
    tenant: &mut Tenant,
    attempt: &mut Attempt,
    id: &PersonId,
    refusal: Option<Refusal>,
    now: Timestamp,
) -> Next {
    let options = passkey::begin(tenant, attempt, id, now);
    Next::Ask(Step::Passkey { options }, refusal)
}

fn ways_of(tenant: &Tenant, id: &PersonId, now: Timestamp) -> Vec<Way> {
    let policy = &tenant.directory.policies.temporary_access_pass;
    let Some(person) = tenant.directory.person(id) else {
        return Vec::new();
    };
    let mut ways = ways::of(person, policy, now);
    // A pass that has not arrived yet is not asked for while there is another way.
    let is_arriving = person
        .presented_pass()
        .is_some_and(|pass| tenant.replication.is_arriving(id, &pass.id, now));
    if is_arriving && ways.len() > 1 {
        ways.retain(|way| *way != Way::Pass);
    }
    ways
}

fn finish(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    attempt: Attempt,
    sign_in: SignIn,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    tenant.attempts.remove(&attempt.id);
    let id = sign_in.id.clone();
    // A new cookie for every sign-in, so that none that was known before is worth anything.
    let cookie = tenant.randomness.token();
    tenant.sessions.remember(sign_in);
    tenant.sessions.open_browser(cookie.clone(), id.clone());
    let secure = tenant.is_secure();
    let mut reply = match attempt.goal {
        Goal::Client(asked) => completion::complete(tenant, request, *asked, id, trace, now),
        Goal::SecurityInfo => reply::redirect(&address::security_info()),
    };
    reply::set_cookie(&mut reply, SESSION_COOKIE, &cookie, secure);
    reply
}

/// What the person signs in to, by name.
fn application_name<'tenant>(directory: &'tenant Directory, goal: &Goal) -> &'tenant str {
    match goal {
        Goal::Client(asked) => directory
            .application(&asked.client_id)
            .map_or("", |application| application.name.as_str()),
        Goal::SecurityInfo => "Security info",
    }
}

fn show(
    tenant: &Tenant,
    attempt: &Attempt,
    step: &Step,
    refusal: Option<&Refusal>,
    now: Timestamp,
) -> Reply {
    let person =
        attempt.account.as_deref().and_then(|account| tenant.directory.person_by_account(account));
    let ways = person.map_or_else(Vec::new, |person| ways_of(tenant, &person.id, now));
    let form = pages::Form {
        application: application_name(&tenant.directory, &attempt.goal),
        attempt: attempt.id.as_str(),
        canary: &attempt.canary,
        account: attempt.account.as_deref().unwrap_or_default(),
        ways: &ways,
        refusal,
    };
    let markup = match step {
        Step::Account { account } => pages::account(&form, account),
        Step::Federation => federation::page(&form),
        Step::Pass => pages::pass(&form),
        Step::Password => proof_pages::password(&form),
        Step::Passkey { options } => proof_pages::passkey(&form, options),
        Step::OtherWays => proof_pages::other_ways(&form),
        Step::Approval => {
            let number =
                attempt.progress.approval.as_deref().and_then(|id| tenant.phones.number(id));
            proof_pages::approval(&form, number)
        }
    };
    let target = match &attempt.goal {
        Goal::Client(asked) => asked.return_address.origin(),
        Goal::SecurityInfo => String::new(),
    };
    reply::page(StatusCode::OK, markup, &[&target])
}
