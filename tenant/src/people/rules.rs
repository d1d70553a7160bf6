//! The people who show a rule: administrators, guests, federated accounts, and who stands outside a policy.

use super::{Persona, authenticator, phone, security_key, windows_hello};
use crate::{
    directory::{
        guest::Guest,
        method::{ALTERNATE_PHONE_ID, AuthenticationMethod, EMAIL_ID, MethodKind, OFFICE_PHONE_ID},
        person::{Person, Trouble},
        role::Role,
    },
    randomness::Randomness,
    timestamp::Timestamp,
};

/// The group that the policy for passes excludes at the start.
pub(crate) const WITHOUT_PASSES: &str = "3b7a5c7e-2f0d-4a57-9c35-0a3e8b6f9d01";
/// The group that the passkey policy excludes at the start.
pub(crate) const WITHOUT_PASSKEYS: &str = "8e2d4f16-7c3b-4d0a-8f19-5b6c1a2e9d02";

/// Graph throttles once and does not say for how long.
pub const SIV: Persona = Persona {
    account: "siv@contoso.example",
    name: "Siv Nygaard",
    shows: "Graph answers the first methods list after a sign-in with 429 and no Retry-After",
};
/// Changes need step-up.
pub const DARA: Persona = Persona {
    account: "dara@contoso.example",
    name: "Dara Kelly",
    shows: "Graph answers changes with a claims challenge until she has signed in again for it",
};
/// Outside the targets of the policy for passes.
pub const OTTO: Persona = Persona {
    account: "otto@contoso.example",
    name: "Otto Brandt",
    shows: "Outside the policy's targets: he has a pass and cannot sign in with it",
};
/// Outside the targets of the passkey policy.
pub const SILJE: Persona = Persona {
    account: "silje@contoso.example",
    name: "Silje Dahl",
    shows: "Outside the passkey policy's targets: Graph gives her no creation options",
};
/// One model of security key only.
pub const MIRA: Persona = Persona {
    account: "mira@contoso.example",
    name: "Mira Costa",
    shows: "May use one model of security key: Graph refuses every other passkey after the ceremony",
};
/// Federated, with a pass.
pub const FREJA: Persona = Persona {
    account: "freja@federated.contoso.example",
    name: "Freja Holm",
    shows: "Federated account with a pass: the pass is asked for before federation",
};
/// Federated, without a pass.
pub const FINN: Persona = Persona {
    account: "finn@federated.contoso.example",
    name: "Finn Maurer",
    shows: "Federated account without a pass: handed over to the other identity provider",
};
/// An internal guest.
pub const IGOR: Persona = Persona {
    account: "igor@contoso.example",
    name: "Igor Petrov",
    shows: "Internal guest: can be issued a pass, cannot register a passkey",
};
/// An external guest.
pub const ROSA: Persona = Persona {
    account: "rosa_fabrikam.example#EXT#@contoso.example",
    name: "Rosa Marques",
    shows: "External guest: signs in as rosa@fabrikam.example with her home tenant's pass, where that one is trusted",
};
/// A method of every type.
pub const VERA: Persona = Persona {
    account: "vera@contoso.example",
    name: "Vera Kim",
    shows: "Has a method of every type that Graph knows, some of them in beta only",
};
/// A Global Administrator.
pub const GRO: Persona = Persona {
    account: "gro@contoso.example",
    name: "Gro Aune",
    shows: "Global Administrator: issues passes for anyone but herself, changes policies",
};
/// A Privileged Authentication Administrator.
pub const PIA: Persona = Persona {
    account: "pia@contoso.example",
    name: "Pia Keller",
    shows: "Privileged Authentication Administrator: issues passes for administrators and members",
};
/// An Authentication Administrator.
pub const AKSEL: Persona = Persona {
    account: "aksel@contoso.example",
    name: "Aksel Lund",
    shows: "Authentication Administrator: issues passes for members, not for administrators",
};
/// A Global Reader.
pub const RUNE: Persona = Persona {
    account: "rune@contoso.example",
    name: "Rune Falk",
    shows: "Global Reader: sees everyone's methods and passes, never the code, and changes nothing",
};
/// An Authentication Policy Administrator.
pub const POLLY: Persona = Persona {
    account: "polly@contoso.example",
    name: "Polly Amsel",
    shows: "Authentication Policy Administrator: changes the policies for passes and passkeys",
};

