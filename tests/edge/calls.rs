//! The app's calls: what is refused before anything is read upstream, and what they never reveal.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    VERSION, VERSION_HEADER,
    routes::{self, ChangeCall},
};
use latchkey_tests::client::Client;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::shared;

/// Every call that is a `POST`.
fn calls() -> impl Iterator<Item = &'static str> {
    let changes = ChangeCall::ALL.iter().map(|call| call.path());
    [routes::BEGIN_REGISTRATION, routes::ANSWER_PASSWORD].into_iter().chain(changes)
}

fn tenant_requests() -> usize {
    fs::read_to_string(shared().tenant_log()).expect("a log").lines().count()
}

#[tokio::test]
async fn a_change_without_the_header_or_from_elsewhere_is_refused() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    for path in calls() {
        let bare = || client.request(reqwest::Method::POST, path).json(&json!({}));
        let cases = [
            ("no header at all", bare()),
            ("no version header", bare().header("origin", client.origin())),
            (
                "another origin",
                bare().header(VERSION_HEADER, VERSION).header("origin", "https://evil.example"),
            ),
            ("a null origin", bare().header(VERSION_HEADER, VERSION).header("origin", "null")),
            (
                "another site",
                bare()
                    .header(VERSION_HEADER, VERSION)
                    .header("origin", client.origin())
                    .header("sec-fetch-site", "cross-site"),
            ),
        ];
        for (case, request) in cases {
            let answer = client.send(request).await;
            assert_eq!(
                (answer.status.as_u16(), answer.code().as_str()),
                (403, "forged"),
                "{path}: {case}"
            );
        }
    }
}

#[tokio::test]
async fn an_app_of_another_version_is_told_to_reload() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    for path in calls() {
        let request = client
            .request(reqwest::Method::POST, path)
            .header("origin", client.origin())
            .header(VERSION_HEADER, "0")
            .json(&json!({}));
        assert_eq!(client.send(request).await.code(), "outdated", "{path}");
    }
}

#[tokio::test]
async fn malformed_bodies_are_refused_and_change_nothing() {
    let client = Client::new(shared());
    client.sign_in(shared(), "emre").await;
    let before = client.overview().await.json()["methods"].clone();
    let post = |path: &str| {
        client
            .request(reqwest::Method::POST, path)
            .header(VERSION_HEADER, VERSION)
            .header("origin", client.origin())
    };
    let kind = "content-type";
    for path in calls() {
        let cases = [
            (
                "a form",
                post(path).header(kind, "application/x-www-form-urlencoded").body("a=b"),
                415,
            ),
            ("text", post(path).header(kind, "text/plain").body("{}"), 415),
            ("no content type", post(path).body("{}"), 415),
            ("half of it", post(path).header(kind, "application/json").body("{\"method\":"), 400),
            ("nothing", post(path).header(kind, "application/json").body(""), 400),
            ("a list", post(path).json(&json!([])), 400),
            (
                "an unknown field",
                post(path).json(&json!({ "method": "x", "pass": "x", "admin": true })),
                400,
            ),
            ("not UTF-8", post(path).header(kind, "application/json").body(vec![0xff, 0xfe]), 400),
            (
                "too much",
                post(path).header(kind, "application/json").body(vec![b' '; 1 << 20]),
                413,
            ),
        ];
        for (case, request, status) in cases {
            let answer = client.send(request).await;
            assert_eq!(answer.status.as_u16(), status, "{path}: {case}: {answer:?}");
        }
    }
    assert_eq!(client.overview().await.json()["methods"], before);
}

#[test]
fn a_body_that_does_not_arrive_is_not_waited_for_longer_than_it_may_take() {
    let origin = &shared().app;
    let authority = origin.trim_end_matches('/').trim_start_matches("http://");
    let mut stream = TcpStream::connect(authority).expect("the product answers");
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {authority}\r\norigin: http://{authority}\r\n\
         {VERSION_HEADER}: {VERSION}\r\ncontent-type: application/json\r\n\
         content-length: 40\r\n\r\n{{",
        routes::RETIRE,
    );
    stream.write_all(head.as_bytes()).expect("a request");
    let begun = Instant::now();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).expect("an answer");
    let took = begun.elapsed().as_millis();
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    let may_take = u128::from(contract::deadline::BODY_MILLISECONDS);
    assert!((may_take - 100..may_take * 2).contains(&took), "{took} ms");
}

