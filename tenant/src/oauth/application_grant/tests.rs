//! A token without a person.

use http::StatusCode;

use crate::{
    AUTOMATION_CLIENT_ID, CLIENT_ID, PUBLIC_CLIENT_ID,
    testing::{World, claims},
};

const SCOPE: (&str, &str) = ("scope", "https://graph.microsoft.com/.default");

#[test]
fn an_application_gets_its_own_permissions_and_nothing_of_a_person() {
    let mut world = World::new();
    let tokens = world.automation();
    let token = claims(&tokens.access);
    assert_eq!(token["idtyp"], "app");
    assert_eq!(token["appid"], AUTOMATION_CLIENT_ID);
    let roles = token["roles"].as_array().unwrap();
    assert!(roles.contains(&"UserAuthMethod-TAP.ReadWrite.All".into()));
    assert!(token["scp"].is_null());
    assert_eq!(tokens.body["expires_in"], 3600);
    assert!(tokens.body["refresh_token"].is_null());
    assert!(tokens.body["id_token"].is_null());
}

#[test]
fn other_scopes_clients_and_secrets_are_refused() {
    let mut world = World::new();
    let grant = ("grant_type", "client_credentials");
    let (status, body) = world.token(&[grant, ("scope", "User.Read")]);
    assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &"invalid_scope".into()));
    let (_, body) = world.token_exactly(&[("client_id", PUBLIC_CLIENT_ID), grant, SCOPE], &[]);
    assert_eq!(body["error"], "invalid_client");
    let wrong = [("client_id", CLIENT_ID), ("client_secret", "wrong"), grant, SCOPE];
    let (_, body) = world.token_exactly(&wrong, &[]);
    assert_eq!(body["error"], "invalid_client");
}

#[test]
fn an_application_without_permissions_gets_a_token_that_opens_nothing() {
    let mut world = World::new();
    let (status, body) = world.token(&[("grant_type", "client_credentials"), SCOPE]);
    assert_eq!(status, StatusCode::OK);
    let tokens = crate::testing::Tokens::of(body);
    assert!(claims(&tokens.access)["roles"].is_null());
    let path = crate::testing::methods_of(crate::people::ADA);
    let (status, _) = world.graph(&tokens, http::Method::GET, &path);
    assert_eq!(status, StatusCode::FORBIDDEN);
}
