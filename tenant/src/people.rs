//! The people that every fresh tenant starts with, each there to show one thing.
//!
//! Tests and the run command name them through these constants.

mod rules;

pub use rules::{
    AKSEL, DARA, FINN, FREJA, GRO, IGOR, MIRA, OTTO, PIA, POLLY, ROSA, RUNE, SILJE, SIV, VERA,
};
use rules::{WITHOUT_PASSES, WITHOUT_PASSKEYS};
pub(crate) mod access;
mod seed;

pub use access::{BRITTA, IDA, KIRA, LEIF, SAMI};

use crate::{
    directory::{
        DOMAIN,
        lockout::Lockout,
        method::{
            AuthenticationMethod, MOBILE_PHONE_ID, MethodKind, PASSWORD_ID, Passkey, key_id,
            model_name,
        },
        pass::{PassValue, TemporaryAccessPass},
        password::PasswordValue,
        person::{Person, PersonId, Trouble},
        policy::{Policies, TemporaryAccessPassPolicy},
        target::Targets,
    },
    randomness::Randomness,
    state::phone::Phones,
    timestamp::Timestamp,
};

/// A named person of the embedded tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The account name (user principal name), unique in the tenant.
    pub account: &'static str,
    /// The name to display.
    pub name: &'static str,
    /// What the person shows, in one sentence.
    pub shows: &'static str,
}

/// New; a reusable pass of sixty minutes.
pub const ADA: Persona = Persona {
    account: "ada@contoso.example",
    name: "Ada Lindqvist",
    shows: "New hire with nothing registered and a reusable pass of 60 minutes",
};
/// New; a one-time pass.
pub const NILS: Persona = Persona {
    account: "nils@contoso.example",
    name: "Nils Okafor",
    shows: "New hire with a one-time pass: ten minutes to register after the sign-in",
};
/// Lost her phone, with everything on it; has a pass.
pub const LENA: Persona = Persona {
    account: "lena@contoso.example",
    name: "Lena Hartmann",
    shows: "Lost her phone: an old passkey, Microsoft Authenticator and a phone number to remove",
};
/// An expired pass.
pub const BELA: Persona = Persona {
    account: "bela@contoso.example",
    name: "Bela Novak",
    shows: "The pass has expired: the sign-in page refuses it",
};
/// One usable method only.
pub const EMRE: Persona = Persona {
    account: "emre@contoso.example",
    name: "Emre Aydin",
    shows: "One usable method only: it cannot be removed before another is registered",
};
/// A pass that starts in two hours.
pub const TOVE: Persona = Persona {
    account: "tove@contoso.example",
    name: "Tove Jansen",
    shows: "The pass is not yet valid: it starts two hours after the tenant was started",
};
/// Graph throttles once.
pub const FEN: Persona = Persona {
    account: "fen@contoso.example",
    name: "Fen Zhao",
    shows: "Graph answers the first methods list after a sign-in with 429 and Retry-After 1",
};
/// The relying party is not the tenant's.
pub const GALA: Persona = Persona {
    account: "gala@contoso.example",
    name: "Gala Moreau",
    shows: "Creation options are made for login.microsoft.com: no passkey in this page",
};
/// Graph does not offer passkey registration.
pub const CHIDI: Persona = Persona {
    account: "chidi@contoso.example",
    name: "Chidi Eze",
    shows: "Graph answers passkey registration with 405, as on tenants that do not offer it",
};
/// The methods list is unavailable.
pub const ODA: Persona = Persona {
    account: "oda@contoso.example",
    name: "Oda Berg",
    shows: "The methods list always answers 503",
};
/// The methods list is cut off.
pub const PIM: Persona = Persona {
    account: "pim@contoso.example",
    name: "Pim de Wit",
    shows: "The methods list ends in the middle of its JSON",
};
/// The methods list is slow.
pub const YARA: Persona = Persona {
    account: "yara@contoso.example",
    name: "Yara Haddad",
    shows: "The methods list answers only after 30 seconds",
};
/// Has a default method.
pub const HEDY: Persona = Persona {
    account: "hedy@contoso.example",
    name: "Hedy Kowalski",
    shows: "Her phone number is the default method: Graph refuses to delete it while others exist",
};
/// Has a method of a type that nobody knows.
pub const UMA: Persona = Persona {
    account: "uma@contoso.example",
    name: "Uma Rao",
    shows: "One of her methods is of a type that no documentation knows",
};
/// Has no pass at all.
pub const PER: Persona = Persona {
    account: "per@contoso.example",
    name: "Per Solberg",
    shows: "Has no pass: whatever is typed cannot be verified",
};

