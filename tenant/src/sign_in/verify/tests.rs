//! Every state of a pass at sign-in and in Graph.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    Persona,
    people::{ADA, AKSEL, BELA, GRO, NILS, OTTO, POLLY, TOVE},
    testing::{Authenticator, CREATION_OPTIONS, Tokens, World, answer_of, number, passes_of, text},
};

const POLICY: &str = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass";

/// Tries a pass and compares what the page says and what Graph says to an administrator.
fn check(
    world: &mut World,
    administrator: &Tokens,
    persona: Persona,
    pass: &str,
    expected: (&str, &str, Option<&str>),
) {
    let page = world.type_pass(persona.account, pass);
    assert_eq!(answer_of(&page, "code"), None);
    assert_eq!(number(&page).as_deref(), Some(expected.0), "{}", persona.account);
    assert!(text(&page).contains(expected.1), "{}", text(&page));
    let (_, body) = world.graph(administrator, Method::GET, &passes_of(persona));
    let listed = &body["value"][0];
    assert_eq!(listed["methodUsabilityReason"].as_str(), expected.2);
    if expected.2.is_some() {
        assert_eq!(listed["isUsable"], false);
    }
}

#[test]
fn not_yet_valid_expired_deleted_outside_the_targets_and_reusable_under_a_one_time_policy() {
    let mut world = World::new();
    let gro = world.sign_in_to_tools(GRO);
    let [ada, bela, tove, otto] = [ADA, BELA, TOVE, OTTO].map(|persona| world.pass_of(persona));
    let blocked = "blocked due to User Credential Policy";
    for (persona, pass, number, words, reason) in [
        (TOVE, &tove, "130503", "isn't valid yet", "NotYetValid"),
        (BELA, &bela, "130504", "has expired", "Expired"),
        (OTTO, &otto, "130501", blocked, "DisabledByPolicy"),
    ] {
        check(&mut world, &gro, persona, pass, (number, words, Some(reason)));
    }
    let (_, body) = world.graph(&gro, Method::GET, &passes_of(ADA));
    assert_eq!(body["value"][0]["methodUsabilityReason"], "EnabledByPolicy");
    assert_eq!(body["value"][0]["isUsable"], true);
    world.graph_with(&gro, Method::PATCH, POLICY, &json!({ "isUsableOnce": true }));
    let words = "only passes for one-time use are allowed";
    check(&mut world, &gro, ADA, &ada, ("130501", words, Some("DisabledByPolicy")));
    world.graph_with(&gro, Method::PATCH, POLICY, &json!({ "isUsableOnce": false }));
    assert!(answer_of(&world.type_pass(ADA.account, &ada), "code").is_some());
    let id = body["value"][0]["id"].as_str().unwrap();
    let path = format!("{}/{id}", passes_of(ADA));
    assert_eq!(world.graph(&gro, Method::DELETE, &path).0, StatusCode::NO_CONTENT);
    check(&mut world, &gro, ADA, &ada, ("130507", "could not be found", None));
}

#[test]
fn a_person_outside_the_targets_can_be_issued_a_pass_and_use_it_once_inside() {
    let mut world = World::new();
    let gro = world.sign_in_to_tools(GRO);
    let (status, body) = world.issue(&gro, OTTO, &json!({}));
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(body["isUsable"], false);
    let pass = body["temporaryAccessPass"].as_str().unwrap().to_owned();
    assert_eq!(number(&world.type_pass(OTTO.account, &pass)).as_deref(), Some("130501"));
    world.graph_with(&gro, Method::PATCH, POLICY, &json!({ "excludeTargets": [] }));
    assert!(answer_of(&world.type_pass(OTTO.account, &pass), "code").is_some());
}

#[test]
fn one_time() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let nils = world.sign_in(NILS);
    let pass = world.pass_of(NILS);
    let used = ("130501", "has already been used", Some("OneTimeUsed"));
    check(&mut world, &aksel, NILS, &pass, used);
    // The window to register closes ten minutes after the sign-in, and nothing opens it again.
    let options = world.options(&nils);
    world.pass_minutes(10);
    let late = world.options(&nils);
    world.now = world.now.plus_seconds(1);
    assert_eq!(world.graph(&nils, Method::GET, CREATION_OPTIONS).0, StatusCode::FORBIDDEN);
    for options in [options, late] {
        let body = Authenticator::new(1).create(&options, "Key");
        assert_eq!(world.register(&nils, &body).0, StatusCode::FORBIDDEN);
    }
    check(&mut world, &aksel, NILS, &pass, used);
    // A reusable pass opens it again with another sign-in.
    world.sign_in(ADA);
    world.pass_minutes(30);
    let ada = world.sign_in(ADA);
    let options = world.options(&ada);
    let body = Authenticator::new(2).create(&options, "Key");
    assert_eq!(world.register(&ada, &body).0, StatusCode::CREATED);
}

#[test]
fn a_pass_is_last_used_at_the_latest_sign_in() {
    let mut world = World::new();
    let path = "/beta/me/authentication/temporaryAccessPassMethods";
    for minutes in [0, 7] {
        world.pass_minutes(minutes);
        let tokens = world.sign_in(ADA);
        let (_, body) = world.graph(&tokens, Method::GET, path);
        assert_eq!(body["value"][0]["lastUsedDateTime"], world.now.to_rfc3339_seconds());
    }
    let polly = world.sign_in_to_tools(POLLY);
    assert!(!polly.access.is_empty());
}
