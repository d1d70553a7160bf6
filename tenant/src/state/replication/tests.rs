//! A delay between writing and knowing.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    people::{AKSEL, FREJA, LENA, PER},
    testing::{Authenticator, METHODS, World, answer_of, number, text},
};

#[test]
fn replication() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    world.switch(&json!({ "replicationSeconds": 30 }));
    // A pass that is not yet known at sign-in.
    let (_, body) = world.issue(&aksel, PER, &json!({}));
    let pass = body["temporaryAccessPass"].as_str().unwrap();
    assert_eq!(number(&world.type_pass(PER.account, pass)).as_deref(), Some("130507"));
    world.now = world.now.plus_seconds(30);
    assert!(answer_of(&world.type_pass(PER.account, pass), "code").is_some());
    // A new method that is not yet listed.
    let lena = world.sign_in(LENA);
    let before = world.methods(&lena).len();
    let options = world.options(&lena);
    let body = Authenticator::new(1).create(&options, "Key");
    let (status, body) = world.register(&lena, &body);
    assert_eq!(status, StatusCode::CREATED);
    let path = format!("/v1.0/me/authentication/fido2Methods/{}", body["id"].as_str().unwrap());
    assert_eq!(world.methods(&lena).len(), before);
    assert_eq!(world.graph(&lena, Method::GET, &path).0, StatusCode::NOT_FOUND);
    world.now = world.now.plus_seconds(30);
    assert_eq!(world.methods(&lena).len(), before + 1);
    // A deleted one that lingers, and cannot be deleted twice.
    assert_eq!(world.graph(&lena, Method::DELETE, &path).0, StatusCode::NO_CONTENT);
    assert_eq!(world.methods(&lena).len(), before + 1);
    assert_eq!(world.graph(&lena, Method::DELETE, &path).0, StatusCode::NOT_FOUND);
    world.now = world.now.plus_seconds(30);
    assert_eq!(world.methods(&lena).len(), before);
}

#[test]
fn without_a_delay_everything_is_known_at_once() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let (_, body) = world.issue(&aksel, PER, &json!({}));
    let pass = body["temporaryAccessPass"].as_str().unwrap();
    assert!(answer_of(&world.type_pass(PER.account, pass), "code").is_some());
}

#[test]
fn a_deleted_pass_is_listed_for_a_while_and_opens_nothing() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    world.switch(&json!({ "replicationSeconds": 30 }));
    let pass = world.pass_of(LENA);
    let passes = crate::testing::passes_of(LENA);
    let (_, body) = world.graph(&aksel, Method::GET, &passes);
    let path = format!("{passes}/{}", body["value"][0]["id"].as_str().unwrap());
    assert_eq!(world.graph(&aksel, Method::DELETE, &path).0, StatusCode::NO_CONTENT);
    let (_, body) = world.graph(&aksel, Method::GET, &passes);
    assert_eq!(body["value"].as_array().unwrap().len(), 1);
    assert_eq!(number(&world.type_pass(LENA.account, &pass)).as_deref(), Some("130507"));
    world.now = world.now.plus_seconds(30);
    let (_, body) = world.graph(&aksel, Method::GET, &passes);
    assert_eq!(body["value"], json!([]));
}

#[test]
fn a_federated_account_is_handed_over_until_its_new_pass_has_arrived() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    world.switch(&json!({ "replicationSeconds": 30 }));
    world.issue(&aksel, FREJA, &json!({}));
    let page = world.authorize(&[("prompt", "login")]);
    let page = world.fill(&page, &[("account", FREJA.account)]);
    assert!(text(&page).contains("id=\"federation\""));
    assert_eq!(world.graph(&aksel, Method::GET, METHODS).0, StatusCode::OK);
}
