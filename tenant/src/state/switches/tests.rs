//! The switches by hand.

use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use super::Switches;
use crate::testing::World;

fn send(world: &mut World, method: Method, content_type: &str, body: &str) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri("/embedded/settings")
        .header(header::CONTENT_TYPE, content_type)
        .body(body.as_bytes().to_vec())
        .unwrap();
    let reply = world.tenant.handle(&request, world.now);
    (reply.status(), serde_json::from_slice(reply.body()).unwrap())
}

#[test]
fn a_body_changes_what_it_names_and_leaves_the_rest() {
    let mut world = World::new();
    let (status, body) = world.switch(&json!({ "replicationSeconds": 30 }));
    assert_eq!((status, &body["replicationSeconds"]), (StatusCode::OK, &json!(30)));
    let (_, body) = world.switch(&json!({ "graphTrouble": "slow" }));
    assert_eq!(body["replicationSeconds"], 30);
    let (status, read) = send(&mut world, Method::GET, "text/plain", "");
    assert_eq!((status, read), (StatusCode::OK, body));
}

#[test]
fn a_body_that_is_not_understood_changes_nothing() {
    let mut world = World::new();
    let json = "application/json";
    for (content_type, body, status) in [
        (json, "{", StatusCode::BAD_REQUEST),
        (json, "[]", StatusCode::BAD_REQUEST),
        (json, "{\"weather\":\"bad\"}", StatusCode::BAD_REQUEST),
        (json, "{\"replicationSeconds\":-1}", StatusCode::BAD_REQUEST),
        (json, "{\"replicationSeconds\":9,\"graphTrouble\":\"odd\"}", StatusCode::BAD_REQUEST),
        // What a page of another site could send without being asked.
        ("text/plain", "{\"replicationSeconds\":9}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let answer = send(&mut world, Method::POST, content_type, body);
        assert_eq!(answer.0, status, "{body}");
        assert!(answer.1["error"].is_string());
    }
    let (status, _) = send(&mut world, Method::DELETE, json, "");
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(world.tenant.settings.switches, Switches::default());
}