#[tokio::test]
async fn nothing_is_read_upstream_for_a_refused_call() {
    let product = latchkey_tests::product::of_its_own("refused");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    let lines = || fs::read_to_string(product.tenant_log()).expect("a log").lines().count();
    let before = lines();
    for path in calls() {
        let request = client.request(reqwest::Method::POST, path).json(&json!({}));
        assert_eq!(client.send(request).await.code(), "forged");
    }
    assert_eq!(lines(), before);
    assert_eq!(client.overview().await.status.as_u16(), 200);
    assert_eq!(lines(), before + 1, "the overview costs one request to the directory");
}

#[tokio::test]
async fn calls_without_a_session_are_told_to_sign_in() {
    let client = Client::new(shared());
    // A finish cannot be made without a ceremony; `tests/flows` covers it.
    for (path, body) in [
        (routes::BEGIN_REGISTRATION, json!({})),
        (routes::ANSWER_PASSWORD, json!({ "isKnown": true })),
        (routes::REMOVE_METHOD, json!({ "method": "x" })),
        (routes::RETIRE, json!({ "pass": "x" })),
    ] {
        let answer = client.call(path, &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (401, "sign-in-required"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn no_answer_holds_prose_or_a_secret() {
    let client = Client::new(shared());
    let page = client.sign_in(shared(), "lena").await;
    let overview = client.overview().await;
    for body in [&page.body, &overview.body] {
        assert!(!body.contains("eyJ"), "no token");
        assert!(!body.contains(&latchkey_tests::product::pass_of(shared(), "lena")), "no pass");
    }
    let problem = client.call(routes::REMOVE_METHOD, &json!({ "method": "x" })).await.json();
    let Value::Object(fields) = problem else { panic!("{problem}") };
    assert!(
        fields.keys().all(|key| ["code", "trace", "retryAfter"].contains(&key.as_str())),
        "{fields:?}"
    );
    assert!(tenant_requests() > 0);
}

#[tokio::test]
async fn the_log_holds_each_request_and_change_and_no_secret() {
    let product = latchkey_tests::product::of_its_own("log");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    let answer = client.call(routes::REMOVE_METHOD, &json!({ "method": "no-such-method" })).await;
    let trace = answer.header(contract::TRACE_HEADER).to_owned();
    assert_eq!(answer.json()["trace"], trace.as_str());
    let log = fs::read_to_string(product.worker_log()).expect("a log");
    let lines: Vec<_> = log.lines().filter(|line| line.contains(&trace)).collect();
    assert!(!lines.is_empty(), "the trace leads to the log:\n{log}");
    assert!(lines.iter().any(|line| line.contains("method-not-found")), "{lines:?}");
    // One for the change, from the object that ran it, and one for the request; by the same person,
    // who is in the line of the sign-in too.
    let read = |line: &&str| serde_json::from_str::<Value>(line).expect("JSON");
    let [change, request] = &lines.iter().map(read).collect::<Vec<_>>()[..] else {
        panic!("{lines:?}")
    };
    assert_eq!(change["change"], "RemoveMethod", "{change}");
    assert_eq!(change["code"], request["code"], "{change}");
    let actor = request["actor"].as_str().expect("an actor");
    assert_eq!(change["actor"], actor);
    assert!(actor.len() == 16 && request["at"].as_i64() >= change["at"].as_i64(), "{request}");
    let by_them = |line: &&str| line.contains(actor);
    assert!(log.lines().filter(by_them).any(|line| line.contains("callback")), "{log}");
    // The card of this person, whoever has its cookie.
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest("secret"));
    let window = client.get(&format!("{}?hash={hash}", routes::CARD_WINDOW)).await;
    let (_, code) = window.body.split_once(" data-code=\"").expect("a code");
    let asks = json!({ "code": code.split('"').next(), "secret": "secret" });
    let frame = Client::new(&product);
    frame.call(routes::TRADE_CODE, &asks).await;
    let host = url::form_urlencoded::byte_serialize(product.intranet.as_bytes());
    frame.get(&format!("{}?host={}", routes::CARD, host.collect::<String>())).await;
    let log = fs::read_to_string(product.worker_log()).expect("a log");
    for route in ["card-window", "card-trade", "card"] {
        let route = format!(r#""route":"{route}""#);
        assert!(log.lines().filter(by_them).any(|line| line.contains(&route)), "{route}: {log}");
    }
    let reference = contract::TraceId(trace).reference();
    let found = log.lines().filter(|line| line.contains(&reference)).collect::<Vec<_>>();
    assert_eq!(found, lines, "what a person reads aloud leads to the same lines");
    for secret in [
        latchkey_tests::product::pass_of(&product, "ada"),
        client.cookie(latchkey_tests::client::SESSION_COOKIE).expect("a session"),
        "ada@contoso.example".to_owned(),
        "eyJ".to_owned(),
        "code=".to_owned(),
    ] {
        assert!(!log.contains(&secret), "the log holds {secret:.8}…");
    }
}
