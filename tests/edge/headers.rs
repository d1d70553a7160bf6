//! The headers of every response.

use latchkey_tests::client::Client;
use reqwest::Method;

use crate::shared;

#[tokio::test]
async fn every_answer_carries_the_protective_headers_and_a_trace() {
    let client = Client::new(shared());
    for path in ["/", "/healthz", "/nowhere", "/api/overview", "/api/nowhere", "/callback"] {
        let answer = client.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        assert!(!answer.header("permissions-policy").is_empty(), "{path}");
        assert!(!answer.header(contract::TRACE_HEADER).is_empty(), "{path} has a trace");
    }
}

#[tokio::test]
async fn pages_and_answers_are_never_stored() {
    let client = Client::new(shared());
    for path in ["/", "/api/overview", "/callback?error=access_denied"] {
        assert!(client.get(path).await.header("cache-control").contains("no-store"), "{path}");
    }
}

#[tokio::test]
async fn no_other_origin_is_let_in_by_cors() {
    let client = Client::new(shared());
    for method in [Method::OPTIONS, Method::GET, Method::POST] {
        let request = client
            .request(method.clone(), contract::routes::REMOVE_METHOD)
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", contract::VERSION_HEADER);
        let answer = client.send(request).await;
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{method}");
        assert!(answer.status.is_client_error(), "{method}: {answer:?}");
    }
}

#[tokio::test]
async fn a_wrong_verb_is_told_the_right_one() {
    let client = Client::new(shared());
    let answer = client.send(client.request(Method::DELETE, contract::routes::OVERVIEW)).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET, HEAD"));
    assert_eq!(answer.code(), "verb-not-allowed");
    // The look of a scanner or a proxy uses up no answer of the directory.
    let answer = client.send(client.request(Method::HEAD, contract::routes::CALLBACK)).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET"));
    let answer = client.get("/api/nowhere").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not-found"));
}