/// Has a password and a phone with Microsoft Authenticator, and no pass.
pub const IRIS: Persona = Persona {
    account: "iris@contoso.example",
    name: "Iris Marchetti",
    shows: "No pass: she signs in with her password and approves on her phone, which lies at the phone page",
};

/// All of them, in the order of the table.
pub const ALL: [Persona; 36] = [
    ADA, NILS, LENA, EMRE, BELA, TOVE, PER, HEDY, UMA, IRIS, FEN, GALA, CHIDI, ODA, PIM, YARA, SIV,
    DARA, OTTO, SILJE, MIRA, FREJA, FINN, IGOR, ROSA, VERA, GRO, PIA, AKSEL, RUNE, POLLY, LEIF,
    IDA, BRITTA, KIRA, SAMI,
];

/// The phones that lie ready at the start, with Microsoft Authenticator and its accounts.
pub(crate) fn phones(people: &[Person], randomness: &mut Randomness) -> Phones {
    let mut phones = Phones::default();
    for person in people.iter().filter(|person| person.account == IRIS.account) {
        for method in &person.methods {
            if let MethodKind::MicrosoftAuthenticator { display_name, .. } = &method.kind {
                phones.lay_ready(
                    randomness.guid(),
                    display_name.clone(),
                    person.id.clone(),
                    method.id.clone(),
                );
            }
        }
    }
    phones
}

/// The policies of a fresh tenant: two groups stand outside one policy each.
pub(crate) fn policies() -> Policies {
    let mut policies = Policies::default();
    policies.temporary_access_pass.targets = Targets::everyone_but(Some(WITHOUT_PASSES));
    policies.passkey.targets = Targets::everyone_but(Some(WITHOUT_PASSKEYS));
    policies
}

/// Makes all people, with fresh passes, relative to `now`.
pub(crate) fn all(
    randomness: &mut Randomness,
    policy: &TemporaryAccessPassPolicy,
    now: Timestamp,
) -> Vec<Person> {
    ALL.iter().map(|persona| person(*persona, randomness, policy, now)).collect()
}

fn person(
    persona: Persona,
    randomness: &mut Randomness,
    policy: &TemporaryAccessPassPolicy,
    now: Timestamp,
) -> Person {
    debug_assert!(persona.account.ends_with(DOMAIN));
    let (given_name, surname) = persona.name.split_once(' ').unwrap_or((persona.name, ""));
    let mut person = Person {
        id: PersonId::new(randomness.guid()),
        account: String::from(persona.account),
        given_name: String::from(given_name),
        surname: String::from(surname),
        job_title: "Analyst".to_owned(),
        methods: vec![AuthenticationMethod {
            id: String::from(PASSWORD_ID),
            created: None,
            last_used: None,
            kind: MethodKind::Password,
        }],
        pass: Some(TemporaryAccessPass {
            id: randomness.guid(),
            value: PassValue::new(randomness.pass(policy.default_length)),
            created: now,
            start: now,
            lifetime_minutes: 60,
            one_time: false,
            used: None,
        }),
        password: PasswordValue::new(randomness.pass(12)),
        default_method: None,
        roles: Vec::new(),
        groups: Vec::new(),
        guest: None,
        is_federated: false,
        must_register: false,
        lockout: Lockout::default(),
        trouble: None,
        shows: persona.shows.into(),
    };
    furnish(&mut person, persona, randomness, now);
    access::furnish(&mut person, persona);
    person
}

