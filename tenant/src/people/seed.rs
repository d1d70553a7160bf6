//! A fresh tenant: the people of the table, the phones that lie ready, the applications and the policies.

use super::{
    ALL, Home, Persona, StartingPass,
    rules::{WITHOUT_PASSES, WITHOUT_PASSKEYS},
};
use crate::{
    directory::{
        Directory, application,
        guest::Guest,
        lockout::Lockout,
        method::{AuthenticationMethod, MethodKind, PASSWORD_ID},
        pass::{PassValue, TemporaryAccessPass},
        password::PasswordValue,
        person::{Person, PersonId},
        policy::{Policies, TemporaryAccessPassPolicy},
        target::Targets,
    },
    randomness::Randomness,
    state::{Tenant, phone::Phones, settings::Settings, signing::TokenSigner},
    timestamp::Timestamp,
};

impl Tenant {
    /// Creates a tenant with the people of the table; passes start at `now`.
    #[must_use]
    pub fn new(settings: Settings, now: Timestamp) -> Self {
        let mut randomness = Randomness::new(settings.seed);
        let policies = policies();
        let people: Vec<Person> = ALL
            .iter()
            .map(|persona| person(persona, &mut randomness, &policies.temporary_access_pass, now))
            .collect();
        let phones = phones(&people, &mut randomness);
        let applications = application::register(&settings, &mut randomness);
        let signer = TokenSigner::new(settings.seed);
        let directory = Directory { people, applications, policies, created: now };
        Self { randomness, phones, ..Self::with(settings, signer, directory) }
    }
}

/// The policies of a fresh tenant: two groups stand outside one policy each.
fn policies() -> Policies {
    let mut policies = Policies::default();
    policies.temporary_access_pass.targets = Targets::everyone_but(Some(WITHOUT_PASSES));
    policies.passkey.targets = Targets::everyone_but(Some(WITHOUT_PASSKEYS));
    policies
}

/// The phones that lie ready at the start, with Microsoft Authenticator and its accounts.
fn phones(people: &[Person], randomness: &mut Randomness) -> Phones {
    let mut phones = Phones::default();
    for (_, person) in ALL.iter().zip(people).filter(|(persona, _)| persona.phone_lies_ready) {
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

pub(super) fn person(
    persona: &Persona,
    randomness: &mut Randomness,
    policy: &TemporaryAccessPassPolicy,
    now: Timestamp,
) -> Person {
    let (given_name, surname) = persona.name.split_once(' ').unwrap_or((persona.name, ""));
    let id = PersonId::new(randomness.guid());
    let pass = TemporaryAccessPass {
        id: randomness.guid(),
        value: PassValue::new(randomness.pass(policy.default_length)),
        created: now,
        start: now,
        lifetime_minutes: 60,
        one_time: persona.pass == StartingPass::OneTime,
        used: None,
    };
    let pass = match persona.pass {
        StartingPass::None => None,
        StartingPass::OneTime | StartingPass::Reusable => Some(pass),
        StartingPass::From { minutes } => {
            let start = now.plus_minutes(minutes);
            Some(TemporaryAccessPass { start, created: now.min(start), ..pass })
        }
    };
    let password = PasswordValue::new(randomness.pass(12));
    let registered = persona.methods.iter().map(|method| method.method(randomness, now));
    let methods = [password_method()].into_iter().chain(registered).collect();
    let (pass, guest) = match (persona.guest, pass) {
        (Some(Home::Elsewhere { account }), Some(home_pass)) => {
            (None, Some(Guest::External { home_account: account.to_owned(), home_pass }))
        }
        (Some(Home::Here), pass) => (pass, Some(Guest::Internal)),
        (_, pass) => (pass, None),
    };
    Person {
        id,
        account: persona.account.to_owned(),
        given_name: given_name.to_owned(),
        surname: surname.to_owned(),
        job_title: "Analyst".to_owned(),
        methods,
        pass,
        password,
        default_method: persona.default_method.map(str::to_owned),
        roles: persona.roles.to_vec(),
        groups: persona.groups.iter().copied().map(str::to_owned).collect(),
        guest,
        is_federated: persona.is_federated,
        must_register: persona.must_register,
        lockout: Lockout::default(),
        trouble: persona.trouble,
        shows: persona.shows.into(),
    }
}

fn password_method() -> AuthenticationMethod {
    AuthenticationMethod {
        id: PASSWORD_ID.to_owned(),
        created: None,
        last_used: None,
        kind: MethodKind::Password,
    }
}
