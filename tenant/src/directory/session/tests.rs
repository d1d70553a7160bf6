//! What a sign-in with a pass leaves behind, and when it ends.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    people::{ADA, BELA, GRO},
    testing::{METHODS, World, answer_of, claims, passes_of},
};

#[test]
fn tokens() {
    let mut world = World::new();
    world.pass_minutes(25);
    let tokens = world.sign_in(ADA);
    // Access ends with the pass, not an hour later.
    assert_eq!(tokens.body["expires_in"], 35 * 60);
    let end = claims(&tokens.access)["exp"].as_i64().unwrap();
    assert_eq!(end, world.now.plus_minutes(35).unix_seconds());
    world.pass_minutes(34);
    assert_eq!(world.refresh(&tokens).0, StatusCode::OK);
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::OK);
    assert!(answer_of(&world.authorize(&[]), "code").is_some());
    world.pass_minutes(1);
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::UNAUTHORIZED);
    assert_eq!(answer_of(&world.authorize(&[]), "code"), None);
    let (status, body) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(body["error_codes"], json!([130_504]));
}

#[test]
fn a_pass_that_someone_else_deletes_ends_everything_too() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let gro = world.sign_in_to_tools(GRO);
    let (_, body) = world.graph(&gro, Method::GET, &passes_of(ADA));
    let id = body["value"][0]["id"].as_str().unwrap();
    let path = format!("{}/{id}", passes_of(ADA));
    assert_eq!(world.refresh(&tokens).0, StatusCode::OK);
    world.graph(&gro, Method::DELETE, &path);
    let (_, body) = world.refresh(&tokens);
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(body["error_codes"], json!([130_507]));
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_longer_pass_leaves_access_tokens_their_hour() {
    let mut world = World::new();
    let gro = world.sign_in_to_tools(GRO);
    world.issue(&gro, BELA, &json!({ "lifetimeInMinutes": 480 }));
    let tokens = world.sign_in(BELA);
    assert_eq!(tokens.body["expires_in"], 3600);
    world.pass_minutes(61);
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::UNAUTHORIZED);
    assert_eq!(world.refresh(&tokens).0, StatusCode::OK);
}
