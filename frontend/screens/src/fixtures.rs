//! What the screens are made of: a person, their methods and pass, and the states that a page starts in.

use contract::{
    AuthenticationMethod, Contact, DeviceKey, Factor, MethodId, MethodKind, MethodState,
    Organization, Overview, Pass, PassUsability, Person, PhoneType, Problem, ProblemCode,
    SessionClocks, Start, StartScreen, Timestamp, TraceId, start::WelcomeReason,
};
use journey::{Browser, Event, State, next};

/// What it calls this product.
pub const PRODUCT: &str = "Latchkey";

/// 2025-03-12 14:00 UTC.
pub const NOW: Timestamp = Timestamp(1_741_788_000_000);
/// Who is signed in.
pub const PERSON: &str = "Ada Lovelace";
/// Their account.
pub const ACCOUNT: &str = "ada@contoso.example";
/// What the log knows every problem by.
pub const TRACE: &str = "4f1c1622-ac9d-4e6f-8a01-5b2c3d4e5f60";
/// The reference of every problem.
pub const REFERENCE: &str = "9WE1-C8NC";
/// Whose installation it is.
pub const COMPANY: &str = "Contoso";
/// What stands on screens and comes from no catalog.
pub const DATA: &[&str] = &[
    PERSON,
    ACCOUNT,
    "My phone",
    "YubiKey 5C NFC",
    "Microsoft Authenticator",
    "Pixel 9",
    "+XX XXXXXXXX89",
    "a…@example.com",
    REFERENCE,
    "Contoso IT",
    COMPANY,
    "help@contoso.example",
    "Mon–Fri 8–18",
    "AADSTS53003",
    "lena@contoso.example",
    "ada",
    "/add-passkey",
];

/// A method that has been registered for long.
#[must_use]
pub fn method(id: &str, name: Option<&str>, kind: MethodKind) -> AuthenticationMethod {
    let factor = match kind {
        MethodKind::Passkey { .. }
        | MethodKind::WindowsHello
        | MethodKind::PlatformCredential
        | MethodKind::QrCodePin => Factor::Alone,
        MethodKind::MicrosoftAuthenticator
        | MethodKind::Phone { .. }
        | MethodKind::SoftwareOath
        | MethodKind::HardwareOath
        | MethodKind::External => Factor::AfterPassword,
        MethodKind::Email { .. } => Factor::ResetOnly,
        MethodKind::Password | MethodKind::Unknown => Factor::Neither,
    };
    AuthenticationMethod {
        id: MethodId(id.into()),
        name: name.map(Into::into),
        is_removable: !matches!(kind, MethodKind::Password | MethodKind::Unknown),
        kind,
        created_at: Some(NOW.plus_minutes(-60 * 24 * 400)),
        last_used_at: None,
        factor,
        state: MethodState::Listed,
        device: Some(DeviceKey(id.into())),
        may_end_at: None,
    }
}

/// A phone number.
#[must_use]
pub fn number() -> MethodKind {
    MethodKind::Phone { number: "+XX XXXXXXXX89".into(), phone_type: PhoneType::Mobile }
}

/// A passkey on a key.
#[must_use]
pub fn security_key() -> AuthenticationMethod {
    method(
        "key",
        Some("YubiKey 5C NFC"),
        MethodKind::Passkey { model: None, aaguid: None, is_synced: Some(false) },
    )
}

/// A key, and what is lost with a phone.
#[must_use]
pub fn lost_phone() -> Vec<AuthenticationMethod> {
    vec![
        security_key(),
        method("authenticator", Some("Pixel 9"), MethodKind::MicrosoftAuthenticator),
        method("phone", None, number()),
        method("email", None, MethodKind::Email { address: "a…@example.com".into() }),
        method("password", None, MethodKind::Password),
    ]
}

/// A method of each kind.
#[must_use]
pub fn every_kind() -> Vec<AuthenticationMethod> {
    let passkey = |is_synced| MethodKind::Passkey { model: None, aaguid: None, is_synced };
    [
        passkey(None),
        passkey(Some(true)),
        passkey(Some(false)),
        MethodKind::MicrosoftAuthenticator,
        MethodKind::WindowsHello,
        MethodKind::PlatformCredential,
        number(),
        MethodKind::SoftwareOath,
        MethodKind::HardwareOath,
        MethodKind::QrCodePin,
        MethodKind::External,
        MethodKind::Password,
        MethodKind::Email { address: "a…@example.com".into() },
        MethodKind::Unknown,
    ]
    .into_iter()
    .zip(0_i64..)
    .map(|(kind, number)| {
        let created_at = Some(NOW.plus_minutes(-60 * 24 * (400 - number)));
        AuthenticationMethod { created_at, ..method(&number.to_string(), None, kind) }
    })
    .collect()
}

