//! Each hand-written reader and writer against the contract's own serde forms.

use contract::{
    AuthenticationMethod, Factor, MethodId, MethodKind, MethodState, PassUsability, PhoneType,
    Problem, ProblemCode, Start, StartScreen, TraceId,
    pass::{PassRetired, RetirePass},
    recovery::{Loss, LostMethod, Recovery},
    registration::{
        BeginRegistration, CreationOptions, FinishRegistration, RegistrationBegun,
        RegistrationFinished, RegistrationId, RegistrationOffer,
    },
    removal::{MethodRemoved, RemoveMethod},
    routes,
    start::WelcomeReason,
};
use serde::Serialize;
use serde_json::Value;

use super::Json;
use crate::{
    Attempt, Call, Effect, Event, Fault,
    fixtures::{self, NOW, after, credential, method, one_time_pass, overview, passkey, signed_in},
    pass, registration, removal,
};

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Flag(*flag),
        Value::Number(number) => Json::Integer(number.as_i64().expect("a whole number")),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(list) => Json::List(list.iter().map(json).collect()),
        Value::Object(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
    }
}

pub(crate) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Flag(flag) => (*flag).into(),
        Json::Integer(number) => (*number).into(),
        Json::Text(text) => text.clone().into(),
        Json::Bytes(bytes) => {
            assert!(bytes.len() == 1, "the fixtures have one byte each");
            ["AQ", "Ag", "Aw"][usize::from(bytes[0]) - 1].into()
        }
        Json::List(list) => list.iter().map(value).collect(),
        Json::Object(entries) => {
            entries.iter().map(|(key, json)| (key.clone(), value(json))).collect()
        }
    }
}

pub(crate) fn written(value: &impl Serialize) -> Json {
    json(&serde_json::to_value(value).expect("the contract is JSON"))
}

fn kinds() -> Vec<MethodKind> {
    let text = || Some("x".to_owned());
    vec![
        MethodKind::Passkey { model: text(), aaguid: text(), is_synced: Some(true) },
        MethodKind::Passkey { model: None, aaguid: None, is_synced: None },
        MethodKind::MicrosoftAuthenticator,
        MethodKind::WindowsHello,
        MethodKind::PlatformCredential,
        MethodKind::Phone { number: "+1".into(), phone_type: PhoneType::Mobile },
        MethodKind::Phone { number: "+1".into(), phone_type: PhoneType::AlternateMobile },
        MethodKind::Phone { number: "+1".into(), phone_type: PhoneType::Office },
        MethodKind::SoftwareOath,
        MethodKind::HardwareOath,
        MethodKind::QrCodePin,
        MethodKind::External,
        MethodKind::Password,
        MethodKind::Email { address: "a@b".into() },
        MethodKind::Unknown,
    ]
}

fn problem(code: ProblemCode, retry_after: Option<u32>) -> Problem {
    Problem { code, trace: TraceId("t".into()), retry_after, directory_code: None }
}

#[test]
fn every_kind_of_method_is_read_as_the_contract_writes_it() {
    for kind in kinds() {
        let mut method = method("1", kind);
        method.last_used_at = Some(NOW);
        let finished = RegistrationFinished { method, passkey: Some(fixtures::new_passkey("1")) };
        assert_eq!(finished_of(&written(&finished)), Ok(finished));
    }
    let mut bare = passkey("1");
    bare.name = None;
    bare.created_at = None;
    bare.device = None;
    for factor in [Factor::Alone, Factor::AfterPassword, Factor::ResetOnly, Factor::Neither] {
        for state in [
            MethodState::Listed,
            MethodState::Appearing,
            MethodState::Doubtful,
            MethodState::Lost,
            MethodState::BeingRemoved,
        ] {
            let method = AuthenticationMethod { factor, state, ..bare.clone() };
            let finished = RegistrationFinished { method, passkey: None };
            assert_eq!(finished_of(&written(&finished)), Ok(finished));
        }
    }
}

