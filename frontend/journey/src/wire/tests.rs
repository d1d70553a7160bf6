//! Each hand-written reader and writer against the contract's own serde forms.

use contract::{
    MethodId, MethodKind, PassUsability, Problem, ProblemCode, Start, StartScreen, TraceId, pass,
    registration::{FinishRegistration, RegistrationFinished, RegistrationId},
    removal::{MethodRemoved, RemoveMethod},
    start::WelcomeReason,
};
use serde::Serialize;
use serde_json::Value;

use super::{Json, body};
use crate::{
    Attempt, Effect,
    fixtures::{self, NOW, credential, method, one_time_pass, overview, passkey},
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

fn value(json: &Json) -> Value {
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

fn written(value: &impl Serialize) -> Json {
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
        MethodKind::Phone { number: "+1".into() },
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
        let finished = RegistrationFinished { method };
        assert_eq!(super::registration_finished(&written(&finished)), Some(finished));
    }
    let mut bare = passkey("1");
    bare.name = None;
    bare.created_at = None;
    bare.is_usable = false;
    let finished = RegistrationFinished { method: bare };
    assert_eq!(super::registration_finished(&written(&finished)), Some(finished));
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
    for screen in [
        welcome(None),
        welcome(Some(WelcomeReason::SignedOut)),
        welcome(Some(WelcomeReason::PassRetired)),
        welcome(Some(WelcomeReason::Expired)),
        welcome(Some(WelcomeReason::Problem {
            problem: problem(ProblemCode::SignInMismatch, None),
        })),
        StartScreen::SignedIn { overview: overview(vec![passkey("1")]) },
        StartScreen::Failed { problem: problem(ProblemCode::Throttled, Some(3)) },
    ] {
        let start = Start {
            now: NOW,
            language: "en".into(),
            catalog: "/c.json".into(),
            address: "/".into(),
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
        assert_eq!(super::registration_finished(&json), None, "{text}");
        assert_eq!(super::method_removed(&json), None, "{text}");
        assert_eq!(super::registration_begun(&json, String::new()), None, "{text}");
    }
}

#[test]
fn other_answers_are_read_as_the_contract_writes_them() {
    let removed = MethodRemoved { method: MethodId("1".into()) };
    assert_eq!(super::method_removed(&written(&removed)), Some(removed));
    let begun =
        serde_json::json!({"registration": "registration-1", "expiresAt": NOW.plus_minutes(5)});
    let expected = fixtures::begun(1);
    let options = expected.options.0.clone();
    assert_eq!(super::registration_begun(&json(&begun), options), Some(expected));
}

#[test]
fn every_body_is_what_the_contract_reads() {
    let attempt = Attempt(1);
    let id = MethodId("1".into());
    let sent = |effect: Effect| value(&body(&effect).expect("it has a body"));
    let remove: RemoveMethod =
        serde_json::from_value(sent(Effect::RemoveMethod { attempt, method: id.clone() }))
            .expect("removal");
    assert_eq!(remove.method, id);
    let retire: pass::RetirePass =
        serde_json::from_value(sent(Effect::RetirePass { attempt, pass: id.clone() }))
            .expect("retirement");
    assert_eq!(retire.pass, id);
    let _: contract::registration::BeginRegistration =
        serde_json::from_value(sent(Effect::BeginRegistration { attempt })).expect("beginning");
    let finish: FinishRegistration = serde_json::from_value(sent(Effect::FinishRegistration {
        attempt,
        registration: RegistrationId("r".into()),
        name: "n".into(),
        credential: credential(),
    }))
    .expect("finish");
    assert_eq!((finish.registration.0.as_str(), finish.name.as_str()), ("r", "n"));
    assert_eq!(crate::registration::Credential(finish.credential.clone()), credential());
    assert_eq!(finish.credential.response.attestation_object, [2]);
    assert_eq!(finish.credential.type_, "public-key");
    assert_eq!(body(&Effect::ReadOverview { attempt }), None);
}
