//! Tests for `changes`.

use contract::routes::ChangeCall;

use super::Change;

/// Bodies that can be written without a ceremony.
const BODIES: [(ChangeCall, &str); 5] = [
    (ChangeCall::RemoveMethod, r#"{"method":"the-method"}"#),
    (ChangeCall::BeginRecovery, r#"{"loss":"lost","methods":["the-method"]}"#),
    (ChangeCall::RemoveLost, r#"{"methods":["the-method"]}"#),
    (ChangeCall::EndRecovery, r#"{"beganAt":7}"#),
    (ChangeCall::RetirePass, r#"{"pass":"the-pass"}"#),
];

#[test]
fn each_change_is_read_from_the_body_of_its_own_call_only() {
    for &call in ChangeCall::ALL {
        for (other, body) in BODIES {
            assert_eq!(Change::read(call, body).is_ok(), call == other, "{call:?}: {body}");
        }
        for refused in ["", "[]", "{}", r#"{"method":"m","pass":"p"}"#] {
            assert!(Change::read(call, refused).is_err(), "{call:?}: {refused}");
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
