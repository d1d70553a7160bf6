//! The registration interrupt: a person under a registration policy must register a method before the application
//! gets its code.
//!
//! Passkeys are not offered, unless a switch makes the tenant behave like newer ones.

mod page;

#[cfg(test)]
mod tests;

use http::{Method, Request, StatusCode};

use crate::{
    admission::{self, Visit, page as refusal},
    directory::{
        conditional_access::{evaluation::Target, policy::ClientAppType},
        method::{AuthenticationMethod, MOBILE_PHONE_ID, MethodKind},
        person::Person,
        session::{SESSION_COOKIE, SignInId},
    },
    oauth::code,
    protocol::authorize_request::AuthorizeRequest,
    state::{Tenant, interrupt::Interrupt},
    timestamp::Timestamp,
    web::{
        page as frame,
        reply::{self, Reply},
        request::{self, Fields},
        trace::Trace,
    },
};

/// Whether the person behind a sign-in must register before going on.
pub(crate) fn is_due(tenant: &Tenant, sign_in: &SignInId, now: Timestamp) -> bool {
    let is_for_everyone = tenant.settings.switches.registration_interrupt_for_everyone;
    tenant.sessions.standing(sign_in, &tenant.directory, now).is_ok_and(|(_, person)| {
        (is_for_everyone || person.must_register) && !has_registered(person)
    })
}

/// Shows the page before the application, unless Conditional Access forbids registering from here.
pub(crate) fn begin(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    asked: AuthorizeRequest,
    sign_in: SignInId,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let id = tenant.randomness.token();
    let interrupt = Interrupt { canary: tenant.randomness.token(), sign_in, asked, begun: now };
    if let Some(refused) = refusal_of(tenant, request, &interrupt, trace, now) {
        return refused;
    }
    let reply = show(tenant, &id, &interrupt, None, now);
    tenant.interrupts.insert(id, interrupt, now);
    reply
}

/// Answers the page's own address: its forms, and a return from elsewhere.
pub(crate) fn answer(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let is_post = request.method() == Method::POST;
    let fields = if is_post { Fields::form(request) } else { Fields::query(request) };
    let found = fields.first("attempt").and_then(|id| {
        let interrupt = tenant.interrupts.find(id, now)?;
        let (sign_in, _) = request::cookie(request, SESSION_COOKIE)
            .and_then(|cookie| tenant.sessions.of_browser(cookie, &tenant.directory, now))?;
        let is_own = sign_in.id == interrupt.sign_in;
        let is_meant = !is_post || fields.first("canary") == Some(&interrupt.canary);
        (is_own && is_meant).then(|| (String::from(id), interrupt.clone()))
    });
    let Some((id, interrupt)) = found else {
        return reply::page(StatusCode::BAD_REQUEST, frame::attempt_gone(), &[]);
    };
    match fields.first("action").filter(|_| is_post) {
        Some("cancel") => {
            tenant.interrupts.remove(&id);
            interrupt.asked.return_address.refuse_canceled()
        }
        Some("continue") if !is_due(tenant, &interrupt.sign_in, now) => {
            tenant.interrupts.remove(&id);
            code::issue_code(tenant, interrupt.asked, interrupt.sign_in, now)
        }
        Some("add_phone") => {
            if let Some(refused) = refusal_of(tenant, request, &interrupt, trace, now) {
                return refused;
            }
            let typed = fields.first("phone");
            let refusal = add_phone(tenant, &interrupt, typed, now).err();
            show(tenant, &id, &interrupt, refusal, now)
        }
        Some(_) => show(tenant, &id, &interrupt, None, now),
        None => {
            let claims_done = fields.first("done").is_some();
            page_of(tenant, &id, &interrupt, None, claims_done, now)
        }
    }
}

/// Asks the policies for the user action, as the real page does; the page for who is not let through.
fn refusal_of(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    interrupt: &Interrupt,
    trace: &Trace,
    now: Timestamp,
) -> Option<Reply> {
    let (sign_in, _) = tenant.sessions.standing(&interrupt.sign_in, &tenant.directory, now).ok()?;
    let sign_in = sign_in.clone();
    let visit = Visit {
        sign_in: &sign_in,
        target: Target::RegisterSecurityInformation,
        client: ClientAppType::Browser,
        correlation_id: &trace.correlation_id,
    };
    let refused = admission::admit(tenant, request, visit, now).err()?;
    let fault = crate::protocol::fault::Fault::new("access_denied", refused.number, refused.text);
    let back = interrupt.asked.return_address.address_of_refusal(&fault, trace, now);
    Some(refusal::refused(refused, back.as_deref(), trace, now))
}

/// Registers a phone number; says what is wrong with what was typed otherwise.
fn add_phone(
    tenant: &mut Tenant,
    interrupt: &Interrupt,
    typed: Option<&str>,
    now: Timestamp,
) -> Result<(), &'static str> {
    let number = typed
        .and_then(read_number)
        .ok_or("Enter a phone number with its country code, such as +46 70 123 45 67.")?;
    let person = tenant
        .sessions
        .standing(&interrupt.sign_in, &tenant.directory, now)
        .map(|(_, person)| person.id.clone())
        .ok()
        .and_then(|id| tenant.directory.person_mut(&id))
        .ok_or("Your sign-in has ended. Sign in again.")?;
    person.methods.retain(|method| method.id != MOBILE_PHONE_ID);
    person.methods.push(AuthenticationMethod {
        id: String::from(MOBILE_PHONE_ID),
        created: Some(now),
        last_used: None,
        kind: MethodKind::Phone { number, phone_type: "mobile".into(), is_ready_for_sms: false },
    });
    Ok(())
}

/// A number of 6 to 15 digits after a plus (E.164), as Graph writes it: the country code, a space, the rest.
fn read_number(typed: &str) -> Option<String> {
    let rest = typed.trim().strip_prefix('+')?;
    let (code, number) = rest.split_once([' ', '-'])?;
    let is_separator = |letter: char| matches!(letter, ' ' | '-' | '(' | ')' | '.');
    let number: String = number.chars().filter(|letter| !is_separator(*letter)).collect();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = is_digits(code) && code.len() <= 3 && is_digits(&number);
    (is_number && (6..=15).contains(&(code.len() + number.len())))
        .then(|| format!("+{code} {number}"))
}

/// Whether the person has a method other than a password that counts for authentication.
fn has_registered(person: &Person) -> bool {
    person
        .methods
        .iter()
        .any(|method| !matches!(method.kind, MethodKind::Password | MethodKind::Email { .. }))
}

fn show(
    tenant: &Tenant,
    id: &str,
    interrupt: &Interrupt,
    refusal: Option<&'static str>,
    now: Timestamp,
) -> Reply {
    page_of(tenant, id, interrupt, refusal, false, now)
}

fn page_of(
    tenant: &Tenant,
    id: &str,
    interrupt: &Interrupt,
    refusal: Option<&'static str>,
    claims_done: bool,
    now: Timestamp,
) -> Reply {
    let Ok((_, person)) = tenant.sessions.standing(&interrupt.sign_in, &tenant.directory, now)
    else {
        return reply::page(StatusCode::BAD_REQUEST, frame::attempt_gone(), &[]);
    };
    let markup = page::register(&page::Form {
        attempt: id,
        canary: &interrupt.canary,
        account: &person.account,
        registered: person.methods.iter().filter_map(page::label).collect(),
        offers_passkeys: tenant.settings.switches.registration_interrupt_offers_passkeys,
        refusal,
        claims_done,
    });
    reply::page(StatusCode::OK, markup, &[&interrupt.asked.return_address.origin()])
}
