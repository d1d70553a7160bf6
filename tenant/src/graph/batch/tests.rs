//! Several requests in one.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    graph::tests::check_fault,
    people::{ADA, LENA},
    testing::World,
};

const BATCH: &str = "/v1.0/$batch";

fn request(id: &str, method: &str, url: &str) -> Value {
    json!({ "id": id, "method": method, "url": url })
}

#[test]
fn each_request_is_answered_as_if_it_had_come_alone() {
    let mut world = World::new();
    let tokens = world.sign_in(LENA);
    let methods = world.methods(&tokens);
    let phone = methods.iter().find(|method| method["phoneType"] == "mobile");
    let phone = phone.unwrap()["id"].as_str().unwrap();
    let delete = format!("/me/authentication/phoneMethods/{phone}");
    let mut dependent = request("4", "GET", "/me");
    dependent["dependsOn"] = json!(["3"]);
    let body = json!({ "requests": [
        request("1", "GET", "/me/authentication/methods"),
        request("2", "delete", &delete),
        request("3", "GET", "/me/authentication/methods/nothing"),
        dependent,
        request("5", "GET", "me?$select=userType"),
    ] });
    let (status, body) = world.graph_with(&tokens, Method::POST, BATCH, &body);
    assert_eq!(status, StatusCode::OK, "{body}");
    let responses = body["responses"].as_array().unwrap();
    let statuses: Vec<_> = responses.iter().map(|it| it["status"].clone()).collect();
    assert_eq!(statuses, [200, 204, 404, 424, 200]);
    assert_eq!(responses[0]["body"]["value"].as_array().unwrap().len(), methods.len());
    assert_eq!(responses[1].get("body"), None);
    assert_eq!(responses[2]["body"]["error"]["code"], "resourceNotFound");
    assert_eq!(responses[4]["body"]["userType"], "Member");
    assert!(responses[0]["headers"]["request-id"].is_string());
    assert_eq!(world.methods(&tokens).len(), methods.len() - 1);
}

#[test]
fn a_batch_that_cannot_be_read_does_nothing() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let get = |id: &str| request(id, "GET", "/me");
    let many: Vec<Value> = (0..21).map(|id| get(&id.to_string())).collect();
    for requests in [
        json!([]),
        json!("x"),
        json!(many),
        json!([get("1"), get("1")]),
        json!([{ "id": 1, "method": "GET", "url": "/me" }]),
        json!([{ "id": "1", "url": "/me" }]),
        json!([{ "id": "1", "method": "GET" }]),
        json!([request("1", "GET", "/a b c")]),
        json!([request("1", "POST", "/$batch")]),
    ] {
        let body = json!({ "requests": requests });
        let answer = world.graph_with(&tokens, Method::POST, BATCH, &body);
        check_fault(&answer, StatusCode::BAD_REQUEST, "BadRequest");
    }
    let full: Vec<Value> = (0..20).map(|id| get(&id.to_string())).collect();
    let body = json!({ "requests": full });
    let (status, _) = world.graph_with(&tokens, Method::POST, BATCH, &body);
    assert_eq!(status, StatusCode::OK);
}
