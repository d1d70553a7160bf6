//! The people who show registration, its clocks and its failures: new hires, a lost phone, a Graph that misbehaves.

use super::{
    ORDINARY, Persona, StartingPass,
    registered::{Kind, Registered},
};
use crate::directory::{method::MOBILE_PHONE_ID, person::Trouble};

/// New; a reusable pass of sixty minutes.
pub const ADA: Persona = Persona {
    account: "ada@contoso.example",
    name: "Ada Lindqvist",
    shows: "New hire with nothing registered and a reusable pass of 60 minutes",
    ..ORDINARY
};

/// New; a one-time pass.
pub const NILS: Persona = Persona {
    account: "nils@contoso.example",
    name: "Nils Okafor",
    shows: "New hire with a one-time pass: ten minutes to register after the sign-in",
    pass: StartingPass::OneTime,
    ..ORDINARY
};

/// Lost her phone, with everything on it; has a pass.
pub const LENA: Persona = Persona {
    account: "lena@contoso.example",
    name: "Lena Hartmann",
    shows: "Lost her phone: an old passkey, Microsoft Authenticator and a phone number to remove",
    methods: &[
        Registered::passkey("Lena's old phone", 410),
        Registered::authenticator("Lena's old phone", 410),
        Registered::phone("+49 1511 2345678", 400),
    ],
    ..ORDINARY
};

/// New; somebody else entered a phone number.
pub const ZITA: Persona = Persona {
    account: "zita@contoso.example",
    name: "Zita Bauer",
    shows: "New hire whose phone number the personnel office entered: it comes after a password",
    methods: &[Registered::phone("+49 1511 7654321", 3)],
    ..ORDINARY
};

/// An expired pass.
pub const BELA: Persona = Persona {
    account: "bela@contoso.example",
    name: "Bela Novak",
    shows: "The pass has expired: the sign-in page refuses it",
    pass: StartingPass::From { minutes: -180 },
    ..ORDINARY
};

/// One usable method only.
pub const EMRE: Persona = Persona {
    account: "emre@contoso.example",
    name: "Emre Aydin",
    shows: "One usable method only: it cannot be removed before another is registered",
    methods: &[Registered::security_key("Blue key", 90)],
    ..ORDINARY
};

/// A pass that starts in two hours.
pub const TOVE: Persona = Persona {
    account: "tove@contoso.example",
    name: "Tove Jansen",
    shows: "The pass is not yet valid: it starts two hours after the tenant was started",
    pass: StartingPass::From { minutes: 120 },
    ..ORDINARY
};

/// Graph throttles once.
pub const FEN: Persona = Persona {
    account: "fen@contoso.example",
    name: "Fen Zhao",
    shows: "Graph answers the first methods list after a sign-in with 429 and Retry-After 1",
    trouble: Some(Trouble::MethodsThrottledOnce),
    methods: &[Registered::windows_hello("Fen's laptop", 20)],
    ..ORDINARY
};

/// The relying party is not the tenant's.
pub const GALA: Persona = Persona {
    account: "gala@contoso.example",
    name: "Gala Moreau",
    shows: "Creation options are made for login.microsoft.com: no passkey in this page",
    trouble: Some(Trouble::ForeignRelyingParty),
    ..ORDINARY
};

/// Graph does not offer passkey registration.
pub const CHIDI: Persona = Persona {
    account: "chidi@contoso.example",
    name: "Chidi Eze",
    shows: "Graph answers passkey registration with 405, as on tenants that do not offer it",
    trouble: Some(Trouble::PasskeysNotOffered),
    ..ORDINARY
};

/// The methods list is unavailable.
pub const ODA: Persona = Persona {
    account: "oda@contoso.example",
    name: "Oda Berg",
    shows: "The methods list always answers 503",
    trouble: Some(Trouble::MethodsUnavailable),
    ..ORDINARY
};

/// The methods list is cut off.
pub const PIM: Persona = Persona {
    account: "pim@contoso.example",
    name: "Pim de Wit",
    shows: "The methods list ends in the middle of its JSON",
    trouble: Some(Trouble::MethodsCutOff),
    ..ORDINARY
};

/// The methods list is slow.
pub const YARA: Persona = Persona {
    account: "yara@contoso.example",
    name: "Yara Haddad",
    shows: "The methods list answers only after 30 seconds",
    trouble: Some(Trouble::MethodsSlow(30_000)),
    ..ORDINARY
};

/// Has a default method.
pub const HEDY: Persona = Persona {
    account: "hedy@contoso.example",
    name: "Hedy Kowalski",
    shows: "Her phone number is the default method: Graph refuses to delete it while others exist",
    methods: &[Registered::phone("+48 512 345 678", 700), Registered::security_key("Desk key", 30)],
    default_method: Some(MOBILE_PHONE_ID),
    ..ORDINARY
};

/// Has a method of a type that nobody knows.
pub const UMA: Persona = Persona {
    account: "uma@contoso.example",
    name: "Uma Rao",
    shows: "One of her methods is of a type that no documentation knows",
    methods: &[
        Registered::new(
            Kind::Unknown {
                odata_type: "#microsoft.graph.telepathyAuthenticationMethod",
                name: "Headband",
            },
            12,
        ),
        Registered::windows_hello("Uma's laptop", 55),
        Registered::new(Kind::SoftwareOath, 55),
        Registered::new(Kind::Email("uma.rao@mail.example"), 55),
    ],
    ..ORDINARY
};

/// Has no pass at all.
pub const PER: Persona = Persona {
    account: "per@contoso.example",
    name: "Per Solberg",
    shows: "Has no pass: whatever is typed cannot be verified",
    pass: StartingPass::None,
    ..ORDINARY
};

/// Has a password and a phone with Microsoft Authenticator, and no pass.
pub const IRIS: Persona = Persona {
    account: "iris@contoso.example",
    name: "Iris Marchetti",
    shows: "No pass: she signs in with her password and approves on her phone, which lies at the phone page",
    pass: StartingPass::None,
    methods: &[Registered::authenticator("Iris's phone", 200)],
    phone_lies_ready: true,
    ..ORDINARY
};