/// Gives a person what makes them the one they are.
pub(super) fn furnish(
    person: &mut Person,
    persona: Persona,
    randomness: &mut Randomness,
    now: Timestamp,
) {
    let roles = [
        (GRO, Role::GlobalAdministrator),
        (PIA, Role::PrivilegedAuthenticationAdministrator),
        (AKSEL, Role::AuthenticationAdministrator),
        (RUNE, Role::GlobalReader),
        (POLLY, Role::AuthenticationPolicyAdministrator),
    ];
    person.roles = roles
        .into_iter()
        .filter(|(administrator, _)| *administrator == persona)
        .map(|(_, role)| role)
        .collect();
    if persona == SIV {
        person.trouble = Some(Trouble::MethodsThrottledSilently);
    } else if persona == DARA {
        person.trouble = Some(Trouble::StepUpDemanded);
        person.methods.push(security_key("Old key", randomness, now.plus_days(-300)));
    } else if persona == OTTO {
        person.groups.push(String::from(WITHOUT_PASSES));
    } else if persona == SILJE {
        person.groups.push(String::from(WITHOUT_PASSKEYS));
    } else if persona == MIRA {
        person.trouble = Some(Trouble::StrictPasskeyPolicy);
    } else if persona == FREJA {
        person.is_federated = true;
    } else if persona == FINN {
        person.is_federated = true;
        person.pass = None;
    } else if persona == IGOR {
        person.guest = Some(Guest::Internal);
    } else if persona == ROSA {
        person.guest = person.pass.take().map(|home_pass| Guest::External {
            home_account: "rosa@fabrikam.example".to_owned(),
            home_pass,
        });
    } else if persona == VERA {
        person.methods.extend(one_of_each(randomness, now.plus_days(-70)));
    }
}

fn one_of_each(randomness: &mut Randomness, created: Timestamp) -> Vec<AuthenticationMethod> {
    let mut method = |id: Option<&str>, kind: MethodKind| AuthenticationMethod {
        id: id.map_or_else(|| randomness.guid(), String::from),
        created: Some(created),
        last_used: None,
        kind,
    };
    let number = |number: &str, phone_type: &'static str| MethodKind::Phone {
        number: String::from(number),
        phone_type: phone_type.into(),
    };
    let mut all = vec![
        method(Some(ALTERNATE_PHONE_ID), number("+82 10 5550 0101", "alternateMobile")),
        method(Some(OFFICE_PHONE_ID), number("+82 2 5550 0102", "office")),
        method(Some(EMAIL_ID), MethodKind::Email { address: "vera.kim@mail.example".to_owned() }),
        method(None, MethodKind::SoftwareOath),
        method(None, MethodKind::HardwareOath { serial_number: "TOTP-123456".to_owned() }),
        method(
            None,
            MethodKind::PasswordlessMicrosoftAuthenticator {
                display_name: "Vera's tablet".to_owned(),
            },
        ),
        method(None, MethodKind::PlatformCredential { display_name: "Vera's MacBook".to_owned() }),
        method(
            None,
            MethodKind::External {
                configuration_id: "6a1d1c5e-9b0f-4d5e-8d1c-2c7d1f3a4b03".to_owned(),
                display_name: "Contoso Verify".to_owned(),
            },
        ),
        method(None, MethodKind::QrCodePin),
    ];
    all.extend([
        phone("+82 10 5550 0100", created),
        authenticator("Vera's phone", randomness, created),
        security_key("Vera's key", randomness, created),
        windows_hello("Vera's laptop", randomness, created),
    ]);
    all
}
