//! Many requests at the end of the access token.

use std::{fs, time::Duration};

use latchkey_tests::{client::Client, product::of_its_own};
use reqwest::StatusCode;
use serde_json::{Value, json};
use xtask::product::Product;

use crate::cold::at_once;

/// How many of a person's requests come at the same moment.
const REQUESTS: usize = 10;

/// How often the token endpoint was asked.
fn token_requests(product: &Product) -> usize {
    let log = fs::read_to_string(product.tenant_log()).expect("a log");
    log.lines().filter(|line| line.contains("/oauth2/v2.0/token")).count()
}

async fn tokens_are_good_for(product: &Product, seconds: Value) {
    let address = format!("{}/embedded/settings", product.tenant.address);
    let changed = reqwest::Client::new().post(address);
    let changed = changed.json(&json!({ "accessTokenSeconds": seconds })).send().await;
    assert!(changed.expect("the tenant answers").status().is_success());
}

#[tokio::test]
async fn ten_overviews_at_the_end_of_the_tokens_cost_one_request_for_newer_ones() {
    let product = of_its_own("refresh");
    // The edge asks for newer ones a minute before the end.
    tokens_are_good_for(&product, json!(62)).await;
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    tokens_are_good_for(&product, Value::Null).await;
    let before = token_requests(&product);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let tabs: Vec<_> = (0..REQUESTS).map(|_| client.copy()).collect();
    let answers = at_once(tabs.into_iter().map(async |tab| tab.overview().await)).await;
    for answer in &answers {
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    }
    assert_eq!(token_requests(&product) - before, 1);
    assert_eq!(client.overview().await.status, StatusCode::OK);
    assert_eq!(token_requests(&product) - before, 1, "they are kept");
}
