//! Guests: who can be issued a pass, whose pass counts, and what else is asked of them.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    graph::tests::check_fault,
    people::{AKSEL, IGOR, ROSA},
    testing::{CREATION_OPTIONS, METHODS, World, answer_of, claims, number, passes_of, text},
};

const HOME_ACCOUNT: &str = "rosa@fabrikam.example";

#[test]
fn guests() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    // An external guest cannot be issued a pass; an internal one can.
    let answer = world.issue(&aksel, ROSA, &json!({}));
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    assert_eq!(
        answer.1["error"]["message"],
        "Temporary Access Pass cannot be added to an external guest user"
    );
    assert_eq!(world.issue(&aksel, IGOR, &json!({})).0, StatusCode::CREATED);
    world.sign_in(IGOR);
    // The home tenant's pass counts where that tenant is trusted.
    let pass = world.pass_of(ROSA);
    let page = world.type_pass(HOME_ACCOUNT, &pass);
    assert_eq!(number(&page).as_deref(), Some("50079"));
    assert!(text(&page).contains("ask your contact"), "there is a way to go on");
    world.switch(&json!({ "trustsHomeMfa": true }));
    let reply = world.type_pass(HOME_ACCOUNT, &pass);
    let (_, body) = world.redeem(&answer_of(&reply, "code").unwrap());
    let token = claims(body["access_token"].as_str().unwrap());
    assert_eq!(token["amr"], json!(["otp", "mfa"]));
    assert_eq!(token["acct"], 1);
    // Where nobody asks for multifactor authentication, she gets in without it.
    world.switch(&json!({ "trustsHomeMfa": false, "guestsNeedMfa": false }));
    let reply = world.type_pass(ROSA.account, &pass);
    let (_, body) = world.redeem(&answer_of(&reply, "code").unwrap());
    let token = claims(body["access_token"].as_str().unwrap());
    assert_eq!(token["amr"], json!(["otp"]));
}

#[test]
fn the_pass_of_the_home_tenant_is_not_listed_here() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let (_, body) = world.graph(&aksel, Method::GET, &passes_of(ROSA));
    assert_eq!(body["value"], json!([]));
    let path = "/v1.0/users/igor@contoso.example?$select=userType,externalUserState";
    let (_, body) = world.graph(&aksel, Method::GET, path);
    assert_eq!(body["userType"], "Guest");
    assert!(body["externalUserState"].is_null());
}

#[test]
fn no_guest_registers_a_passkey() {
    let mut world = World::new();
    let tokens = world.sign_in(IGOR);
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::OK);
    let answer = world.graph(&tokens, Method::GET, CREATION_OPTIONS);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
}

#[test]
fn the_home_tenant_ends_a_guests_sessions_with_its_pass() {
    let mut world = World::new();
    world.switch(&json!({ "trustsHomeMfa": true }));
    let tokens = world.sign_in(ROSA);
    assert_eq!(world.refresh(&tokens).0, StatusCode::OK);
    world.pass_minutes(60);
    let (_, body) = world.refresh(&tokens);
    assert_eq!(body["error_codes"], json!([130_504]));
}