#[test]
fn every_pass_is_read_as_the_contract_writes_it() {
    for usability in [
        PassUsability::Usable,
        PassUsability::NotYetValid,
        PassUsability::Expired,
        PassUsability::Used,
        PassUsability::DisabledByPolicy,
        PassUsability::Unknown,
    ] {
        for mut pass in [fixtures::pass(), one_time_pass()] {
            pass.usability = usability;
            let mut overview = overview(vec![passkey("1"), passkey("2")]);
            overview.pass = Some(pass);
            assert_eq!(super::overview(&written(&overview)), Some(overview));
        }
    }
    let mut overview = overview(vec![]);
    overview.pass = None;
    assert_eq!(super::overview(&written(&overview)), Some(overview));
}

#[test]
fn every_problem_is_read_as_the_contract_writes_it() {
    for &code in ProblemCode::ALL {
        for retry_after in [None, Some(7)] {
            let mut problem = problem(code, retry_after);
            assert_eq!(super::problem(&written(&problem)).as_ref(), Some(&problem));
            problem.directory_code = Some("AADSTS53003".to_owned());
            assert_eq!(super::problem(&written(&problem)), Some(problem));
        }
    }
}

#[test]
fn every_start_is_read_as_the_contract_writes_it() {
    let welcome = |reason| StartScreen::Welcome { account: "a@b".into(), reason };
    let screens = [
        welcome(None),
        welcome(Some(WelcomeReason::SignedOut)),
        welcome(Some(WelcomeReason::PassRetired)),
        welcome(Some(WelcomeReason::Expired)),
        welcome(Some(WelcomeReason::Problem {
            problem: problem(ProblemCode::SignInMismatch, None),
        })),
        StartScreen::SignedIn { overview: overview(vec![passkey("1")]) },
        StartScreen::Failed { problem: problem(ProblemCode::Throttled, Some(3)) },
    ];
    for (screen, keeps_passkeys) in
        screens.into_iter().zip([None, Some(true), Some(false)].into_iter().cycle())
    {
        let start = Start {
            now: NOW,
            language: "en".into(),
            catalog: "/c.json".into(),
            later_words: "/l.json".into(),
            address: "/".into(),
            product: "Latchkey".into(),
            company: "Contoso".into(),
            keeps_passkeys,
            screen,
        };
        assert_eq!(super::start(&written(&start)), Some(start));
    }
}

#[test]
fn what_is_not_of_the_contract_is_not_read() {
    for text in ["null", "[]", "{}", r#"{"method":1}"#, r#"{"method":{"id":"1"}}"#, r#""text""#] {
        let json = json(&serde_json::from_str(text).expect("JSON"));
        assert_eq!(super::start(&json), None, "{text}");
        assert_eq!(super::overview(&json), None, "{text}");
        assert_eq!(super::problem(&json), None, "{text}");
        for call in [overview_call(), begin(), finish(), remove()] {
            let event = call.answered(Attempt(1), Ok(json.clone()));
            assert_eq!(event, call.answered(Attempt(1), Err(Fault::Unreadable)), "{text}");
        }
    }
}

