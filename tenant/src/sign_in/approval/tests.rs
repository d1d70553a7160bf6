//! A second factor that a browser remembers: what does not ask for it again, and what does.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    people::IRIS,
    testing::{
        CREATION_OPTIONS, World, answer_of, claims,
        phone::{on_phone, pick_up_phone, request_id, shown_number},
        text,
    },
    web::reply::Reply,
};

const FRESH_CONTEXT: &str = r#"{"id_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

/// The answer to Iris' password, asked for with `prompt=login` and these parameters.
fn type_password(world: &mut World, more: &[(&str, &str)]) -> Reply {
    let password = world.password_of(IRIS);
    let page = world.authorize(&[&[("prompt", "login")], more].concat());
    let page = world.fill(&page, &[("account", IRIS.account), ("action", "next")]);
    world.fill(&page, &[("password", &password), ("action", "password")])
}

fn asks_the_phone(page: &Reply) -> bool {
    answer_of(page, "code").is_none() && text(page).contains("id=\"number\"")
}

fn approve(world: &mut World, page: &Reply) -> Reply {
    let (number, request) = (shown_number(page), request_id(world));
    on_phone(world, &[("action", "approve"), ("request", &request), ("number", &number)]);
    world.fill(page, &[("action", "approved")])
}

/// A world whose browser has proved the second factor eleven minutes ago.
fn remembering() -> World {
    let mut world = World::new();
    world.switch(&json!({ "secondFactorRememberedDays": 30 }));
    pick_up_phone(&mut world);
    let page = type_password(&mut world, &[]);
    assert!(asks_the_phone(&page), "nothing is remembered yet");
    assert!(answer_of(&approve(&mut world, &page), "code").is_some());
    world.pass_minutes(11);
    world
}

#[test]
fn what_is_remembered_is_not_asked_for_again_and_is_not_fresh_either() {
    let mut world = remembering();
    let reply = type_password(&mut world, &[("max_age", "0")]);
    let tokens = world.tokens_of(&reply);
    let id_token = claims(tokens.body["id_token"].as_str().unwrap());
    assert_eq!(id_token["auth_time"], world.now.unix_seconds(), "the password is new");
    let (status, body) = world.graph(&tokens, Method::GET, CREATION_OPTIONS);
    assert_eq!(status, StatusCode::FORBIDDEN);
    let message = body["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("MFA is required for an 'AddKey'"), "{message}");
}

#[test]
fn a_context_and_a_wish_for_a_recent_proof_ask_for_it_again() {
    for wish in [("claims", FRESH_CONTEXT), ("amr_values", "ngcmfa")] {
        let mut world = remembering();
        let page = type_password(&mut world, &[wish]);
        assert!(asks_the_phone(&page), "{wish:?}");
        let reply = approve(&mut world, &page);
        let tokens = world.tokens_of(&reply);
        let id_token = claims(tokens.body["id_token"].as_str().unwrap());
        assert_eq!(id_token["acrs"] == json!(["c1"]), wish.0 == "claims");
        assert_eq!(world.graph(&tokens, Method::GET, CREATION_OPTIONS).0, StatusCode::OK);
    }
}

#[test]
fn prompt_login_asks_for_it_again_where_the_switch_says_so() {
    let mut world = remembering();
    world.switch(&json!({ "promptLoginRedoesSecondFactor": true }));
    assert!(asks_the_phone(&type_password(&mut world, &[])));
}

#[test]
fn it_is_forgotten_after_its_days_in_another_browser_and_with_the_sessions() {
    let mut late = remembering();
    late.pass_minutes(30 * 24 * 60);
    let mut elsewhere = remembering();
    elsewhere.forget_cookies();
    let mut revoked = remembering();
    let iris = revoked.tenant.directory.person_by_account(IRIS.account).unwrap().id.clone();
    revoked.tenant.sessions.revoke(&iris);
    let mut never = remembering();
    never.switch(&json!({ "secondFactorRememberedDays": null }));
    for mut world in [late, elsewhere, revoked, never] {
        assert!(asks_the_phone(&type_password(&mut world, &[])));
    }
}
