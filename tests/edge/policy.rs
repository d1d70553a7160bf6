//! Policies under workerd: the client's address through the proxy, the person's object, the log, and what stops the start.

use std::fs;

use contract::routes;
use latchkey_tests::{
    client::Client,
    product::{built, of_its_own, with_bindings},
};
use serde_json::json;
use xtask::product::Options;

use crate::shared;

const OFFICE: &str = "198.51.100.7";

#[tokio::test]
async fn a_guest_changes_something_in_the_office_alone() {
    let product = of_its_own("policy");
    let client = Client::new(&product);
    client.sign_in(&product, "leif").await;
    let pass = client.overview().await.json()["pass"]["id"].clone();
    // From this machine; from somewhere else; and from the office by a client's own word, before
    // the address that the proxy has seen.
    for forwarded in [None, Some("192.0.2.1"), Some("198.51.100.7, 192.0.2.1")] {
        for (path, body) in [
            (routes::RETIRE, json!({ "pass": pass })),
            (routes::REMOVE_METHOD, json!({ "method": "m" })),
        ] {
            let mut request = client.call_request(path, &body);
            if let Some(addresses) = forwarded {
                request = request.header("x-forwarded-for", addresses);
            }
            let answer = client.send(request).await;
            assert_eq!(answer.code(), "policy-location", "{path} {forwarded:?}");
            assert_eq!(answer.status.as_u16(), 403, "{answer:?}");
        }
    }
    let request = client.call_request(routes::REMOVE_METHOD, &json!({ "method": "m" }));
    let answer = client.send(request.header("x-forwarded-for", OFFICE)).await;
    assert_eq!(answer.code(), "method-not-found", "{answer:?}");

    let log = fs::read_to_string(product.worker_log()).expect("a log");
    let cause = "block guests outside trusted locations\\\" for guests, any location, block";
    assert!(log.contains(cause), "{log}");
    assert!(!log.contains("192.0.2.1") && !log.contains(OFFICE), "no address is logged");
}

#[tokio::test]
async fn a_member_changes_something_anywhere_with_a_pass() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let begun = client.call(routes::BEGIN_REGISTRATION, &json!({})).await;
    assert_eq!(begun.status.as_u16(), 200, "{begun:?}");
}

#[tokio::test]
async fn a_policy_that_only_reports_is_logged_and_one_that_nobody_understands_stops_the_start() {
    let mut policy = json!({
        "id": "11111111-0000-4000-8000-000000000001",
        "displayName": "Trial",
        "state": "enabledForReportingButNotEnforced",
        "conditions": {
            "applications": { "includeUserActions": ["urn:user:registersecurityinfo"] },
            "users": { "includeUsers": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": ["block"] },
    });
    let reporting = json!([policy]).to_string();
    let product = with_bindings("policy-trial", &[("POLICIES", &reporting)]);
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    let begun = client.call(routes::BEGIN_REGISTRATION, &json!({})).await;
    assert_eq!(begun.status.as_u16(), 200, "{begun:?}");
    let trace = begun.header(contract::TRACE_HEADER).to_owned();
    let log = fs::read_to_string(product.worker_log()).expect("a log");
    let line = log.lines().find(|line| line.contains("reportOnly")).expect("a line");
    assert!(line.contains("Trial") && line.contains(&trace), "{line}");

    policy["conditions"]["platforms"] = json!({ "includePlatforms": ["iOS"] });
    let unknown = json!([policy]).to_string();
    let options = Options {
        bindings: vec![("POLICIES".to_owned(), unknown)],
        ..Options::for_test("policy-unknown")
    };
    let refused = xtask::product::start(built(), &options).expect_err("it does not start");
    let said = format!("{refused:#}");
    assert!(said.contains("POLICIES cannot be understood: [0].conditions.platforms"), "{said}");
}