/// Gives a person what makes them the one they are.
fn furnish(person: &mut Person, persona: Persona, randomness: &mut Randomness, now: Timestamp) {
    if persona == NILS {
        if let Some(pass) = &mut person.pass {
            pass.one_time = true;
        }
    } else if persona == LENA {
        person.methods.extend([
            passkey("Lena's old phone", randomness, now.plus_days(-410)),
            authenticator("Lena's old phone", randomness, now.plus_days(-410)),
            phone("+49 1511 2345678", now.plus_days(-400)),
        ]);
    } else if persona == BELA {
        shift_pass(person, now.plus_minutes(-180));
    } else if persona == EMRE {
        person.methods.push(security_key("Blue key", randomness, now.plus_days(-90)));
    } else if persona == TOVE {
        shift_pass(person, now.plus_minutes(120));
    } else if persona == PER {
        person.pass = None;
    } else if persona == HEDY {
        person.methods.extend([
            phone("+48 512 345 678", now.plus_days(-700)),
            security_key("Desk key", randomness, now.plus_days(-30)),
        ]);
        person.default_method = Some(String::from(MOBILE_PHONE_ID));
    } else if persona == IRIS {
        person.pass = None;
        person.methods.push(authenticator("Iris's phone", randomness, now.plus_days(-200)));
    } else if persona == UMA {
        person.methods.extend([
            AuthenticationMethod {
                id: randomness.guid(),
                created: Some(now.plus_days(-12)),
                last_used: None,
                kind: MethodKind::Unknown {
                    odata_type: "#microsoft.graph.telepathyAuthenticationMethod".into(),
                    display_name: "Headband".to_owned(),
                },
            },
            windows_hello("Uma's laptop", randomness, now.plus_days(-55)),
            AuthenticationMethod {
                id: randomness.guid(),
                created: Some(now.plus_days(-55)),
                last_used: None,
                kind: MethodKind::SoftwareOath,
            },
            AuthenticationMethod {
                id: String::from(crate::directory::method::EMAIL_ID),
                created: Some(now.plus_days(-55)),
                last_used: None,
                kind: MethodKind::Email { address: "uma.rao@mail.example".to_owned() },
            },
        ]);
    } else if persona == FEN {
        person.trouble = Some(Trouble::MethodsThrottledOnce);
        person.methods.push(windows_hello("Fen's laptop", randomness, now.plus_days(-20)));
    } else if persona == GALA {
        person.trouble = Some(Trouble::ForeignRelyingParty);
    } else if persona == CHIDI {
        person.trouble = Some(Trouble::PasskeysNotOffered);
    } else if persona == ODA {
        person.trouble = Some(Trouble::MethodsUnavailable);
    } else if persona == PIM {
        person.trouble = Some(Trouble::MethodsCutOff);
    } else if persona == YARA {
        person.trouble = Some(Trouble::MethodsSlow(30_000));
    } else {
        rules::furnish(person, persona, randomness, now);
    }
}

fn shift_pass(person: &mut Person, start: Timestamp) {
    if let Some(pass) = &mut person.pass {
        pass.start = start;
        pass.created = pass.created.min(start);
    }
}

fn passkey(name: &str, randomness: &mut Randomness, created: Timestamp) -> AuthenticationMethod {
    key(name, "de1e552d-db1d-4423-a619-566b625cdc84", randomness.bytes(65), created)
}

fn security_key(
    name: &str,
    randomness: &mut Randomness,
    created: Timestamp,
) -> AuthenticationMethod {
    key(name, "2fc0579f-8113-47ea-b116-555a8db9202a", randomness.bytes(64), created)
}

fn key(
    name: &str,
    aa_guid: &str,
    credential_id: Vec<u8>,
    created: Timestamp,
) -> AuthenticationMethod {
    AuthenticationMethod {
        id: key_id(&credential_id),
        created: Some(created),
        last_used: Some(created.plus_days(1)),
        kind: MethodKind::Passkey(Box::new(Passkey {
            display_name: String::from(name),
            credential_id,
            credential: None,
            aa_guid: String::from(aa_guid),
            model: String::from(model_name(aa_guid)),
            attestation_certificates: Vec::new(),
            is_attested: true,
            is_synced: false,
        })),
    }
}

fn authenticator(
    name: &str,
    randomness: &mut Randomness,
    created: Timestamp,
) -> AuthenticationMethod {
    AuthenticationMethod {
        id: randomness.guid(),
        created: Some(created),
        last_used: None,
        kind: MethodKind::MicrosoftAuthenticator {
            display_name: String::from(name),
            phone_app_version: "6.2408.5807".to_owned(),
        },
    }
}

fn phone(number: &str, created: Timestamp) -> AuthenticationMethod {
    AuthenticationMethod {
        id: String::from(MOBILE_PHONE_ID),
        created: Some(created),
        last_used: None,
        kind: MethodKind::Phone { number: String::from(number), phone_type: "mobile".into() },
    }
}

fn windows_hello(
    name: &str,
    randomness: &mut Randomness,
    created: Timestamp,
) -> AuthenticationMethod {
    AuthenticationMethod {
        id: randomness.guid(),
        created: Some(created),
        last_used: None,
        kind: MethodKind::WindowsHello {
            display_name: String::from(name),
            key_strength: "normal".into(),
        },
    }
}

#[cfg(test)]
mod tests;
