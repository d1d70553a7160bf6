//! Adding an account in the app: the person enters account and pass, and Microsoft Authenticator is registered.
//!
//! Signing in inside the app uses up a one-time pass, as any sign-in does.

use http::Request;

use super::pages::Screen;
use crate::{
    admission,
    directory::{
        conditional_access::{evaluation::Target, policy::ClientAppType},
        method::{AuthenticationMethod, MethodKind, Passkey, key_id, model_name},
        person::{Person, PersonId, Trouble},
        session::SignIn,
    },
    sign_in::{
        verify::{self, Refusal},
        ways,
    },
    state::{
        Tenant,
        phone::{Account, Platform},
    },
    timestamp::Timestamp,
    web::request::Fields,
};

/// Maximum number of registrations of the app for one person (combined registration).
const LIMIT: usize = 5;
const APP_VERSION: &str = "6.2511.7533";

/// What was typed into the app so far.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) account: String,
    /// Whether the account is known, so that the pass is asked for.
    pub(super) asks_for_pass: bool,
    pub(super) wants_passkey: bool,
    pub(super) refusal: Option<Refusal>,
}

/// Takes a form of the app; `None` when the account was added.
pub(super) fn add(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    cookie: &str,
    form: &Fields,
    now: Timestamp,
) -> Option<Screen> {
    let mut entry = Entry {
        account: form.first("account").unwrap_or_default().to_owned(),
        wants_passkey: form.first("passkey").is_some(),
        ..Entry::default()
    };
    let id = match verify::person(&tenant.directory, Some(&entry.account)) {
        Ok(person) => {
            entry.account.clone_from(&person.account);
            person.id.clone()
        }
        Err(refusal) => {
            entry.refusal = Some(refusal);
            return Some(Screen::Add(entry));
        }
    };
    entry.asks_for_pass = true;
    let Some(typed) = form.first("pass") else {
        let was_asked = form.first("step") == Some("pass");
        entry.refusal = was_asked.then(Refusal::no_pass_typed);
        return Some(Screen::Add(entry));
    };
    let signed_in = verify::pass(tenant, &id, typed, now)
        .and_then(|sign_in| admit(tenant, request, &sign_in, now));
    if let Err(refusal) = signed_in {
        entry.refusal = Some(refusal);
        return Some(Screen::Add(entry));
    }
    match register(tenant, cookie, &id, entry.wants_passkey, now) {
        Ok(()) => None,
        Err(notice) => Some(Screen::Home { notice: Some(notice) }),
    }
}

/// Asks Conditional Access, as every registration in the app does.
fn admit(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    sign_in: &SignIn,
    now: Timestamp,
) -> Result<(), Refusal> {
    let correlation_id = tenant.randomness.guid();
    let visit = admission::Visit {
        sign_in,
        target: Target::RegisterSecurityInformation,
        client: ClientAppType::MobileAppsAndDesktopClients,
        correlation_id: &correlation_id,
    };
    admission::admit(tenant, request, visit, now)
        .map_err(|refused| Refusal { number: refused.number, text: refused.text })
}

fn register(
    tenant: &mut Tenant,
    cookie: &str,
    id: &PersonId,
    wants_passkey: bool,
    now: Timestamp,
) -> Result<(), &'static str> {
    const NOT_THERE: &str = "Take a phone and install the app first.";
    let method_id = tenant.randomness.guid();
    let credential_id = tenant.randomness.bytes(65);
    let phone = tenant.phones.held_by(cookie).filter(|phone| phone.has_app).ok_or(NOT_THERE)?;
    let (name, platform) = (phone.name.clone(), phone.platform);
    let is_on_phone = phone
        .accounts
        .iter()
        .any(|account| account.person == *id && account.is_registered(&tenant.directory));
    let person = tenant.directory.person_mut(id).ok_or(NOT_THERE)?;
    if !is_on_phone {
        if ways::authenticators(person).count() >= LIMIT {
            return Err(
                "You have five registrations of the app already. Remove one in Security info.",
            );
        }
        person.methods.push(AuthenticationMethod {
            id: method_id.clone(),
            created: Some(now),
            last_used: None,
            kind: MethodKind::MicrosoftAuthenticator {
                display_name: name.clone(),
                phone_app_version: String::from(APP_VERSION),
            },
        });
    }
    let may_have_passkey = person.trouble != Some(Trouble::PasskeysNotOffered);
    if wants_passkey && may_have_passkey {
        add_passkey(person, &name, platform, credential_id, now);
    }
    if !is_on_phone && let Some(phone) = tenant.phones.held_by_mut(cookie) {
        phone.accounts.retain(|account| account.person != *id);
        phone.accounts.push(Account { person: id.clone(), method_id });
    }
    Ok(())
}

/// A passkey in the app. Its key stays on a phone that has no radio: no other device can ask it to sign.
fn add_passkey(
    person: &mut Person,
    phone: &str,
    platform: Platform,
    credential_id: Vec<u8>,
    now: Timestamp,
) {
    let aa_guid = platform.authenticator_aa_guid();
    person.methods.push(AuthenticationMethod {
        id: key_id(&credential_id),
        created: Some(now),
        last_used: None,
        kind: MethodKind::Passkey(Box::new(Passkey {
            display_name: format!("Authenticator on {phone}").chars().take(30).collect(),
            credential_id,
            credential: None,
            aa_guid: String::from(aa_guid),
            model: String::from(model_name(aa_guid)),
            attestation_certificates: Vec::new(),
            is_attested: true,
            is_synced: false,
        })),
    });
}
