//! Tests for `instance`.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::testing::World;

fn ask(query: &str) -> (StatusCode, Value) {
    let mut world = World::new();
    let path = format!("/common/discovery/instance?api-version=1.1{query}");
    let reply = world.browse(Method::GET, &path, &[]);
    (reply.status(), serde_json::from_slice(reply.body()).unwrap())
}

#[test]
fn the_tenant_vouches_for_itself() {
    let own = "&authorization_endpoint=http://localhost:8790/common/oauth2/v2.0/authorize";
    let (status, body) = ask(own);
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["metadata"][0]["aliases"][0], "localhost:8790");
    let document = body["tenant_discovery_endpoint"].as_str().unwrap();
    assert!(document.starts_with("http://localhost:8790/"), "{document}");
}

#[test]
fn it_vouches_for_no_other_authority() {
    for other in [
        "",
        "&authorization_endpoint=https://evil.example/common/oauth2/v2.0/authorize",
        "&authorization_endpoint=http://localhost:8790.evil.example/",
        "&authorization_endpoint=nonsense",
    ] {
        assert_eq!(ask(other).0, StatusCode::BAD_REQUEST, "{other}");
    }
}
