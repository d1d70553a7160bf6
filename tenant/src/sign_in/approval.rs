//! The approval in Microsoft Authenticator with a number to match: asked here, answered on the stand-in phone.
//!
//! It is requested only after a correct password.

#[cfg(test)]
mod tests;

use http::{Request, StatusCode};
use serde_json::json;

use super::{BROWSER_COOKIE, verify::Refusal};
use crate::{
    directory::{
        method::PASSWORD_ID,
        person::PersonId,
        session::{Proof, SignIn, SignInId},
    },
    state::{
        Tenant,
        approval::Outcome,
        attempt::{Attempt, Goal},
    },
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request::{self, Fields},
    },
};

/// Asks the person's phones to approve the attempt.
pub(super) fn ask(tenant: &mut Tenant, attempt: &mut Attempt, person: &PersonId, now: Timestamp) {
    let application = super::application_name(&tenant.directory, &attempt.goal).to_owned();
    let id = tenant.phones.ask_approval(&mut tenant.randomness, person.clone(), application, now);
    attempt.progress.approval = Some(id);
}

/// The sign-in of someone whose second factor this browser remembers, so that their phone is not asked. Nothing is
/// remembered where the client wants it proved, nor for Security info.
pub(super) fn remembered(
    tenant: &mut Tenant,
    attempt: &Attempt,
    person: &PersonId,
    now: Timestamp,
) -> Option<SignIn> {
    let switches = &tenant.settings.switches;
    let days = switches.second_factor_remembered_days?;
    let Goal::Client(asked) = &attempt.goal else { return None };
    if asked.wants_second_factor(switches.prompt_login_redoes_second_factor) {
        return None;
    }
    let at = tenant.sessions.second_factor(&attempt.browser, person, days, now)?;
    Some(SignIn {
        id: SignInId::new(tenant.randomness.guid()),
        person: person.clone(),
        at: now,
        proof: Proof::PasswordAndApproval,
        remembered: Some(at),
    })
}

/// What the person's phone said.
pub(super) enum Answer {
    Approved(SignIn),
    Waiting,
    Refused(Refusal),
}

/// Whether the attempt was approved; an approval is valid for one sign-in.
pub(super) fn answer(
    tenant: &mut Tenant,
    attempt: &mut Attempt,
    person: &PersonId,
    now: Timestamp,
) -> Answer {
    let Some(id) = attempt.progress.approval.clone() else {
        return Answer::Refused(super::password::none_typed());
    };
    match tenant.phones.outcome(&id, person, now) {
        Some(Outcome::Waiting) => return Answer::Waiting,
        Some(Outcome::Approved { method_id }) => {
            tenant.phones.forget_approval(&id);
            attempt.progress.approval = None;
            let sign_in_id = SignInId::new(tenant.randomness.guid());
            if let Some(found) = tenant.directory.person_mut(person) {
                for method in &mut found.methods {
                    if method.id == method_id || method.id == PASSWORD_ID {
                        method.last_used = Some(now);
                    }
                }
                tenant.sessions.remember_second_factor(&attempt.browser, person, now);
                return Answer::Approved(SignIn {
                    id: sign_in_id,
                    person: person.clone(),
                    at: now,
                    proof: Proof::PasswordAndApproval,
                    remembered: None,
                });
            }
        }
        Some(Outcome::Denied | Outcome::WrongNumber | Outcome::Late) | None => {}
    }
    attempt.progress.approval = None;
    Answer::Refused(Refusal::new(
        500_121,
        "The request was denied or not answered in time. Enter your password to send a new one.",
    ))
}

/// Tells the waiting page whether there is something new. Needs the browser that began the attempt.
pub(crate) fn is_answered(tenant: &Tenant, request: &Request<Vec<u8>>, now: Timestamp) -> Reply {
    let query = Fields::query(request);
    let ready = query
        .first("attempt")
        .and_then(|id| tenant.attempts.find(id, now))
        .filter(|attempt| {
            request::cookie(request, BROWSER_COOKIE) == Some(attempt.browser.as_str())
        })
        .is_none_or(|attempt| {
            let account = attempt.account.as_deref().unwrap_or_default();
            let person = tenant.directory.person_by_account(account);
            let outcome = attempt
                .progress
                .approval
                .as_ref()
                .zip(person)
                .and_then(|(id, person)| tenant.phones.outcome(id, &person.id, now));
            !matches!(outcome, Some(Outcome::Waiting))
        });
    reply::json(StatusCode::OK, &json!({ "ready": ready }))
}