#[test]
fn answers_to_the_calls_are_read_as_the_contract_writes_them() {
    let attempt = Attempt(7);
    let removed = MethodRemoved { method: MethodId("1".into()) };
    assert_eq!(
        remove().answered(attempt, Ok(written(&removed))),
        Event::Removal(removal::Event::Removed { attempt, outcome: Ok(removed) })
    );
    assert_eq!(
        retire().answered(attempt, Ok(written(&PassRetired { is_sign_out_due: true }))),
        Event::Retirement(pass::Event::Retired {
            attempt,
            outcome: Ok(PassRetired { is_sign_out_due: true }),
        })
    );
    let mut read = overview(vec![passkey("1")]);
    read.new_passkeys.push(fixtures::new_passkey("1"));
    for loss in [Loss::Lost, Loss::Stolen, Loss::Replaced] {
        let removed = vec![LostMethod { method: passkey("2"), at: NOW }];
        read.recovery = Some(Box::new(Recovery {
            loss,
            began_at: NOW,
            retold_at: Some(NOW.plus_minutes(1)),
            removed,
            signed_out_at: Some(NOW),
            pass_ended_at: Some(NOW),
        }));
        assert_eq!(super::overview(&written(&read)).as_ref(), Some(&read));
    }
    assert_eq!(
        overview_call().answered(attempt, Ok(written(&read))),
        Event::Overview(crate::overview::Event::Read { attempt, outcome: Ok(Box::new(read)) })
    );
    let answer = serde_json::json!({
        "registration": "registration-1", "options": {"publicKey": {"challenge": 1, "rp": {"id": "contoso.example"}}},
        "expiresAt": NOW.plus_minutes(5),
    });
    assert_eq!(
        begin().answered(attempt, Ok(json(&answer))),
        Event::Registration(registration::Event::Begun {
            attempt,
            outcome: Ok(fixtures::begun(1))
        })
    );
}

#[test]
fn a_fault_in_place_of_an_answer_reaches_the_flow_with_its_attempt() {
    let attempt = Attempt(7);
    let fault = || fixtures::throttled(3);
    for (call, event) in [
        (
            overview_call(),
            Event::Overview(crate::overview::Event::Read { attempt, outcome: Err(fault()) }),
        ),
        (
            begin(),
            Event::Registration(registration::Event::Begun { attempt, outcome: Err(fault()) }),
        ),
        (
            finish(),
            Event::Registration(registration::Event::Finished { attempt, outcome: Err(fault()) }),
        ),
        (remove(), Event::Removal(removal::Event::Removed { attempt, outcome: Err(fault()) })),
        (retire(), Event::Retirement(pass::Event::Retired { attempt, outcome: Err(fault()) })),
    ] {
        assert_eq!(call.answered(attempt, Err(fault())), event);
    }
}

#[test]
fn creation_options_pass_through_unchanged() {
    let options = serde_json::json!({"publicKey": {
        "rp": {"id": "localhost", "name": "Contoso"},
        "user": {"id": "AQ", "name": "ada", "displayName": "Ada"},
        "challenge": "Ag", "timeout": 300_000,
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "excludeCredentials": [{"type": "public-key", "id": "Aw"}],
        "authenticatorSelection": {"requireResidentKey": true, "userVerification": "required"},
        "attestation": "direct", "extensions": {"uvm": true, "credProps": true},
    }});
    let parsed: CreationOptions = serde_json::from_value(options).expect("creation options");
    let options = serde_json::to_value(&parsed).expect("JSON");
    let answer =
        serde_json::json!({"registration": "1", "options": options.clone(), "expiresAt": NOW});
    let event = begin().answered(Attempt(1), Ok(json(&answer)));
    let Event::Registration(registration::Event::Begun { outcome: Ok(begun), .. }) = event else {
        panic!("not begun: {event:?}");
    };
    assert_eq!(value(&begun.options.0), options);
}

#[test]
fn an_offer_is_read_as_the_contract_writes_it() {
    let attempt = Attempt(1);
    let handed_off = Event::Registration(registration::Event::HandedOff { attempt });
    let offer = RegistrationOffer::HandOff;
    assert_eq!(begin().answered(attempt, Ok(written(&offer))), handed_off);
    let public_key = serde_json::json!({ "publicKey": {
        "rp": {"id": "localhost", "name": "Contoso"},
        "user": {"id": "AQ", "name": "ada", "displayName": "Ada"},
        "challenge": "Ag", "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
    }});
    let offer = RegistrationOffer::InPage(Box::new(RegistrationBegun {
        registration: RegistrationId("registration-1".into()),
        options: serde_json::from_value(public_key).expect("creation options"),
        expires_at: NOW.plus_minutes(5),
    }));
    let event = begin().answered(attempt, Ok(written(&offer)));
    let Event::Registration(registration::Event::Begun { outcome: Ok(begun), .. }) = event else {
        panic!("not begun: {event:?}");
    };
    assert_eq!(begun.registration, RegistrationId("registration-1".into()));
    assert_eq!(begun.expires_at, NOW.plus_minutes(5));
}

