//! Adding an account in the app: the person enters account and pass, and Microsoft Authenticator is registered.
//!
//! Signing in inside the app uses up a one-time pass, as any sign-in does.

use http::Request;

use super::pages::Screen;
use crate::{
    admission,
    directory::{
        conditional_access::{evaluation::Target, policy::ClientAppType},
        method::{
            AUTHENTICATOR_LIMIT, AuthenticationMethod, MethodKind, PASSKEY_LIMIT, Passkey, key_id,
            model_name,
        },
        person::{Person, PersonId, Trouble},
        session::SignIn,
    },
    sign_in::{
        verify::{self, Refusal},
        ways,
    },
    state::{
        Tenant,
        phone::{
            Account, Platform,
            story::{Happened, PhoneFault},
        },
    },
    timestamp::Timestamp,
    web::request::Fields,
};

const APP_VERSION: &str = "6.2511.7533";

/// What was typed into the app so far.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) account: String,
    /// Whether the account is known, so that the pass is asked for.
    pub(super) asks_for_pass: bool,
    pub(super) wants_passkey: bool,
    pub(super) fault: Option<PhoneFault>,
    pub(super) delay_seconds: u32,
    pub(super) refusal: Option<Refusal>,
}

impl Entry {
    /// Before anything was typed: what goes wrong is what the address names, or else the switch.
    pub(super) fn fresh(tenant: &Tenant, fields: &Fields) -> Self {
        let switches = &tenant.settings.switches;
        Self {
            fault: match fields.first("fault") {
                Some(name) => PhoneFault::from_name(name),
                None => switches.phone_fault,
            },
            delay_seconds: fields
                .first("delay")
                .and_then(|text| text.parse().ok())
                .unwrap_or(switches.phone_delay_seconds),
            ..Self::default()
        }
    }
}

/// An account to add, and what is to go wrong with it.
pub(super) struct Wish<'typed> {
    pub(super) account: &'typed str,
    /// Absent where it was not asked for yet.
    pub(super) pass: Option<&'typed str>,
    pub(super) wants_passkey: bool,
    pub(super) fault: Option<PhoneFault>,
    /// For [`PhoneFault::Late`].
    pub(super) delay_seconds: u32,
}

/// Why nothing was tried.
pub(super) enum Refused {
    Account(Refusal),
    Pass(Refusal),
    /// The browser holds no phone with the app.
    NoApp,
}

impl Refused {
    pub(super) const NO_APP: &str = "Take a phone and install the app first.";
}

/// Takes a form of the app; `None` when it is finished, well or not.
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
        ..Entry::fresh(tenant, form)
    };
    let wish = Wish {
        account: &entry.account.clone(),
        pass: form.first("pass"),
        wants_passkey: entry.wants_passkey,
        fault: entry.fault,
        delay_seconds: entry.delay_seconds,
    };
    match add_account(tenant, request, cookie, &wish, now) {
        Ok(happened) => {
            tenant.phones.note(cookie, Some(happened));
            return None;
        }
        Err(Refused::NoApp) => return Some(Screen::Home { notice: Some(Refused::NO_APP) }),
        Err(Refused::Account(refusal)) => entry.refusal = Some(refusal),
        Err(Refused::Pass(refusal)) => {
            if let Ok(person) = verify::person(&tenant.directory, Some(wish.account)) {
                entry.account.clone_from(&person.account);
            }
            entry.asks_for_pass = true;
            let was_asked = wish.pass.is_some() || form.first("step") == Some("pass");
            entry.refusal = was_asked.then_some(refusal);
        }
    }
    Some(Screen::Add(entry))
}

