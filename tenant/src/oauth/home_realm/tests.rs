//! Tests for `home_realm`.

use http::{Method, StatusCode, header};
use serde_json::json;

use super::second_origin;
use crate::{
    TENANT_ID,
    people::ADA,
    testing::{World, answer_of, text},
    web::reply::Reply,
};

fn location(reply: &Reply) -> String {
    assert_eq!(reply.status(), StatusCode::FOUND, "{}", text(reply));
    reply.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

#[test]
fn the_sign_in_leads_through_a_second_origin_and_then_goes_on_as_before() {
    let mut world = World::new();
    world.switch(&json!({ "signInThroughSecondOrigin": true }));
    let away = location(&world.authorize(&[("login_hint", ADA.account)]));
    assert!(away.starts_with(&format!("http://127.0.0.1:8790/{TENANT_ID}/home-realm?")), "{away}");
    let back = location(&world.browse(Method::GET, &away, &[]));
    let own = format!("http://localhost:8790/{TENANT_ID}/oauth2/v2.0/authorize?");
    assert!(back.starts_with(&own), "{back}");
    let page = world.browse(Method::GET, &back, &[]);
    assert_eq!(page.status(), StatusCode::OK);
    let page = world.fill(&page, &[("account", ADA.account), ("action", "next")]);
    let pass = world.pass_of(ADA);
    let reply = world.fill(&page, &[("pass", &pass), ("action", "sign_in")]);
    assert_eq!(answer_of(&reply, "state").as_deref(), Some("the-state"));
    assert_eq!(world.redeem(&answer_of(&reply, "code").unwrap()).0, StatusCode::OK);
    // Whoever is signed in is not sent around.
    assert!(answer_of(&world.authorize(&[]), "code").is_some());
}

#[test]
fn nothing_leads_anywhere_but_to_the_own_authorization_endpoint() {
    let mut world = World::new();
    let path = format!("/{TENANT_ID}/home-realm?x=http%3A%2F%2Fevil.example%26a%0D%0A");
    let back = location(&world.browse(Method::GET, &path, &[]));
    assert!(back.starts_with("http://localhost:8790/"), "{back}");
}

#[test]
fn the_second_origin_is_the_other_loopback_name() {
    for (own, second) in [
        ("http://localhost:8790", Some("http://127.0.0.1:8790")),
        ("https://127.0.0.1:8443", Some("https://localhost:8443")),
        ("http://tenant.example:8790", None),
        ("http://[::1]:8790", None),
    ] {
        assert_eq!(second_origin(own).as_deref(), second, "{own}");
    }
}
