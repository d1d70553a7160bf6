//! Tests for `changes`.

use contract::{MethodId, removal::MethodRemoved, routes::ChangeCall};

use super::Change;
use crate::testing::{RED_KEY, World, empty, list, phone, red_key, run};

/// Bodies that can be written without a ceremony.
const BODIES: [(ChangeCall, &str); 5] = [
    (ChangeCall::RemoveMethod, r#"{"method":"the-method"}"#),
    (ChangeCall::BeginRecovery, r#"{"loss":"lost","methods":["the-method"]}"#),
    (ChangeCall::RemoveLost, r#"{"methods":["the-method"]}"#),
    (ChangeCall::EndRecovery, r#"{"toldAt":7}"#),
    (ChangeCall::RetirePass, r#"{"pass":"the-pass"}"#),
];

#[test]
fn each_change_is_read_from_the_body_of_its_own_call_only() {
    for &call in ChangeCall::ALL {
        for (other, body) in BODIES {
            assert_eq!(Change::read(call, body).is_some(), call == other, "{call:?}: {body}");
        }
        for refused in ["", "[]", "{}", r#"{"method":"m","pass":"p"}"#] {
            assert!(Change::read(call, refused).is_none(), "{call:?}: {refused}");
        }
    }
}

#[test]
fn a_change_never_prints_what_it_holds() {
    for (call, body) in BODIES {
        let printed = format!("{:?}", Change::read(call, body).expect("a change"));
        assert!(printed.contains("[redacted]") && !printed.contains("the-"), "{printed}");
    }
}

#[test]
fn a_change_answers_with_what_its_flow_says_and_one_of_the_edges_own_pages_with_nothing() {
    let world = World::new();
    let cookie = world.sign_in();
    world.answers("GET /methods", list(&[red_key(), phone()]));
    world.answers(&format!("DELETE /fido2Methods/{RED_KEY}"), empty(204));
    let body = format!(r#"{{"method":"{RED_KEY}","acceptsPassword":true}}"#);
    let change = Change::read(ChangeCall::RemoveMethod, &body).expect("a change");
    let answer = run(change.run(&world.gateway(), Some(&cookie))).expect("removed");
    let removed = MethodRemoved { method: MethodId(RED_KEY.to_owned()) };
    assert_eq!(serde_json::from_str::<MethodRemoved>(&answer).expect("an answer"), removed);
    let ended = run(Change::EndSessions(None).run(&world.gateway(), Some(&cookie)));
    assert_eq!(ended.expect("ended"), "");
}

#[test]
fn only_what_ends_the_session_takes_the_cookie_with_it() {
    for (call, body) in BODIES {
        let change = Change::read(call, body).expect("a change");
        assert_eq!(change.ends_session(), call == ChangeCall::RetirePass, "{change:?}");
    }
    assert!(Change::SignOutEverywhere.ends_session());
    assert!(!Change::EndSessions(None).ends_session());
}

#[test]
fn the_log_calls_a_change_as_its_call_is_called() {
    for (call, body) in BODIES {
        let change = Change::read(call, body).expect("a change");
        assert_eq!(change.name(), format!("{call:?}"));
    }
    assert_eq!(Change::EndSessions(None).name(), "EndSessions");
    assert_eq!(Change::SignOutEverywhere.name(), "SignOutEverywhere");
}
