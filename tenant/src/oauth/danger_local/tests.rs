//! Tests for `danger_local`.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::*;
use crate::{
    people::{ADA, BELA},
    protocol::grant_type::WITHOUT_SIGN_IN,
    testing::{Tokens, World, claims},
};

fn ask(world: &mut World, client: &str, secret: &str, account: &str) -> (StatusCode, Value) {
    world.token_exactly(
        &[
            ("grant_type", WITHOUT_SIGN_IN),
            ("client_id", client),
            ("client_secret", secret),
            ("username", account),
            ("scope", ".default"),
        ],
        &[],
    )
}

fn secret_of(world: &World, client: &str) -> String {
    let clients = world.tenant.describe().clients;
    let client = clients.into_iter().find(|known| known.client_id == client);
    client.and_then(|client| client.secret).unwrap()
}

#[test]
fn the_local_server_gets_a_token_for_anyone_and_nothing_to_refresh() {
    let mut world = World::new();
    let secret = secret_of(&world, LOCAL_SERVER_CLIENT_ID);
    let (status, body) = ask(&mut world, LOCAL_SERVER_CLIENT_ID, &secret, BELA.account);
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(body["refresh_token"], Value::Null);
    let access = body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(claims(&access)["amr"], json!(["pwd", "mfa"]));
    let tokens = Tokens { access, refresh: String::new(), body };
    let (status, me) = world.graph(&tokens, Method::GET, "/v1.0/me");
    assert_eq!(status, StatusCode::OK);
    assert_eq!(me["userPrincipalName"], BELA.account);
}

#[test]
fn nobody_else_gets_one() {
    let mut world = World::new();
    let own = world.secret();
    let (status, body) = ask(&mut world, crate::CLIENT_ID, &own, ADA.account);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error"], "unauthorized_client");
    let (status, body) = ask(&mut world, LOCAL_SERVER_CLIENT_ID, &own, ADA.account);
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(body["error"], "invalid_client");
}

#[test]
fn an_unknown_account_gets_none() {
    let mut world = World::new();
    let secret = secret_of(&world, LOCAL_SERVER_CLIENT_ID);
    let (status, body) = ask(&mut world, LOCAL_SERVER_CLIENT_ID, &secret, "nobody@contoso.example");
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error_codes"], json!([50_034]));
}
