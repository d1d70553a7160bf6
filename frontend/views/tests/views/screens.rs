//! Every screen, as a state that the machine really reaches.

use contract::{
    AuthenticationMethod, Contact, DeviceKey, Factor, MethodId, MethodKind, MethodState,
    Organization, Overview, Pass, PassUsability, Person, PhoneType, Problem, ProblemCode,
    SessionClocks, Start, StartScreen, Timestamp, TraceId,
    proof::{NewPasskey, Proved},
    recovery::{KeptMethod, Loss, LostMethod, LostRemoved, Recovery},
    registration::{RegistrationFinished, RegistrationId},
    removal::MethodRemoved,
    start::WelcomeReason,
};
use journey::{
    Attempt, Browser, CeremonyFault, Event, Fault, Route, State, next, overview,
    pass as retirement, proof, recovery,
    registration::{self, Begun, Credential, OptionsJson},
    removal, sign_in, watch,
    wire::Json,
};
use webauthn_rs_proto::{AuthenticatorAttestationResponseRaw, RegisterPublicKeyCredential};

pub(crate) const NOW: Timestamp = Timestamp(1_741_788_000_000);
pub(crate) const PERSON: &str = "Ada Lovelace";
pub(crate) const ACCOUNT: &str = "ada@contoso.example";
pub(crate) const TRACE: &str = "4f1c1622-ac9d-4e6f-8a01-5b2c3d4e5f60";
/// The reference of every problem.
pub(crate) const REFERENCE: &str = "9WE1-C8NC";
pub(crate) const COMPANY: &str = "Contoso";
/// What stands on screens and comes from no catalog.
pub(crate) const DATA: &[&str] = &[
    PERSON,
    ACCOUNT,
    "My phone",
    "YubiKey 5C NFC",
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

pub(crate) fn method(id: &str, name: Option<&str>, kind: MethodKind) -> AuthenticationMethod {
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

fn number() -> MethodKind {
    MethodKind::Phone { number: "+XX XXXXXXXX89".into(), phone_type: PhoneType::Mobile }
}

pub(crate) fn security_key() -> AuthenticationMethod {
    method(
        "key",
        Some("YubiKey 5C NFC"),
        MethodKind::Passkey { model: None, aaguid: None, is_synced: Some(false) },
    )
}

pub(crate) fn lost_phone() -> Vec<AuthenticationMethod> {
    vec![
        security_key(),
        method("authenticator", Some("Pixel 9"), MethodKind::MicrosoftAuthenticator),
        method("phone", None, number()),
        method("email", None, MethodKind::Email { address: "a…@example.com".into() }),
        method("password", None, MethodKind::Password),
    ]
}

pub(crate) fn every_kind() -> Vec<AuthenticationMethod> {
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
    .enumerate()
    .map(|(number, kind)| method(&number.to_string(), None, kind))
    .collect()
}

pub(crate) fn pass() -> Pass {
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

pub(crate) fn one_time_pass() -> Pass {
    Pass {
        is_one_time: true,
        usability: PassUsability::Used,
        register_by: Some(NOW.plus_seconds(461)),
        can_be_ended: false,
        ..pass()
    }
}

pub(crate) fn overview(methods: Vec<AuthenticationMethod>, pass: Option<Pass>) -> Overview {
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

pub(crate) fn organization() -> Organization {
    let contact = |text: &str, address: Option<&str>| Contact {
        text: text.into(),
        address: address.map(Into::into),
    };
    Organization {
        product: "Latchkey".into(),
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

fn start(address: &str, screen: StartScreen) -> State {
    State::start(Start {
        now: NOW,
        language: "en".into(),
        catalog: "/assets/messages/en.json".into(),
        later_words: "/assets/messages/en.later.json".into(),
        address: address.into(),
        product: "Latchkey".into(),
        company: COMPANY.into(),
        screen,
    })
}

pub(crate) fn signed_in(route: &str, overview: Overview) -> State {
    start(route, StartScreen::SignedIn { overview })
}

pub(crate) fn welcome(reason: Option<WelcomeReason>) -> State {
    start("/", StartScreen::Welcome { account: String::new(), reason })
}

pub(crate) fn problem(code: ProblemCode) -> Problem {
    Problem { code, trace: TraceId(TRACE.into()), retry_after: None, directory_code: None }
}

pub(crate) fn after(state: State, events: impl IntoIterator<Item = Event>) -> State {
    events.into_iter().fold(state, |state, event| next(state, event).0)
}

pub(crate) fn naming() -> State {
    naming_with(overview(vec![], Some(one_time_pass())))
}

fn naming_with(overview: Overview) -> State {
    let begun = Begun {
        registration: RegistrationId("1".into()),
        options: OptionsJson(Json::Object(Vec::new()).into()),
        expires_at: NOW.plus_minutes(5),
    };
    let came =
        Event::Registration(registration::Event::Begun { attempt: Attempt(1), outcome: Ok(begun) });
    after(
        signed_in("/add-passkey", overview),
        [
            Event::Ticked(NOW),
            Event::Registration(registration::Event::NameTyped("My phone".into())),
            came,
        ],
    )
}

pub(crate) fn in_ceremony() -> State {
    after(naming(), [Event::Registration(registration::Event::Confirmed)])
}

pub(crate) fn ceremony_ended(outcome: Result<(), CeremonyFault>) -> State {
    after(in_ceremony(), [made(outcome)])
}

fn made(outcome: Result<(), CeremonyFault>) -> Event {
    Event::Registration(registration::Event::CredentialCreated {
        attempt: Attempt(2),
        outcome: outcome.map(|()| credential()),
    })
}

fn new_passkey() -> NewPasskey {
    NewPasskey {
        method: MethodId("new".into()),
        credential: "AQ".into(),
        relying_party: "contoso.example".into(),
        is_provable: true,
        is_proved: false,
    }
}

/// The new passkey is tried, and this comes of it; `None` while the browser's window is open.
fn tried(outcome: Option<Result<(), Fault>>) -> State {
    let begun =
        proof::Begun { options: OptionsJson(Json::Null.into()), expires_at: NOW.plus_minutes(5) };
    let mut events =
        vec![proof::Event::Begun { attempt: Attempt(4), outcome: Ok(begun) }, proof::Event::Tried];
    let signed = proof::Assertion {
        raw_id: vec![1],
        client_data_json: vec![2],
        authenticator_data: vec![3],
        signature: vec![4],
    };
    match outcome {
        None => {}
        Some(Err(Fault::Ceremony(fault))) => {
            events.push(proof::Event::Signed { attempt: Attempt(5), outcome: Err(fault) });
        }
        Some(outcome) => events.extend([
            proof::Event::Signed { attempt: Attempt(5), outcome: Ok(signed) },
            proof::Event::Finished {
                attempt: Attempt(6),
                outcome: outcome.map(|()| Proved { method: MethodId("new".into()) }),
            },
        ]),
    }
    let events: Vec<Event> = events.into_iter().map(Event::Proof).collect();
    events.into_iter().fold(registration_ended(Ok(())), |state, event| after(state, [event]))
}

fn credential() -> Credential {
    Credential(RegisterPublicKeyCredential {
        id: "AQ".into(),
        raw_id: vec![1],
        response: AuthenticatorAttestationResponseRaw {
            attestation_object: vec![2],
            client_data_json: vec![3],
            transports: None,
        },
        type_: "public-key".into(),
        extensions: Default::default(),
    })
}

pub(crate) fn registration_ended(outcome: Result<(), Fault>) -> State {
    after(ceremony_ended(Ok(())), [finished(outcome)])
}

fn finished(outcome: Result<(), Fault>) -> Event {
    let method = method(
        "new",
        Some("My phone"),
        MethodKind::Passkey { model: None, aaguid: None, is_synced: Some(true) },
    );
    Event::Registration(registration::Event::Finished {
        attempt: Attempt(3),
        outcome: outcome
            .map(|()| Box::new(RegistrationFinished { method, passkey: Some(new_passkey()) })),
    })
}

/// The same in a browser that makes no passkeys.
pub(crate) fn without_passkeys(state: State) -> State {
    after(state, [Event::BrowserProbed(Browser { makes_passkeys: false, ..Browser::default() })])
}

/// The same on a phone.
pub(crate) fn on_phone(state: State) -> State {
    after(state, [Event::BrowserProbed(Browser { is_on_phone: true, ..Browser::default() })])
}

/// A key is lost, and another is registered on the way.
pub(crate) fn saved_recovering() -> State {
    let key = AuthenticationMethod { state: MethodState::Lost, ..security_key() };
    let mut overview = overview(vec![key], Some(pass()));
    let told = Recovery {
        loss: Loss::Lost,
        began_at: NOW.plus_minutes(-1),
        removed: Vec::new(),
        signed_out_at: None,
    };
    overview.recovery = Some(Box::new(told));
    let confirmed = Event::Registration(registration::Event::Confirmed);
    after(naming_with(overview), [confirmed, made(Ok(())), finished(Ok(()))])
}

pub(crate) fn removing(outcome: Option<Result<(), Fault>>) -> State {
    let state = signed_in("/remove?method=phone", overview(lost_phone(), Some(pass())));
    let answer = outcome.map(|outcome| {
        Event::Removal(removal::Event::Removed {
            attempt: Attempt(1),
            outcome: outcome.map(|()| MethodRemoved { method: MethodId("phone".into()) }),
        })
    });
    after(state, std::iter::once(Event::Removal(removal::Event::Confirmed)).chain(answer))
}

/// Methods are registered, all of them before this visit.
pub(crate) fn unproved(address: &str) -> State {
    let pass = Pass { can_be_ended: false, ..pass() };
    signed_in(address, Overview { is_proved: false, ..overview(lost_phone(), Some(pass)) })
}

/// All that is registered comes after a password.
pub(crate) fn number_only(knows_password: Option<bool>) -> Overview {
    let mut number = method("phone", None, number());
    number.may_end_at = Some(NOW.plus_minutes(60 * 24 * 90));
    Overview { knows_password, ..overview(vec![number], None) }
}

/// A list with a method in each state.
fn in_every_state() -> Overview {
    let states = [
        MethodState::Listed,
        MethodState::Appearing,
        MethodState::Doubtful,
        MethodState::BeingRemoved,
    ];
    let methods = states.into_iter().zip(lost_phone());
    let methods = methods.map(|(state, method)| AuthenticationMethod { state, ..method });
    overview(methods.collect(), Some(pass()))
}

/// The directory does not remove its default method.
pub(crate) fn removing_default() -> State {
    removing(Some(Err(Fault::Problem(problem(ProblemCode::DefaultMethod)))))
}

/// The removal of a key, where a number would remain.
fn removing_before_a_password() -> State {
    signed_in("/remove?method=key", overview(lost_phone(), Some(pass())))
}

/// Someone else came back from the confirmation that was asked of another account.
pub(crate) fn someone_else() -> State {
    let overview = overview(lost_phone(), None);
    signed_in("/", Overview { instead_of: Some("lena@contoso.example".into()), ..overview })
}

/// A policy of the directory stopped the sign-in.
fn blocked() -> Option<WelcomeReason> {
    let mut problem = problem(ProblemCode::SignInBlocked);
    problem.directory_code = Some("AADSTS53003".into());
    Some(WelcomeReason::Problem { problem })
}

/// Passkeys are registered on the directory's own page, and some of it has happened.
fn handed_off(events: Vec<watch::Event>) -> State {
    let overview = Overview { is_handed_off: true, ..overview(vec![], Some(pass())) };
    let events = events.into_iter().map(Event::Watch);
    after(signed_in("/add-passkey", overview), events)
}

fn one_time_handed_off() -> State {
    let overview = Overview { is_handed_off: true, ..overview(vec![], Some(one_time_pass())) };
    signed_in("/add-passkey", overview)
}

/// The account is added in the app, and some of it has happened.
fn in_the_app(events: Vec<watch::Event>) -> State {
    let state = signed_in("/add-authenticator/account", overview(vec![], Some(pass())));
    after(state, events.into_iter().map(Event::Watch))
}

/// What was waited for is in the list.
fn authenticator_added(kind: MethodKind) -> State {
    let list = overview(vec![method("new", Some("Pixel 9"), kind)], Some(pass()));
    let outcome = Ok(Box::new(list));
    in_the_app(vec![
        watch::Event::FinishedChosen,
        watch::Event::Looked { attempt: Attempt(1), outcome },
    ])
}

/// The list was read, and none of these is a passkey.
fn looked(mut methods: Vec<AuthenticationMethod>) -> watch::Event {
    methods.retain(|method| !matches!(method.kind, MethodKind::Passkey { .. }));
    let overview = Overview { is_handed_off: true, ..overview(methods, Some(pass())) };
    watch::Event::Looked { attempt: Attempt(1), outcome: Ok(Box::new(overview)) }
}

/// Recovering from a lost device, and some of it has happened. The key is not on the phone.
fn recovering(lost: &[&str], removed: &[&str], events: Vec<recovery::Event>) -> State {
    let mut overview = overview(lost_phone(), Some(pass()));
    let gone = overview.methods.extract_if(.., |method| removed.contains(&method.id.0.as_str()));
    let removed = gone.map(|method| LostMethod { method, at: NOW }).collect();
    for method in &mut overview.methods {
        if lost.contains(&method.id.0.as_str()) {
            method.state = MethodState::Lost;
        }
    }
    let told = Recovery {
        loss: Loss::Stolen,
        began_at: NOW.plus_minutes(-5),
        removed,
        signed_out_at: None,
    };
    overview.recovery = Some(Box::new(told));
    after(signed_in("/recover", overview), events.into_iter().map(Event::Recovery))
}

/// The same after the end of the pass.
fn without_pass(mut state: State) -> State {
    if let journey::Screen::SignedIn(signed_in) = &mut state.screen {
        signed_in.overview.pass = None;
    }
    state
}

/// The lost methods are removed, and this comes of it.
fn removing_lost(outcome: Result<LostRemoved, Fault>) -> State {
    let answered = recovery::Event::Removed { attempt: Attempt(1), outcome };
    let events = vec![recovery::Event::RemovalConfirmed, answered];
    recovering(&["authenticator", "phone"], &[], events)
}

/// One of the lost methods could not be removed.
fn one_kept() -> LostRemoved {
    let kept = KeptMethod { method: MethodId("phone".into()), code: ProblemCode::DefaultMethod };
    LostRemoved { removed: vec![MethodId("authenticator".into())], kept: vec![kept] }
}

/// A sign-in that is too old, with a one-time pass that is used up, and everything else lost.
pub(crate) fn without_a_way_in() -> State {
    let mut methods = lost_phone();
    for method in &mut methods {
        method.state = MethodState::Lost;
    }
    let mut overview = overview(methods, Some(one_time_pass()));
    overview.session.fresh_until = NOW;
    signed_in("/remove?method=email", overview)
}

/// Every screen by name.
pub(crate) fn all() -> Vec<(&'static str, State)> {
    let failed = |code| Some(WelcomeReason::Problem { problem: problem(code) });
    let stale = |route: &str| {
        let mut overview = overview(lost_phone(), Some(pass()));
        overview.session.fresh_until = NOW;
        signed_in(route, overview)
    };
    let one = |methods| signed_in("/", overview(methods, Some(pass())));
    let passes = |pass: Pass| signed_in("/", overview(vec![], Some(pass)));
    let usable = |usability| passes(Pass { usability, ..pass() });
    let mut throttled = problem(ProblemCode::Throttled);
    throttled.retry_after = Some(12);
    let mut not_yet = pass();
    not_yet.starts_at = NOW.plus_minutes(5);
    let idle = |route: &str| {
        let mut idle = overview(lost_phone(), None);
        idle.session.ends_at = NOW.plus_minutes(30);
        idle.session.latest_end = NOW.plus_minutes(480);
        signed_in(route, idle)
    };
    let ending = |route: &str| {
        let mut ending = overview(lost_phone(), None);
        ending.session.ends_at = NOW.plus_seconds(100);
        ending.session.latest_end = NOW.plus_seconds(100);
        signed_in(route, ending)
    };
    vec![
        ("welcome", welcome(None)),
        (
            "welcome-complaint",
            after(welcome(None), [Event::SignIn(sign_in::Event::Submitted("ada".into()))]),
        ),
        (
            "welcome-odd-letter",
            after(
                welcome(None),
                [Event::SignIn(sign_in::Event::Submitted("ada:l@contoso.example".into()))],
            ),
        ),
        (
            "welcome-empty",
            after(welcome(None), [Event::SignIn(sign_in::Event::Submitted(String::new()))]),
        ),
        (
            "welcome-leaving",
            after(welcome(None), [Event::SignIn(sign_in::Event::Submitted(ACCOUNT.into()))]),
        ),
        ("signed-out", welcome(Some(WelcomeReason::SignedOut))),
        ("pass-retired", welcome(Some(WelcomeReason::PassRetired))),
        ("expired", after(one(lost_phone()), [Event::Ticked(NOW.plus_minutes(42))])),
        ("sign-in-cancelled", welcome(failed(ProblemCode::SignInCancelled))),
        ("consent-required", welcome(failed(ProblemCode::ConsentRequired))),
        ("sign-in-blocked", welcome(blocked())),
        (
            "failed",
            start("/", StartScreen::Failed { problem: problem(ProblemCode::DirectoryUnreachable) }),
        ),
        (
            "failed-step-up",
            start("/", StartScreen::Failed { problem: problem(ProblemCode::StepUpRequired) }),
        ),
        ("missing", signed_in("/nothing", overview(vec![], None))),
        ("step-up-without-a-way", without_a_way_in()),
        ("recover", signed_in("/recover", overview(lost_phone(), Some(pass())))),
        ("recover-register", recovering(&["key", "authenticator", "phone"], &[], vec![])),
        ("recover-remove", recovering(&["authenticator", "phone"], &[], vec![])),
        ("recover-remove-password", recovering(&["key"], &[], vec![])),
        ("recover-removing", removing_lost(Err(Fault::TimedOut))),
        ("recover-kept", removing_lost(Ok(one_kept()))),
        ("recover-end-pass", recovering(&[], &["authenticator", "phone"], vec![])),
        ("recover-sign-out", without_pass(recovering(&[], &["authenticator", "phone"], vec![]))),
        (
            "recover-step-up",
            removing_lost(Err(Fault::Problem(problem(ProblemCode::StepUpRequired)))),
        ),
        (
            "overview-recovering",
            after(
                recovering(&["authenticator", "phone"], &[], vec![]),
                [Event::HistoryMoved(Route::Home)],
            ),
        ),
        ("overview-idle", after(idle("/"), [Event::Ticked(NOW.plus_minutes(25))])),
        (
            "removal-idle",
            after(idle("/remove?method=phone"), [Event::Ticked(NOW.plus_minutes(29))]),
        ),
        (
            "removal-fresh",
            after(idle("/remove?method=phone"), [Event::Ticked(NOW.plus_minutes(8))]),
        ),
        (
            "authenticator-idle",
            after(idle("/add-authenticator"), [Event::Ticked(NOW.plus_minutes(27))]),
        ),
        ("explaining-session-ends", ending("/add-passkey")),
        ("overview-session-ends", ending("/")),
        ("overview-empty", one(vec![])),
        (
            "overview-empty-soon",
            after(one(vec![]), [Event::Ticked(NOW.plus_seconds(34 * 60 + 19))]),
        ),
        (
            "overview-empty-last",
            after(one(vec![]), [Event::Ticked(NOW.plus_seconds(41 * 60 + 12))]),
        ),
        ("overview-one-time", passes(one_time_pass())),
        (
            "overview-window-over",
            after(passes(one_time_pass()), [Event::Ticked(NOW.plus_minutes(9))]),
        ),
        ("overview-no-pass", signed_in("/", overview(vec![], None))),
        ("overview-not-yet", passes(not_yet)),
        ("overview-disabled", usable(PassUsability::DisabledByPolicy)),
        ("overview-used", usable(PassUsability::Used)),
        ("overview-ended", usable(PassUsability::Expired)),
        ("overview-unknown", usable(PassUsability::Unknown)),
        ("overview-one", one(vec![security_key()])),
        ("overview-lost-phone", one(lost_phone())),
        ("overview-unproved", unproved("/")),
        ("authenticator", signed_in("/add-authenticator", overview(vec![], Some(pass())))),
        ("authenticator-in-the-app", in_the_app(vec![])),
        ("authenticator-awaited", in_the_app(vec![watch::Event::FinishedChosen, looked(vec![])])),
        (
            "authenticator-other",
            in_the_app(vec![watch::Event::FinishedChosen, looked(vec![security_key()])]),
        ),
        (
            "authenticator-used-up",
            signed_in("/add-authenticator", overview(vec![], Some(one_time_pass()))),
        ),
        (
            "authenticator-used-up-here",
            without_passkeys(signed_in(
                "/add-authenticator",
                overview(vec![], Some(one_time_pass())),
            )),
        ),
        ("authenticator-added", authenticator_added(MethodKind::MicrosoftAuthenticator)),
        (
            "authenticator-passkey-added",
            authenticator_added(MethodKind::Passkey {
                model: Some("Microsoft Authenticator".into()),
                aaguid: None,
                is_synced: Some(false),
            }),
        ),
        ("overview-number-only", signed_in("/", number_only(None))),
        ("overview-number-with-password", signed_in("/", number_only(Some(true)))),
        ("overview-number-without-password", signed_in("/", number_only(Some(false)))),
        ("overview-in-every-state", signed_in("/", in_every_state())),
        ("removal-before-a-password", removing_before_a_password()),
        ("overview-someone-else", someone_else()),
        ("overview-every-kind", one(every_kind())),
        (
            "overview-refresh-failed",
            after(
                one(lost_phone()),
                [
                    Event::Overview(overview::Event::RefreshChosen),
                    Event::Overview(overview::Event::Read {
                        attempt: Attempt(1),
                        outcome: Err(Fault::Problem(throttled)),
                    }),
                ],
            ),
        ),
        ("explaining", signed_in("/add-passkey", overview(vec![], Some(pass())))),
        (
            "explaining-last",
            after(
                signed_in("/add-passkey", overview(vec![], Some(one_time_pass()))),
                [Event::Ticked(NOW.plus_seconds(400))],
            ),
        ),
        ("registration-step-up", stale("/add-passkey")),
        ("other-device", signed_in("/other-device", overview(vec![], Some(pass())))),
        ("hand-off", handed_off(vec![])),
        ("hand-off-one-time", one_time_handed_off()),
        ("hand-off-watching", handed_off(vec![watch::Event::Opened])),
        ("hand-off-awaited", handed_off(vec![watch::Event::FinishedChosen, looked(vec![])])),
        ("hand-off-other", handed_off(vec![watch::Event::FinishedChosen, looked(lost_phone())])),
        ("naming", naming()),
        (
            "naming-preparing",
            after(signed_in("/add-passkey", overview(vec![], Some(pass()))), [Event::Ticked(NOW)]),
        ),
        (
            "naming-empty",
            after(
                naming(),
                [
                    Event::Registration(registration::Event::NameTyped(String::new())),
                    Event::Registration(registration::Event::Confirmed),
                ],
            ),
        ),
        (
            "naming-too-long",
            after(naming(), [Event::Registration(registration::Event::NameTyped("x".repeat(31)))]),
        ),
        ("naming-declined", ceremony_ended(Err(CeremonyFault::Declined))),
        ("naming-refused-at-once", ceremony_ended(Err(CeremonyFault::RefusedAtOnce))),
        ("naming-unreadable", ceremony_ended(Err(CeremonyFault::Unreadable))),
        ("naming-already", ceremony_ended(Err(CeremonyFault::AlreadyRegistered))),
        (
            "naming-refused",
            registration_ended(Err(Fault::Problem(problem(ProblemCode::RegistrationRefused)))),
        ),
        ("ceremony", in_ceremony()),
        ("saving", ceremony_ended(Ok(()))),
        (
            "unsaved",
            registration_ended(Err(Fault::Problem(problem(ProblemCode::DirectoryUnreachable)))),
        ),
        ("saved", registration_ended(Ok(()))),
        (
            "saved-handed-off",
            handed_off(vec![watch::Event::FinishedChosen, looked(vec![security_key()])]),
        ),
        ("proving", tried(None)),
        ("proved", tried(Some(Ok(())))),
        ("proof-declined", tried(Some(Err(Fault::Ceremony(CeremonyFault::Declined))))),
        ("proof-refused", tried(Some(Err(Fault::Problem(problem(ProblemCode::ProofRefused)))))),
        ("overview-proved", after(tried(Some(Ok(()))), [Event::LinkFollowed(Route::Home)])),
        ("saved-recovering", saved_recovering()),
        ("stopped-without-passkeys", without_passkeys(naming())),
        ("stopped", ceremony_ended(Err(CeremonyFault::RelyingPartyMismatch))),
        ("removal", signed_in("/remove?method=phone", overview(lost_phone(), Some(pass())))),
        ("removal-running", removing(None)),
        ("removal-offline", removing(Some(Err(Fault::Offline)))),
        ("removal-done", removing(Some(Ok(())))),
        (
            "removal-last",
            signed_in("/remove?method=key", overview(vec![security_key()], Some(pass()))),
        ),
        ("removal-default", removing_default()),
        ("overview-default", after(removing_default(), [Event::LinkFollowed(Route::Home)])),
        ("removal-unsupported", signed_in("/remove?method=password", overview(lost_phone(), None))),
        ("removal-missing", signed_in("/remove?method=gone", overview(lost_phone(), None))),
        ("removal-step-up", stale("/remove?method=phone")),
        ("retirement", signed_in("/retire-pass", overview(lost_phone(), Some(pass())))),
        ("retirement-unproved", unproved("/retire-pass")),
        (
            "retirement-running",
            after(
                signed_in("/retire-pass", overview(lost_phone(), Some(pass()))),
                [Event::Retirement(retirement::Event::Confirmed)],
            ),
        ),
        ("retirement-needed", signed_in("/retire-pass", overview(vec![], Some(pass())))),
        ("retirement-none", signed_in("/retire-pass", overview(vec![], None))),
        (
            "retirement-step-up",
            after(
                signed_in("/retire-pass", overview(lost_phone(), Some(pass()))),
                [
                    Event::Retirement(retirement::Event::Confirmed),
                    Event::Retirement(retirement::Event::Retired {
                        attempt: Attempt(1),
                        outcome: Err(Fault::Problem(problem(ProblemCode::StepUpRequired))),
                    }),
                ],
            ),
        ),
        (
            "flash-passkey-left",
            after(
                ceremony_ended(Err(CeremonyFault::Declined)),
                [
                    Event::LinkFollowed(Route::Home),
                    Event::Registration(registration::Event::CredentialCreated {
                        attempt: Attempt(2),
                        outcome: Ok(credential()),
                    }),
                ],
            ),
        ),
        ("flash-gone", after(removing(Some(Ok(()))), [Event::LinkFollowed(Route::AddPasskey)])),
    ]
}