/// Adds an account on the phone that a browser holds.
pub(super) fn add_account(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    cookie: &str,
    wish: &Wish<'_>,
    now: Timestamp,
) -> Result<Happened, Refused> {
    if tenant.phones.held_by(cookie).is_none_or(|phone| !phone.has_app) {
        return Err(Refused::NoApp);
    }
    let person = verify::person(&tenant.directory, Some(wish.account)).map_err(Refused::Account)?;
    let (id, account) = (person.id.clone(), person.account.clone());
    if wish.fault == Some(PhoneFault::AnotherAccount) {
        // The app never asks the directory, so that the pass is not touched.
        let own_name = account.split('@').next().unwrap_or_default();
        let account = format!("{own_name}@mail.example");
        tenant.phones.add_personal_account(cookie, &account);
        return Ok(Happened::AnotherAccount { account });
    }
    let typed = wish.pass.ok_or_else(|| Refused::Pass(Refusal::no_pass_typed()))?;
    verify::pass(tenant, &id, typed, now)
        .and_then(|sign_in| admit(tenant, request, &sign_in, now))
        .map_err(Refused::Pass)?;
    match wish.fault {
        Some(PhoneFault::NeverFinished) => Ok(Happened::NeverFinished),
        Some(PhoneFault::WrongNumber) => Ok(Happened::WrongNumber),
        Some(PhoneFault::AnotherAccount | PhoneFault::Late | PhoneFault::PasskeyInstead) | None => {
            register(tenant, cookie, &id, wish, now)
        }
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
    wish: &Wish<'_>,
    now: Timestamp,
) -> Result<Happened, Refused> {
    let method_id = tenant.randomness.guid();
    let credential_id = tenant.randomness.bytes(65);
    let phone = tenant.phones.held_by(cookie).ok_or(Refused::NoApp)?;
    let (name, platform) = (phone.name.clone(), phone.platform);
    let is_on_phone = phone
        .accounts
        .iter()
        .any(|account| account.person == *id && account.can_approve(&tenant.directory));
    let delay = match wish.fault {
        Some(PhoneFault::Late) => wish.delay_seconds,
        _ => tenant.settings.switches.replication_seconds,
    };
    let person = tenant.directory.person_mut(id).ok_or(Refused::NoApp)?;
    let is_passkey_instead = wish.fault == Some(PhoneFault::PasskeyInstead);
    let wants_passkey = wish.wants_passkey || is_passkey_instead;
    let may_have_passkey = person.trouble != Some(Trouble::PasskeysNotOffered);
    if is_passkey_instead && !may_have_passkey {
        return Ok(Happened::PasskeyRefused);
    }
    if wants_passkey && may_have_passkey && person.passkeys().count() >= PASSKEY_LIMIT {
        return Ok(Happened::TooManyPasskeys);
    }
    let mut on_phone = None;
    if !is_on_phone && !is_passkey_instead {
        if ways::authenticators(person).count() >= AUTHENTICATOR_LIMIT {
            return Ok(Happened::TooManyAuthenticators);
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
        tenant.replication.note_created(id, &method_id, delay, now);
        on_phone = Some(method_id);
    }
    let has_passkey = wants_passkey && may_have_passkey;
    if has_passkey {
        let passkey_id = add_passkey(person, &name, platform, credential_id, now);
        tenant.replication.note_created(id, &passkey_id, delay, now);
        if !is_on_phone {
            on_phone.get_or_insert(passkey_id);
        }
    }
    if let (Some(method_id), Some(phone)) = (on_phone, tenant.phones.held_by_mut(cookie)) {
        phone.accounts.retain(|account| account.person != *id);
        phone.accounts.push(Account { person: id.clone(), method_id });
    }
    Ok(match (is_passkey_instead, is_on_phone, has_passkey) {
        (true, _, _) => Happened::PasskeyInstead,
        (false, true, true) => Happened::PasskeyAdded,
        (false, true, false) => Happened::AlreadyRegistered,
        (false, false, _) => Happened::Registered { has_passkey, listed_after: delay },
    })
}

/// A passkey in the app. Its key stays on a phone that has no radio: no other device can ask it to sign.
fn add_passkey(
    person: &mut Person,
    phone: &str,
    platform: Platform,
    credential_id: Vec<u8>,
    now: Timestamp,
) -> String {
    let aa_guid = platform.authenticator_aa_guid();
    let id = key_id(&credential_id);
    person.methods.push(AuthenticationMethod {
        id: id.clone(),
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
    id
}
