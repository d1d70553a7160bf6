//! The people who show a rule: administrators, guests, federated accounts, and those a policy excludes.

use super::{
    Home, ORDINARY, Persona, StartingPass,
    registered::{Kind, Registered},
};
use crate::directory::{
    method::{ALTERNATE_PHONE_ID, OFFICE_PHONE_ID},
    person::Trouble,
    role::Role,
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
    trouble: Some(Trouble::MethodsThrottledSilently),
    ..ORDINARY
};

/// Changes need step-up.
pub const DARA: Persona = Persona {
    account: "dara@contoso.example",
    name: "Dara Kelly",
    shows: "Graph answers changes with a claims challenge until she has signed in again for it",
    trouble: Some(Trouble::StepUpDemanded),
    methods: &[Registered::security_key("Old key", 300)],
    ..ORDINARY
};

/// Outside the targets of the policy for passes.
pub const OTTO: Persona = Persona {
    account: "otto@contoso.example",
    name: "Otto Brandt",
    shows: "Outside the policy's targets: he has a pass and cannot sign in with it",
    groups: &[WITHOUT_PASSES],
    ..ORDINARY
};

/// Outside the targets of the passkey policy.
pub const SILJE: Persona = Persona {
    account: "silje@contoso.example",
    name: "Silje Dahl",
    shows: "Outside the passkey policy's targets: Graph gives her no creation options",
    groups: &[WITHOUT_PASSKEYS],
    ..ORDINARY
};

/// One model of security key only.
pub const MIRA: Persona = Persona {
    account: "mira@contoso.example",
    name: "Mira Costa",
    shows: "May use one model of security key: Graph refuses every other passkey after the ceremony",
    trouble: Some(Trouble::StrictPasskeyPolicy),
    ..ORDINARY
};

/// Federated, with a pass.
pub const FREJA: Persona = Persona {
    account: "freja@federated.contoso.example",
    name: "Freja Holm",
    shows: "Federated account with a pass: the pass is asked for before federation",
    is_federated: true,
    ..ORDINARY
};

/// Federated, without a pass.
pub const FINN: Persona = Persona {
    account: "finn@federated.contoso.example",
    name: "Finn Maurer",
    shows: "Federated account without a pass: handed over to the other identity provider",
    is_federated: true,
    pass: StartingPass::None,
    ..ORDINARY
};

/// An internal guest.
pub const IGOR: Persona = Persona {
    account: "igor@contoso.example",
    name: "Igor Petrov",
    shows: "Internal guest: can be issued a pass, cannot register a passkey",
    guest: Some(Home::Here),
    ..ORDINARY
};

/// An external guest.
pub const ROSA: Persona = Persona {
    account: "rosa_fabrikam.example#EXT#@contoso.example",
    name: "Rosa Marques",
    shows: "External guest: signs in as rosa@fabrikam.example with her home tenant's pass, where that one is trusted",
    guest: Some(Home::Elsewhere { account: "rosa@fabrikam.example" }),
    ..ORDINARY
};

/// A method of every type.
pub const VERA: Persona = Persona {
    account: "vera@contoso.example",
    name: "Vera Kim",
    shows: "Has a method of every type that Graph knows, some of them in beta only",
    methods: ONE_OF_EACH,
    ..ORDINARY
};

/// A Global Administrator.
pub const GRO: Persona = Persona {
    account: "gro@contoso.example",
    name: "Gro Aune",
    shows: "Global Administrator: issues passes for anyone but herself, changes policies",
    roles: &[Role::GlobalAdministrator],
    ..ORDINARY
};

/// A Privileged Authentication Administrator.
pub const PIA: Persona = Persona {
    account: "pia@contoso.example",
    name: "Pia Keller",
    shows: "Privileged Authentication Administrator: issues passes for administrators and members",
    roles: &[Role::PrivilegedAuthenticationAdministrator],
    ..ORDINARY
};

/// An Authentication Administrator.
pub const AKSEL: Persona = Persona {
    account: "aksel@contoso.example",
    name: "Aksel Lund",
    shows: "Authentication Administrator: issues passes for members, not for administrators",
    roles: &[Role::AuthenticationAdministrator],
    ..ORDINARY
};

/// A Global Reader.
pub const RUNE: Persona = Persona {
    account: "rune@contoso.example",
    name: "Rune Falk",
    shows: "Global Reader: sees everyone's methods and passes, never the code, and changes nothing",
    roles: &[Role::GlobalReader],
    ..ORDINARY
};

/// An Authentication Policy Administrator.
pub const POLLY: Persona = Persona {
    account: "polly@contoso.example",
    name: "Polly Amsel",
    shows: "Authentication Policy Administrator: changes the policies for passes and passkeys",
    roles: &[Role::AuthenticationPolicyAdministrator],
    ..ORDINARY
};

/// A method of every type that Graph knows.
const ONE_OF_EACH: &[Registered] = &[
    Registered::new(
        Kind::Phone {
            id: ALTERNATE_PHONE_ID,
            number: "+82 10 5550 0101",
            phone_type: "alternateMobile",
            is_ready_for_sms: false,
        },
        70,
    ),
    Registered::new(
        Kind::Phone {
            id: OFFICE_PHONE_ID,
            number: "+82 2 5550 0102",
            phone_type: "office",
            is_ready_for_sms: false,
        },
        70,
    ),
    Registered::new(Kind::Email("vera.kim@mail.example"), 70),
    Registered::new(Kind::SoftwareOath, 70),
    Registered::new(Kind::HardwareOath { serial_number: "TOTP-123456" }, 70),
    Registered::new(Kind::PasswordlessAuthenticator("Vera's tablet"), 70),
    Registered::new(Kind::PlatformCredential("Vera's MacBook"), 70),
    Registered::new(
        Kind::External {
            configuration_id: "6a1d1c5e-9b0f-4d5e-8d1c-2c7d1f3a4b03",
            name: "Contoso Verify",
        },
        70,
    ),
    Registered::new(Kind::QrCodePin, 70),
    Registered::phone("+82 10 5550 0100", 70),
    Registered::authenticator("Vera's phone", 70),
    Registered::security_key("Vera's key", 70),
    Registered::windows_hello("Vera's laptop", 70),
];
