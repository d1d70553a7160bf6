//! Trouble by a named person and by a switch.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    DELAY_HEADER,
    graph::tests::check_fault,
    people::{ADA, FEN, ODA, PIM, SIV, YARA},
    testing::{METHODS, World, text},
    web::reply::Reply,
};

fn body(reply: &Reply) -> (StatusCode, Value) {
    let body = serde_json::from_slice(reply.body()).unwrap_or(Value::Null);
    (reply.status(), body)
}

#[test]
fn trouble() {
    // By a named person.
    let mut world = World::new();
    for (persona, status) in [
        (FEN, StatusCode::TOO_MANY_REQUESTS),
        (SIV, StatusCode::TOO_MANY_REQUESTS),
        (ODA, StatusCode::SERVICE_UNAVAILABLE),
        (PIM, StatusCode::OK),
        (YARA, StatusCode::OK),
    ] {
        let tokens = world.sign_in(persona);
        let reply = world.graph_reply(&tokens, Method::GET, METHODS, None);
        assert_eq!(reply.status(), status, "{}", persona.account);
        let waits = reply.headers().contains_key(header::RETRY_AFTER);
        assert_eq!(waits, persona == FEN);
        assert_eq!(reply.headers().contains_key(DELAY_HEADER), persona == YARA);
        assert_eq!(body(&reply).1.is_null(), persona == PIM);
        let again = world.graph(&tokens, Method::GET, METHODS);
        assert_eq!(again.0 == StatusCode::OK, persona != ODA);
    }
    // By a switch.
    let ada = world.sign_in(ADA);
    for (trouble, status) in [
        ("throttled", StatusCode::TOO_MANY_REQUESTS),
        ("throttledSilently", StatusCode::TOO_MANY_REQUESTS),
        ("unavailable", StatusCode::SERVICE_UNAVAILABLE),
        ("slow", StatusCode::OK),
        ("cutOff", StatusCode::OK),
        ("claimsChallenge", StatusCode::UNAUTHORIZED),
    ] {
        world.switch(&json!({ "graphTrouble": trouble }));
        let reply = world.graph_reply(&ada, Method::GET, METHODS, None);
        assert_eq!(reply.status(), status, "{trouble}");
        let headers = reply.headers();
        assert_eq!(headers.contains_key(header::RETRY_AFTER), trouble == "throttled");
        assert_eq!(headers.contains_key(DELAY_HEADER), trouble == "slow");
        assert_eq!(body(&reply).1.is_null(), trouble == "cutOff");
        if trouble == "claimsChallenge" {
            let challenge = headers[header::WWW_AUTHENTICATE].to_str().unwrap();
            assert!(challenge.contains("error=\"insufficient_claims\", claims=\""));
        }
        if status.is_client_error() || status.is_server_error() {
            let code = body(&reply).1["error"]["code"].as_str().unwrap().to_owned();
            check_fault(&body(&reply), status, &code);
        }
    }
    world.switch(&json!({ "graphTrouble": null }));
    assert_eq!(world.graph(&ada, Method::GET, METHODS).0, StatusCode::OK);
}

#[test]
fn trouble_for_a_number_of_requests_goes_away_by_itself() {
    let mut world = World::new();
    let ada = world.sign_in(ADA);
    world.switch(&json!({ "graphTrouble": "unavailable", "graphTroubleRequests": 2 }));
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(world.graph(&ada, Method::GET, METHODS).0.as_u16());
    }
    assert_eq!(statuses, [503, 503, 200]);
}

#[test]
fn consent_can_be_missing() {
    let mut world = World::new();
    world.switch(&json!({ "consentMissing": true }));
    let page = world.authorize(&[]);
    assert!(text(&page).contains("Need admin approval"));
    let reply = world.authorize(&[("prompt", "none")]);
    let error = crate::testing::answer_of(&reply, "error");
    assert_eq!(error.as_deref(), Some("consent_required"));
    world.switch(&json!({ "consentMissing": false }));
    world.sign_in(ADA);
}
