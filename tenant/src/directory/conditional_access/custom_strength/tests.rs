//! Custom strengths over Graph, and what they admit.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::SETTING_UP;
use crate::{
    Persona,
    directory::conditional_access::strength::Strength,
    people::{ADA, KIRA, NILS},
    testing::{World, answer_of, conditional_access::*},
};

const STRENGTHS: &str = "/v1.0/identity/conditionalAccess/authenticationStrength/policies";

/// A policy for all resources that asks for a strength.
fn for_everything(strength: &str) -> Value {
    let mut policy: Value = serde_json::from_str(REQUIRE_MFA).unwrap();
    policy["conditions"]["applications"] = json!({ "includeApplications": ["All"] });
    policy["conditions"].as_object_mut().unwrap().remove("locations");
    policy["grantControls"] =
        json!({ "operator": "OR", "authenticationStrength": { "id": strength } });
    policy
}

fn is_admitted(world: &mut World, persona: Persona) -> bool {
    world.forget_cookies();
    let pass = world.pass_of(persona);
    let reply = world.type_pass(persona.account, &pass);
    answer_of(&reply, "code").is_some()
}

fn load(world: &mut World, policy: &Value) -> Result<(), String> {
    world.tenant.load_policies(&[("p.json".to_owned(), policy.to_string())], world.now)
}

#[test]
fn a_policy_for_everything_locks_out_whoever_has_a_pass_unless_its_strength_lists_the_pass() {
    let mut world = World::new();
    assert!(is_admitted(&mut world, ADA));
    load(&mut world, &for_everything(Strength::PhishingResistant.id())).unwrap();
    assert!(!is_admitted(&mut world, ADA));
    let mut world = World::new();
    load(&mut world, &for_everything(SETTING_UP)).unwrap();
    assert!(is_admitted(&mut world, ADA));
    assert!(is_admitted(&mut world, NILS), "a pass that works once is listed too");
    let mut world = World::new();
    load(&mut world, &for_everything("00000000-0000-0000-0000-00000000abcd")).unwrap_err();
}

#[test]
fn a_strength_admits_the_combinations_that_it_lists_and_no_others() {
    let mut world = World::new();
    let administrator = sign_in_for(&mut world, KIRA, ADMINISTRATION);
    let document =
        json!({ "displayName": "Once", "allowedCombinations": ["temporaryAccessPassOneTime"] });
    let (status, made) = world.graph_with(&administrator, Method::POST, STRENGTHS, &document);
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(made["policyType"], "custom");
    let id = made["id"].as_str().unwrap();
    let address = format!("{STRENGTHS}/{id}");
    load(&mut world, &for_everything(id)).unwrap();
    assert!(is_admitted(&mut world, NILS));
    assert!(!is_admitted(&mut world, ADA), "her pass works more than once");
    assert_eq!(world.graph(&administrator, Method::DELETE, &address).0, StatusCode::BAD_REQUEST);
    let wider = json!({ "allowedCombinations": ["temporaryAccessPassMultiUse"] });
    let (status, body) = world.graph_with(&administrator, Method::PATCH, &address, &wider);
    assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
    assert!(is_admitted(&mut world, ADA));
}

#[test]
fn what_is_no_combination_is_refused() {
    let mut world = World::new();
    let administrator = sign_in_for(&mut world, KIRA, ADMINISTRATION);
    for document in [
        json!({ "displayName": "Odd", "allowedCombinations": ["telepathy"] }),
        json!({ "displayName": "Empty", "allowedCombinations": [] }),
        json!({ "displayName": " ", "allowedCombinations": ["fido2"] }),
        json!({ "displayName": "More", "allowedCombinations": ["fido2"], "other": 1 }),
    ] {
        let answer = world.graph_with(&administrator, Method::POST, STRENGTHS, &document);
        assert_eq!(answer.0, StatusCode::BAD_REQUEST, "{document}");
    }
}

#[test]
fn the_list_holds_the_seeded_strength() {
    let mut world = World::new();
    let administrator = sign_in_for(&mut world, KIRA, ADMINISTRATION);
    let (_, list) = world.graph(&administrator, Method::GET, STRENGTHS);
    assert_eq!(list["value"][0]["id"], SETTING_UP);
    assert_eq!(list["value"].as_array().unwrap().len(), 1);
}
