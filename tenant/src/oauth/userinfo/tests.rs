//! Tests for `userinfo`.

use http::{Method, Request, StatusCode, header};
use serde_json::Value;

use crate::{
    TENANT_ID,
    people::ADA,
    testing::{World, answer_of, claims},
    web::reply::Reply,
};

fn ask(world: &mut World, token: Option<&str>) -> Reply {
    let mut request = Request::builder().uri("/oidc/userinfo");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    world.tenant.handle(&request.body(Vec::new()).unwrap(), world.now)
}

fn challenge(reply: &Reply) -> &str {
    reply.headers()[header::WWW_AUTHENTICATE].to_str().unwrap()
}

#[test]
fn it_names_the_subject_of_the_id_token_and_stands_in_the_discovery_document() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let reply = ask(&mut world, Some(&tokens.access));
    assert_eq!(reply.status(), StatusCode::OK);
    let found: Value = serde_json::from_slice(reply.body()).unwrap();
    let id_token = claims(tokens.body["id_token"].as_str().unwrap());
    assert_eq!(found["sub"], id_token["sub"]);
    assert_eq!(found["name"], ADA.name);
    assert!(found["email"].is_null(), "the scope was not asked for");
    let path = format!("/{TENANT_ID}/v2.0/.well-known/openid-configuration");
    let metadata: Value =
        serde_json::from_slice(world.browse(Method::GET, &path, &[]).body()).unwrap();
    assert_eq!(metadata["userinfo_endpoint"], "http://localhost:8790/oidc/userinfo");
}

#[test]
fn who_may_not_know_is_told_why() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let reply = ask(&mut world, None);
    assert_eq!(
        (reply.status(), challenge(&reply)),
        (StatusCode::UNAUTHORIZED, "Bearer realm=\"\"")
    );
    let id_token = tokens.body["id_token"].as_str().unwrap();
    for token in ["x", id_token, &world.automation().access] {
        let reply = ask(&mut world, Some(token));
        assert_eq!(reply.status(), StatusCode::UNAUTHORIZED, "{token}");
        assert!(challenge(&reply).contains("invalid_token"), "{token}");
    }
    let reply = world.authorize(&[("scope", "User.Read")]);
    let (_, body) = world.redeem(&answer_of(&reply, "code").unwrap());
    let reply = ask(&mut world, body["access_token"].as_str());
    assert_eq!(reply.status(), StatusCode::FORBIDDEN);
    assert!(challenge(&reply).contains("insufficient_scope"));
    world.pass_minutes(60);
    assert_eq!(ask(&mut world, Some(&tokens.access)).status(), StatusCode::UNAUTHORIZED);
}
