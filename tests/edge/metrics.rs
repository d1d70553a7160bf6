//! What operators can count, and who may read it.

use contract::routes;
use latchkey_tests::{
    client::{Answer, Client},
    product::{pass_of, with_bindings},
};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::shared;

const TOKEN: &str = "a-token-that-nobody-guesses";

async fn metrics(client: &Client, authorization: &str) -> Answer {
    let request = client.request(Method::GET, routes::METRICS);
    client.send(request.header("authorization", authorization)).await
}

#[tokio::test]
async fn what_was_done_is_counted_and_shown_to_whoever_has_the_token() {
    let product = with_bindings("metrics", &[("METRICS_TOKEN", TOKEN)]);
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    client.call(routes::REMOVE_METHOD, &json!({ "method": "no-such-method" })).await;
    client.get(routes::CALLBACK).await;
    client.get("/ada@contoso.example").await;

    let collector = Client::new(&product);
    let shown = metrics(&collector, &format!("Bearer {TOKEN}")).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!(shown.header("cache-control"), "no-store");
    for counter in [
        r#"latchkey_requests_total{route="callback",status="3xx"} 2"#,
        r#"latchkey_requests_total{route="unknown",status="4xx"} 1"#,
        r#"latchkey_sign_ins_total{outcome="done"} 1"#,
        r#"latchkey_sign_ins_total{outcome="sign-in-mismatch"} 1"#,
        r#"latchkey_changes_total{change="RemoveMethod",outcome="method-not-found"} 1"#,
        r#"latchkey_upstream_total{outcome="2xx"} "#,
    ] {
        assert!(shown.body.contains(counter), "{counter}: {}", shown.body);
    }
    let pass = pass_of(&product, "ada");
    for nothing in ["ada", "contoso", "example", &pass, TOKEN] {
        assert!(!shown.body.contains(nothing), "{}", shown.body);
    }

    for wrong in ["", "Bearer ", TOKEN, "Bearer a-token-that-somebody-guess", "Basic YTpi"] {
        let answer = metrics(&collector, wrong).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(!answer.body.contains("latchkey_"), "{wrong}");
    }
    // Where no token is set there is nothing to read.
    for authorization in ["", "Bearer ", &format!("Bearer {TOKEN}")] {
        let answer = metrics(&Client::new(shared()), authorization).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}