/// A pass that can be used for another 42 minutes.
#[must_use]
pub fn pass() -> Pass {
    Pass {
        id: MethodId("pass".into()),
        starts_at: NOW.plus_minutes(-18),
        ends_at: NOW.plus_minutes(42),
        is_one_time: false,
        usability: PassUsability::Usable,
        register_by: None,
        can_be_ended: true,
    }
}

/// A pass that was used up by the sign-in; a passkey can be added for another 7:41.
#[must_use]
pub fn one_time_pass() -> Pass {
    Pass {
        is_one_time: true,
        usability: PassUsability::Used,
        register_by: Some(NOW.plus_seconds(461)),
        can_be_ended: false,
        ..pass()
    }
}

/// What a person sees who has these methods and this pass.
#[must_use]
pub fn overview(methods: Vec<AuthenticationMethod>, pass: Option<Pass>) -> Overview {
    Overview {
        now: NOW,
        person: Person { name: PERSON.into(), account: ACCOUNT.into(), key: "k".into() },
        session: SessionClocks {
            ends_at: NOW.plus_minutes(42),
            latest_end: NOW.plus_minutes(42),
            idle_milliseconds: 30 * 60_000,
            fresh_until: NOW.plus_minutes(9),
            register_until: NOW.plus_minutes(4),
        },
        pass,
        methods,
        default_method: None,
        is_proved: true,
        knows_password: None,
        instead_of: None,
        security_info: "https://directory.example/security-info?tenantId=t".into(),
        is_handed_off: false,
        new_passkeys: Vec::new(),
        recovery: None,
    }
}

/// The installation, with a help desk.
#[must_use]
pub fn organization() -> Organization {
    let contact = |text: &str, address: Option<&str>| Contact {
        text: text.into(),
        address: address.map(Into::into),
    };
    Organization {
        product: PRODUCT.into(),
        name: COMPANY.into(),
        privacy: None,
        help_desk: vec![
            contact("Contoso IT", Some("https://help.contoso.example/")),
            contact("+1 425 555 0100", Some("tel:+14255550100")),
            contact("help@contoso.example", Some("mailto:help@contoso.example")),
            contact("Mon–Fri 8–18", None),
        ],
    }
}

/// The state in which a page starts at this address.
#[must_use]
pub fn start(address: &str, screen: StartScreen) -> State {
    State::start(Start {
        now: NOW,
        language: "en".into(),
        catalog: "/assets/messages/en.json".into(),
        later_words: "/assets/messages/en.later.json".into(),
        address: address.into(),
        product: PRODUCT.into(),
        company: COMPANY.into(),
        keeps_passkeys: None,
        screen,
    })
}

/// The page at this address for someone who is signed in.
#[must_use]
pub fn signed_in(route: &str, overview: Overview) -> State {
    start(route, StartScreen::SignedIn { overview })
}

/// The first page, for nobody.
#[must_use]
pub fn welcome(reason: Option<WelcomeReason>) -> State {
    start("/", StartScreen::Welcome { account: String::new(), reason })
}

/// A problem of this code.
#[must_use]
pub fn problem(code: ProblemCode) -> Problem {
    Problem { code, trace: TraceId(TRACE.into()), retry_after: None, directory_code: None }
}

/// What these events make of a state.
#[must_use]
pub fn after(state: State, events: impl IntoIterator<Item = Event>) -> State {
    events.into_iter().fold(state, |state, event| next(state, event).0)
}

/// The same in a browser that makes no passkeys.
#[must_use]
pub fn without_passkeys(state: State) -> State {
    after(state, [Event::BrowserProbed(Browser { makes_passkeys: false, ..Browser::default() })])
}

/// The same in a web view inside another app.
#[must_use]
pub fn in_app(state: State) -> State {
    let name = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148".into();

    after(state, [Event::BrowserProbed(Browser { name, ..Browser::default() })])
}

/// The same on a phone.
#[must_use]
pub fn on_phone(state: State) -> State {
    after(state, [Event::BrowserProbed(Browser { is_on_phone: true, ..Browser::default() })])
}
