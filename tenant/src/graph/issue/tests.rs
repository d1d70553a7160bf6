//! Creating a pass through Graph, and what becomes of the one before.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    graph::tests::check_fault,
    people::{ADA, AKSEL, BELA, NILS, PER, POLLY},
    testing::{World, answer_of, methods_of, number, passes_of},
};

const POLICY: &str = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass";

#[test]
fn create_a_pass() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let start = world.now.plus_minutes(30);
    let (status, created) = world.issue(
        &aksel,
        PER,
        &json!({ "startDateTime": start.to_rfc3339(), "lifetimeInMinutes": 90, "isUsableOnce": true }),
    );
    assert_eq!(status, StatusCode::CREATED, "{created}");
    assert_eq!(created["@odata.type"], "#microsoft.graph.temporaryAccessPassAuthenticationMethod");
    assert_eq!(created["startDateTime"], start.to_rfc3339_seconds());
    assert_eq!(created["lifetimeInMinutes"], 90);
    assert_eq!(created["isUsableOnce"], true);
    assert_eq!(created["methodUsabilityReason"], "NotYetValid");
    let value = created["temporaryAccessPass"].as_str().unwrap().to_owned();
    assert_eq!(value.chars().count(), 8);
    let id = created["id"].as_str().unwrap();
    for path in [methods_of(PER), passes_of(PER), format!("{}/{id}", passes_of(PER))] {
        let (status, body) = world.graph(&aksel, Method::GET, &path);
        assert_eq!(status, StatusCode::OK);
        assert!(!body.to_string().contains(&value), "{path}");
        assert!(body.to_string().contains("\"temporaryAccessPass\":null"));
    }
    assert_eq!(number(&world.type_pass(PER.account, &value)).as_deref(), Some("130503"));
    world.pass_minutes(30);
    assert!(answer_of(&world.type_pass(PER.account, &value), "code").is_some());
}

#[test]
fn what_is_not_said_comes_from_the_policy() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let reply = world.graph_reply(&aksel, Method::POST, &passes_of(PER), None);
    assert_eq!(reply.status(), StatusCode::CREATED);
    let (_, body) = world.issue(&aksel, PER, &json!({}));
    assert_eq!(body["startDateTime"], world.now.to_rfc3339_seconds());
    assert_eq!(body["lifetimeInMinutes"], 60);
    assert_eq!(body["isUsableOnce"], false);
    let polly = world.sign_in_to_tools(POLLY);
    let policy = json!({
        "defaultLength": 20, "isUsableOnce": true, "minimumLifetimeInMinutes": 10,
        "defaultLifetimeInMinutes": 15, "maximumLifetimeInMinutes": 20,
    });
    let (status, _) = world.graph_with(&polly, Method::PATCH, POLICY, &policy);
    assert_eq!(status, StatusCode::NO_CONTENT);
    // Aksel's own pass is for more than one sign-in: his session goes on, a new one would not.
    let (_, body) = world.issue(&aksel, PER, &json!({}));
    assert_eq!(body["lifetimeInMinutes"], 15);
    assert_eq!(body["isUsableOnce"], true);
    assert_eq!(body["temporaryAccessPass"].as_str().unwrap().chars().count(), 20);
    let answer = world.issue(&aksel, PER, &json!({ "isUsableOnce": false }));
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
}

#[test]
fn a_wish_outside_the_bounds_or_of_a_wrong_type_changes_nothing() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let yesterday = world.now.plus_days(-1).to_rfc3339();
    for minutes in [59, 481, 0, -1] {
        let answer = world.issue(&aksel, PER, &json!({ "lifetimeInMinutes": minutes }));
        check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
        assert_eq!(
            answer.1["error"]["message"],
            "Invalid LifetimeInMinutes specified. The valid range between 60 and 480."
        );
    }
    for wish in [
        json!({ "lifetimeInMinutes": "60" }),
        json!({ "lifetimeInMinutes": 60.5 }),
        json!({ "startDateTime": yesterday }),
        json!({ "startDateTime": "soon" }),
        json!({ "startDateTime": 1 }),
        json!({ "isUsableOnce": 1 }),
        json!({ "temporaryAccessPass": "chosen-by-me" }),
        json!([]),
        json!(null),
    ] {
        let answer = world.issue(&aksel, PER, &wish);
        check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    }
    let (_, body) = world.graph(&aksel, Method::GET, &passes_of(PER));
    assert_eq!(body["value"], json!([]));
    for minutes in [60, 480] {
        let (status, _) = world.issue(&aksel, PER, &json!({ "lifetimeInMinutes": minutes }));
        assert_eq!(status, StatusCode::CREATED);
    }
}

#[test]
fn one_at_a_time() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    for (persona, refused) in [(ADA, "130507"), (BELA, "130507")] {
        let old = world.pass_of(persona);
        let (status, body) = world.issue(&aksel, persona, &json!({}));
        assert_eq!(status, StatusCode::CREATED);
        let new = body["temporaryAccessPass"].as_str().unwrap().to_owned();
        let (_, listed) = world.graph(&aksel, Method::GET, &passes_of(persona));
        assert_eq!(listed["value"].as_array().unwrap().len(), 1);
        assert_eq!(listed["value"][0]["id"], body["id"]);
        let page = world.type_pass(persona.account, &old);
        assert_eq!(number(&page).as_deref(), Some(refused));
        assert!(answer_of(&world.type_pass(persona.account, &new), "code").is_some());
    }
}

#[test]
fn a_replaced_pass_takes_its_sessions_along() {
    let mut world = World::new();
    let nils = world.sign_in(NILS);
    let aksel = world.sign_in_to_tools(AKSEL);
    assert_eq!(world.issue(&aksel, NILS, &json!({})).0, StatusCode::CREATED);
    let (_, body) = world.refresh(&nils);
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(body["error_codes"], json!([130_507]));
    let (status, _) = world.graph(&nils, Method::GET, crate::testing::METHODS);
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[test]
fn nothing_is_issued_while_the_policy_is_off() {
    let mut world = World::new();
    let polly = world.sign_in_to_tools(POLLY);
    let aksel = world.sign_in_to_tools(AKSEL);
    let off: Value = json!({ "state": "disabled" });
    world.graph_with(&polly, Method::PATCH, POLICY, &off);
    let answer = world.issue(&aksel, PER, &json!({}));
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
}
