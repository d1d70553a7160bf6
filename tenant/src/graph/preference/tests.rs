//! The default method: kept while there are others, and changed by an administrator.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    graph::tests::{check_fault, delete, id_of},
    people::{AKSEL, HEDY, RUNE, VERA},
    testing::World,
};

const PREFERENCE: &str = "userPreferredMethodForSecondaryAuthentication";

fn path(account: &str) -> String {
    format!("/beta/users/{account}/authentication/signInPreferences")
}

#[test]
fn default_method() {
    let mut world = World::new();
    let vera = world.sign_in(VERA);
    let aksel = world.sign_in_to_tools(AKSEL);
    let set = |world: &mut World, kind: &str| {
        let body = json!({ PREFERENCE: kind });
        world.graph_with(&aksel, Method::PATCH, &path(VERA.account), &body)
    };
    assert_eq!(set(&mut world, "push").0, StatusCode::NO_CONTENT);
    let methods = world.methods(&vera);
    let id = id_of(&methods, "microsoftAuthenticatorAuthenticationMethod").to_owned();
    let answer = delete(&mut world, &vera, "microsoftAuthenticatorMethods", &id);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    assert_eq!(
        answer.1["error"]["message"],
        format!(
            "The requested authentication method id of [{id}] matches the user's current default authentication \
             method, and cannot be deleted until the default authentication method is changed"
        )
    );
    assert_eq!(set(&mut world, "voiceOffice").0, StatusCode::NO_CONTENT);
    let answer = delete(&mut world, &vera, "microsoftAuthenticatorMethods", &id);
    assert_eq!(answer.0, StatusCode::NO_CONTENT);
}

#[test]
fn the_preference_names_a_method_that_is_there() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let (_, body) = world.graph(&aksel, Method::GET, &path(HEDY.account));
    assert_eq!(body[PREFERENCE], "sms");
    for kind in ["push", "carrierPigeon", "voiceOffice"] {
        let body = json!({ PREFERENCE: kind });
        let answer = world.graph_with(&aksel, Method::PATCH, &path(HEDY.account), &body);
        check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    }
    let (_, body) = world.graph(&aksel, Method::GET, &path(HEDY.account));
    assert_eq!(body[PREFERENCE], "sms");
}

#[test]
fn nobody_sets_it_for_themselves_nor_without_the_role_nor_in_v1() {
    let mut world = World::new();
    let body = json!({ PREFERENCE: "sms" });
    let hedy = world.sign_in_to_tools(HEDY);
    let rune = world.sign_in_to_tools(RUNE);
    for tokens in [&hedy, &rune] {
        let answer = world.graph_with(tokens, Method::PATCH, &path(HEDY.account), &body);
        check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    }
    let aksel = world.sign_in_to_tools(AKSEL);
    let v1 = path(HEDY.account).replace("/beta/", "/v1.0/");
    let answer = world.graph_with(&aksel, Method::PATCH, &v1, &body);
    check_fault(&answer, StatusCode::BAD_REQUEST, "BadRequest");
}
