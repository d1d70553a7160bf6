//! Who may, by role and by permission, for whom.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    Persona,
    graph::tests::check_fault,
    people::{ADA, AKSEL, GRO, LENA, NILS, PER, PIA, POLLY, RUNE},
    testing::{METHODS, Tokens, World, methods_of, passes_of},
};

/// Whether the holder of a token can issue, read and delete a pass of someone.
fn check(world: &mut World, tokens: &Tokens, persona: Persona, expected: [bool; 3]) {
    let (issued, _) = world.issue(tokens, persona, &json!({}));
    let (read, body) = world.graph(tokens, Method::GET, &passes_of(persona));
    let id = body["value"][0]["id"].as_str().unwrap_or("unknown");
    let path = format!("{}/{id}", passes_of(persona));
    let (deleted, _) = world.graph(tokens, Method::DELETE, &path);
    let actual =
        [issued == StatusCode::CREATED, read == StatusCode::OK, deleted == StatusCode::NO_CONTENT];
    assert_eq!(actual, expected, "{}", persona.account);
    for (status, is_allowed) in [(issued, expected[0]), (read, expected[1])] {
        assert!(is_allowed || status == StatusCode::FORBIDDEN, "{status}");
    }
}

#[test]
fn who_may() {
    let (all, read, none) = ([true; 3], [false, true, false], [false; 3]);
    for (actor, on_member, on_administrator, on_self) in [
        (GRO, all, all, [false, true, true]),
        (PIA, all, all, [false, true, true]),
        (AKSEL, all, none, [false, true, true]),
        (RUNE, read, read, [false, true, true]),
        (POLLY, none, none, [false, true, true]),
        (ADA, none, none, [false, true, true]),
    ] {
        let mut world = World::new();
        let tokens = world.sign_in_to_tools(actor);
        check(&mut world, &tokens, LENA, on_member);
        let other = if actor == PIA { GRO } else { PIA };
        check(&mut world, &tokens, other, on_administrator);
        check(&mut world, &tokens, actor, on_self);
    }
    let mut world = World::new();
    let application = world.automation();
    check(&mut world, &application, LENA, all);
    check(&mut world, &application, GRO, all);
}

#[test]
fn a_reader_sees_details_and_never_the_code() {
    let mut world = World::new();
    let pass = world.pass_of(NILS);
    let rune = world.sign_in_to_tools(RUNE);
    let (_, body) = world.graph(&rune, Method::GET, &passes_of(NILS));
    assert_eq!(body["value"][0]["isUsableOnce"], true);
    assert_eq!(body["value"][0]["temporaryAccessPass"], Value::Null);
    assert!(!body.to_string().contains(&pass));
}

#[test]
fn a_role_is_worth_nothing_without_the_permission_and_the_other_way_round() {
    let mut world = World::new();
    // The application of the product has no permission for others, whoever signs in.
    let gro = world.sign_in(GRO);
    let answer = world.graph(&gro, Method::GET, &methods_of(LENA));
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    let ada = world.sign_in_to_tools(ADA);
    let answer = world.graph(&ada, Method::GET, &methods_of(LENA));
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    let gro = world.sign_in_to_tools(GRO);
    assert_eq!(world.graph(&gro, Method::GET, &methods_of(LENA)).0, StatusCode::OK);
}

#[test]
fn only_who_may_look_is_told_that_a_person_does_not_exist() {
    let mut world = World::new();
    let nobody = "/v1.0/users/nobody@contoso.example/authentication/methods";
    for (actor, status, code) in [
        (GRO, StatusCode::NOT_FOUND, "resourceNotFound"),
        (RUNE, StatusCode::NOT_FOUND, "resourceNotFound"),
        (POLLY, StatusCode::FORBIDDEN, "accessDenied"),
        (ADA, StatusCode::FORBIDDEN, "accessDenied"),
    ] {
        let tokens = world.sign_in_to_tools(actor);
        check_fault(&world.graph(&tokens, Method::GET, nobody), status, code);
    }
}

#[test]
fn an_application_has_no_me_and_only_its_own_permissions() {
    let mut world = World::new();
    let application = world.automation();
    let answer = world.graph(&application, Method::GET, METHODS);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    assert_eq!(world.graph(&application, Method::GET, &methods_of(GRO)).0, StatusCode::OK);
    let phone = "28c10230-6103-485e-b985-444c60001490";
    let path = methods_of(LENA).replace("/methods", &format!("/phoneMethods/{phone}"));
    let answer = world.graph(&application, Method::DELETE, &path);
    check_fault(&answer, StatusCode::FORBIDDEN, "Authorization_RequestDenied");
}

#[test]
fn an_administrator_removes_a_method_of_someone_else_without_a_recent_sign_in() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    world.pass_minutes(30);
    let (_, body) = world.graph(&aksel, Method::GET, &methods_of(LENA));
    let listed = body["value"].as_array().unwrap().clone();
    let key = listed.iter().find(|method| method["aaGuid"].is_string());
    let id = key.unwrap()["id"].as_str().unwrap();
    let path = methods_of(LENA).replace("/methods", &format!("/fido2Methods/{id}"));
    assert_eq!(world.graph(&aksel, Method::DELETE, &path).0, StatusCode::NO_CONTENT);
    let (_, body) = world.graph(&aksel, Method::GET, &methods_of(LENA));
    assert_eq!(body["value"].as_array().unwrap().len(), listed.len() - 1);
}

#[test]
fn an_application_registers_a_passkey_for_someone() {
    let mut world = World::new();
    let application = world.automation();
    let path = methods_of(PER).replace("/methods", "/fido2Methods");
    let (status, options) =
        world.graph(&application, Method::GET, &format!("{path}/creationOptions"));
    assert_eq!(status, StatusCode::OK, "{options}");
    let body = crate::testing::Authenticator::new(1).create(&options, "Key");
    let (status, body) = world.graph_with(&application, Method::POST, &path, &body);
    assert_eq!(status, StatusCode::CREATED, "{body}");
    let (_, body) = world.graph(&application, Method::GET, &path);
    assert_eq!(body["value"].as_array().unwrap().len(), 1);
}