#[test]
fn every_body_is_what_the_contract_reads() {
    let sent = |call: Call| value(&call.body.expect("it has a body"));
    let removal: RemoveMethod = serde_json::from_value(sent(remove())).expect("removal");
    assert_eq!(removal.method, MethodId("1".into()));
    let retirement: RetirePass = serde_json::from_value(sent(retire())).expect("retirement");
    assert_eq!(retirement.pass, fixtures::pass().id);
    let _: BeginRegistration = serde_json::from_value(sent(begin())).expect("beginning");
    let finish: FinishRegistration = serde_json::from_value(sent(finish())).expect("finish");
    assert_eq!((finish.registration.0.as_str(), finish.name.as_str()), ("registration-1", "n"));
    assert_eq!(registration::Credential(finish.credential.clone()), credential());
    assert_eq!(finish.credential.response.attestation_object, [2]);
    assert_eq!(finish.credential.type_, "public-key");
    assert_eq!(overview_call().body, None);
}

#[test]
fn every_call_goes_to_its_own_path() {
    for (call, path) in [
        (overview_call(), routes::OVERVIEW),
        (begin(), routes::BEGIN_REGISTRATION),
        (finish(), routes::FINISH_REGISTRATION),
        (remove(), routes::REMOVE_METHOD),
        (retire(), routes::RETIRE),
    ] {
        assert_eq!(call.path, path);
    }
}

#[test]
fn two_calls_are_the_same_only_if_they_send_the_same_to_the_same_path() {
    let other_body = Call { body: Some(Json::Null), ..remove() };
    let other_path = Call { path: routes::RETIRE, ..remove() };
    assert_eq!(remove(), remove());
    assert_ne!(remove(), other_body);
    assert_ne!(remove(), other_path);
}

/// The call that these events end in.
fn call(address: &str, events: impl IntoIterator<Item = Event>) -> Call {
    let state = signed_in(address, overview(vec![passkey("1"), passkey("2")]));
    match after(state, events).1.into_iter().next() {
        Some(Effect::Call { call, .. }) => call,
        other => panic!("no call: {other:?}"),
    }
}

fn overview_call() -> Call {
    call("/", [Event::ClockDoubted])
}

fn begin() -> Call {
    call("/add-passkey", [Event::Ticked(NOW)])
}

fn finish() -> Call {
    let attempt = Attempt(1);
    let created =
        registration::Event::CredentialCreated { attempt: Attempt(2), outcome: Ok(credential()) };
    let events = [
        registration::Event::Begun { attempt, outcome: Ok(fixtures::begun(1)) },
        registration::Event::NameTyped("n".into()),
        registration::Event::Confirmed,
        created,
    ];
    let events = events.map(Event::Registration);
    call("/add-passkey", [Event::Ticked(NOW)].into_iter().chain(events))
}

fn remove() -> Call {
    call("/remove?method=1", [Event::Removal(removal::Event::Confirmed)])
}

fn retire() -> Call {
    call("/retire-pass", [Event::Retirement(pass::Event::Confirmed)])
}

/// The answer to a finished registration, as the call reads it.
fn finished_of(answer: &Json) -> Result<RegistrationFinished, Fault> {
    match finish().answered(Attempt(1), Ok(answer.clone())) {
        Event::Registration(registration::Event::Finished { outcome, .. }) => outcome.map(|it| *it),
        other => panic!("not finished: {other:?}"),
    }
}

#[test]
fn a_call_is_printed_without_its_body() {
    assert_eq!(format!("{:?}", finish()), routes::FINISH_REGISTRATION);
}
