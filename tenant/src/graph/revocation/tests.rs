//! Revoking sign-ins: refresh tokens and browsers end; access tokens end where the client takes challenges.

use http::{Method, StatusCode, header};
use serde_json::json;

use crate::{
    graph::tests::check_fault,
    people::{ADA, AKSEL, GRO, LENA, RUNE},
    testing::{METHODS, Tokens, World, answer_of},
};

const REVOKE: &str = "/v1.0/me/revokeSignInSessions";

#[test]
fn revoke() {
    let mut world = World::new();
    let other = world.sign_in(LENA);
    let tokens = world.sign_in_to_tools(ADA);
    let product = world.sign_in(ADA);
    assert!(answer_of(&world.authorize(&[]), "code").is_some());
    let answer = world.graph(&tokens, Method::POST, REVOKE);
    assert_eq!(answer.0, StatusCode::OK, "{}", answer.1);
    assert_eq!(answer.1["value"], true);
    let (status, body) = world.refresh(&product);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(body["error_codes"], json!([50_173]));
    assert_eq!(answer_of(&world.authorize(&[]), "code"), None);
    // Without challenges an access token lives on; others' sign-ins are untouched; a new sign-in stands.
    assert_eq!(world.graph(&product, Method::GET, METHODS).0, StatusCode::OK);
    assert_eq!(world.refresh(&other).0, StatusCode::OK);
    let again = world.sign_in(ADA);
    assert_eq!(world.refresh(&again).0, StatusCode::OK);
}

#[test]
fn a_client_that_takes_challenges_is_told_at_once() {
    let mut world = World::new();
    world.sign_in(ADA);
    let cp1 = ("claims", r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);
    let scope = ("scope", "User.RevokeSessions.All UserAuthenticationMethod.Read");
    let code = answer_of(&world.authorize(&[cp1, scope]), "code").unwrap();
    let tokens = Tokens::of(world.redeem(&code).1);
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::OK);
    assert_eq!(world.graph(&tokens, Method::POST, REVOKE).0, StatusCode::OK);
    let reply = world.graph_reply(&tokens, Method::GET, METHODS, None);
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
    let challenge = reply.headers()[header::WWW_AUTHENTICATE].to_str().unwrap();
    assert!(challenge.contains("insufficient_claims"));
}

#[test]
fn administrators_revoke_for_others_as_far_as_their_role_reaches() {
    let mut world = World::new();
    let path = |account: &str| format!("/v1.0/users/{account}/revokeSignInSessions");
    let lena = world.sign_in(LENA);
    let rune = world.sign_in_to_tools(RUNE);
    let answer = world.graph(&rune, Method::POST, &path(LENA.account));
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    assert_eq!(world.refresh(&lena).0, StatusCode::OK);
    let aksel = world.sign_in_to_tools(AKSEL);
    let answer = world.graph(&aksel, Method::POST, &path(GRO.account));
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    assert_eq!(world.graph(&aksel, Method::POST, &path(LENA.account)).0, StatusCode::OK);
    assert_eq!(world.refresh(&lena).0, StatusCode::BAD_REQUEST);
    let gro = world.sign_in(GRO);
    let application = world.automation();
    assert_eq!(world.graph(&application, Method::POST, &path(GRO.account)).0, StatusCode::OK);
    assert_eq!(world.refresh(&gro).0, StatusCode::BAD_REQUEST);
    let answer = world.graph(&aksel, Method::GET, &path(LENA.account));
    check_fault(&answer, StatusCode::METHOD_NOT_ALLOWED, "methodNotAllowed");
}
