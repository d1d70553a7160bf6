//! Tests for `changes`.

use contract::{Timestamp, TraceId};
use gateway::{Change, policy::Origin};
use serde_json::{Value, json};

use super::ChangeMessage;
use crate::json::to_json;

fn credential() -> Value {
    json!({
        "id": "AQID",
        "rawId": "AQID",
        "response": {
            "attestationObject": "o2NmbXQ",
            "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
            "transports": ["internal", "hybrid"],
        },
        "type": "public-key",
        "extensions": { "credProps": { "rk": true } },
    })
}

/// Each change as the app sends it.
fn requests() -> [(&'static str, Value); 3] {
    [
        (
            "finish-registration",
            json!({ "registration": "r", "name": "Blue key", "credential": credential() }),
        ),
        ("remove-method", json!({ "method": "m" })),
        ("retire-pass", json!({ "pass": "p" })),
    ]
}

fn message(name: &str, request: &Value) -> ChangeMessage {
    let change = json!({ name: request });
    let change: Change = serde_json::from_value(change).expect("a change");
    ChangeMessage {
        actor: "actor".into(),
        session: "the-cookie".into(),
        trace: TraceId("t".into()),
        answer_by: Timestamp(1),
        origin: Origin::default(),
        change,
    }
}

#[test]
fn a_change_arrives_in_the_object_as_it_was_sent() {
    for (name, request) in requests() {
        let sent = to_json(&message(name, &request));
        let received: ChangeMessage = serde_json::from_str(&sent).expect("a message");
        assert_eq!((received.session.as_str(), received.trace.0.as_str()), ("the-cookie", "t"));
        assert_eq!(to_json(&received), sent);
        let received: Value = serde_json::from_str(&sent).expect("JSON");
        for (field, value) in request.as_object().expect("an object") {
            if field != "credential" {
                assert_eq!(&received["change"][name][field], value, "{name}");
            }
        }
    }
    let sent = to_json(&message("finish-registration", &requests()[0].1));
    let received: Value = serde_json::from_str(&sent).expect("JSON");
    let received = &received["change"]["finish-registration"]["credential"];
    for field in ["id", "rawId", "response", "type"] {
        assert_eq!(received[field], credential()[field], "{field}");
    }
    assert_eq!(received["extensions"]["credProps"], credential()["extensions"]["credProps"]);
}

#[test]
fn only_the_end_of_the_pass_ends_the_session() {
    let ends: Vec<_> = requests()
        .iter()
        .filter(|(name, request)| message(name, request).change.ends_session())
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(ends, ["retire-pass"]);
}

#[test]
fn a_message_prints_neither_its_session_nor_its_request() {
    for (name, request) in requests() {
        let printed = format!("{:?}", message(name, &request));
        for secret in ["the-cookie", "Blue key", "AQID", "\"m\"", "\"p\""] {
            assert!(!printed.contains(secret), "{printed}");
        }
        assert!(printed.contains("[redacted]"), "{printed}");
    }
}

#[test]
fn an_unknown_change_is_refused() {
    let change = json!({ "rename-method": { "method": "m" } });
    assert!(serde_json::from_value::<Change>(change).is_err());
    let change = json!({ "remove-method": { "method": "m", "more": 1 } });
    assert!(serde_json::from_value::<Change>(change).is_err());
}
