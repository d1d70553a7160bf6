//! What a passkey is called whose model the directory does not name.

use contract::{AuthenticationMethod, MethodKind};
use serde_json::{Value, json};

use crate::testing::{World, authenticator, list, passkey, run};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const SEVENTH: &str = "07070707-0707-0707-0707-070707070707";

fn of(aaguid: &Value, model: &Value) -> Value {
    let mut passkey = passkey("key", "Key", "2026-01-01T00:00:00Z");
    passkey["aaGuid"] = aaguid.clone();
    passkey["model"] = model.clone();
    passkey
}

fn listed(world: &World, entries: &[Value]) -> Vec<AuthenticationMethod> {
    world.answers(METHODS, list(entries));
    let mut session = world.signed_in();
    run(crate::overview::read(&world.gateway(), &mut session)).expect("a list").methods
}

fn model(world: &World, aaguid: &Value, model: &Value) -> Option<String> {
    let methods = listed(world, &[of(aaguid, model)]);
    let MethodKind::Passkey { model, .. } = &methods[0].kind else { panic!("a passkey") };
    model.clone()
}

#[test]
fn a_model_that_the_directory_does_not_name_is_named_by_its_aaguid() {
    let world = World::new();
    for unnamed in [json!(null), json!(""), json!("\u{200b}")] {
        assert_eq!(model(&world, &json!(SEVENTH), &unnamed).as_deref(), Some("Seventh Key"));
    }
    let upper = json!("2FC0579F-8113-47EA-B116-555A8DB9202A");
    let name = model(&world, &upper, &json!(null));
    assert_eq!(name.as_deref(), Some("Another name of the red key"));
    assert_eq!(model(&world, &upper, &json!("NFC key")).as_deref(), Some("NFC key"));
}

#[test]
fn what_nobody_knows_has_no_name_and_fails_nothing() {
    let world = World::new();
    for aaguid in [
        json!(null),
        json!(7),
        json!("#"),
        json!(""),
        json!("07070707"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("07070707-0707-0707-0707-070707070708"),
    ] {
        assert_eq!(model(&world, &aaguid, &json!(null)), None, "{aaguid}");
    }
    world.authenticators.set(None);
    assert_eq!(model(&world, &json!(SEVENTH), &json!(null)), None, "without the table");
}

#[test]
fn a_passkey_in_authenticator_is_on_its_phone_also_without_a_model() {
    let passkey = of(&json!("90a3ccdf-635c-4729-a248-9b709135078f"), &json!(null));
    let methods = listed(&World::new(), &[passkey, authenticator()]);
    assert_eq!(methods[0].device, methods[1].device);
}
