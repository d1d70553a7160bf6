//! Changes after an old sign-in, and the step-up that a claims challenge asks for.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Method, StatusCode, header};
use serde_json::Value;

use crate::{
    Persona,
    graph::tests::{check_fault, id_of},
    people::{DARA, EMRE},
    testing::{METHODS, Tokens, World, answer_of, claims},
    web::reply::Reply,
};

/// The claims of a challenge; none where the answer is none.
fn challenge(reply: &Reply) -> Option<String> {
    let value = reply.headers().get(header::WWW_AUTHENTICATE)?.to_str().ok()?;
    assert!(value.contains("error=\"insufficient_claims\""), "{value}");
    let (_, encoded) = value.split_once("claims=\"")?;
    let decoded = STANDARD.decode(encoded.trim_end_matches('"')).ok()?;
    String::from_utf8(decoded).ok()
}

/// Signs in with a wish in `claims`.
fn sign_in_for(world: &mut World, persona: Persona, wish: &str) -> Tokens {
    let pass = world.pass_of(persona);
    let page = world.authorize(&[("claims", wish)]);
    assert_eq!(answer_of(&page, "code"), None, "the person is asked");
    let page = world.fill(&page, &[("account", persona.account)]);
    let reply = world.fill(&page, &[("pass", &pass)]);
    let (status, body) = world.redeem(&answer_of(&reply, "code").unwrap());
    assert_eq!(status, StatusCode::OK, "{body}");
    Tokens::of(body)
}

fn key_path(world: &mut World, tokens: &Tokens) -> String {
    let id = id_of(&world.methods(tokens), "fido2AuthenticationMethod").to_owned();
    format!("/v1.0/me/authentication/fido2Methods/{id}")
}

const CP1: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

#[test]
fn recent_mfa() {
    let mut world = World::new();
    // Without cp1: refused as Graph does.
    let tokens = world.sign_in(EMRE);
    let path = key_path(&mut world, &tokens);
    world.pass_minutes(11);
    let answer = world.graph(&tokens, Method::DELETE, &path);
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    assert_eq!(
        answer.1["error"]["message"],
        "MFA is required for a 'RemoveKey' operation, but was not performed."
    );
    // With cp1: a claims challenge, and the step-up that it asks for.
    world.forget_cookies();
    let tokens = sign_in_for(&mut world, EMRE, CP1);
    assert_eq!(claims(&tokens.access)["xms_cc"][0], "cp1");
    world.pass_minutes(11);
    let reply = world.graph_reply(&tokens, Method::DELETE, &path, None);
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
    let wish = challenge(&reply).unwrap();
    let fresh = sign_in_for(&mut world, EMRE, &wish);
    assert_eq!(claims(&fresh.access)["auth_time"], world.now.unix_seconds());
    assert_eq!(world.graph(&fresh, Method::DELETE, &path).0, StatusCode::NO_CONTENT);
}

#[test]
fn ten_minutes_are_enough_and_reading_needs_none_of_it() {
    let mut world = World::new();
    let tokens = world.sign_in(EMRE);
    let path = key_path(&mut world, &tokens);
    world.pass_minutes(10);
    assert_eq!(world.graph(&tokens, Method::DELETE, &path).0, StatusCode::NO_CONTENT);
    world.pass_minutes(40);
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::OK);
}

#[test]
fn dara_changes_something_only_after_signing_in_for_it() {
    let mut world = World::new();
    let tokens = world.sign_in(DARA);
    let path = key_path(&mut world, &tokens);
    let reply = world.graph_reply(&tokens, Method::DELETE, &path, None);
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
    let wish = challenge(&reply).unwrap();
    let value: Value = serde_json::from_str(&wish).unwrap();
    assert_eq!(value["access_token"]["acrs"]["value"], "c1");
    // Another ordinary sign-in does not do, nor does a refresh.
    let again = world.sign_in(DARA);
    assert_eq!(world.graph(&again, Method::DELETE, &path).0, StatusCode::UNAUTHORIZED);
    let (_, body) = world.token(&[
        ("grant_type", "refresh_token"),
        ("refresh_token", &tokens.refresh),
        ("claims", &wish),
    ]);
    let refreshed = Tokens::of(body);
    assert_eq!(world.graph(&refreshed, Method::DELETE, &path).0, StatusCode::UNAUTHORIZED);
    // The browser is signed in, and is asked all the same.
    let fresh = sign_in_for(&mut world, DARA, &wish);
    assert_eq!(claims(&fresh.access)["acrs"][0], "c1");
    assert_eq!(world.graph(&fresh, Method::DELETE, &path).0, StatusCode::NO_CONTENT);
}
