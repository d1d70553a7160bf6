//! Each change, from the call through the person's object to the directory and back.

use contract::{
    registration::{FinishRegistration, RegistrationBegun},
    routes,
};
use latchkey_tests::{
    authenticator::SoftwareAuthenticator,
    client::{Client, SESSION_COOKIE},
    product::of_its_own,
};
use serde_json::{Value, json};

#[tokio::test]
async fn every_change_passes_through_the_object_and_its_answer_comes_back() {
    let product = of_its_own("changes");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    let before = methods(&client).await;

    let begun = client.call(routes::BEGIN_REGISTRATION, &json!({})).await;
    assert_eq!(begun.status.as_u16(), 200, "{begun:?}");
    let begun: RegistrationBegun = serde_json::from_str(&begun.body).expect("creation options");
    let mut authenticator = SoftwareAuthenticator::of_model(NOT_OF_THE_TENANT);
    let credential =
        authenticator.create(&client.origin(), &begun.options).await.expect("a credential");
    let finish = FinishRegistration {
        registration: begun.registration,
        name: "Blue key".to_owned(),
        credential,
    };
    let finish = serde_json::to_value(finish).expect("JSON");
    let finished = client.call(routes::FINISH_REGISTRATION, &finish).await;
    assert_eq!(finished.status.as_u16(), 200, "{finished:?}");
    let repeated = client.call(routes::FINISH_REGISTRATION, &finish).await;
    assert_eq!(repeated.body, finished.body, "a repeated finish gets the same answer");
    let after = methods(&client).await;
    assert_eq!(after.len(), before.len() + 1);
    let key = finished.json()["method"]["id"].clone();
    assert!(after.iter().any(|method| method["id"] == key), "{after:?}");
    let model = |method: &Value| method["kind"]["model"].clone();
    let named = after.iter().find(|method| method["id"] == key).map(model);
    assert_eq!(model(&finished.json()["method"]), "YubiKey 5 Series with NFC");
    assert_eq!(named, Some(json!("YubiKey 5 Series with NFC")), "the directory names no model");

    let refused = client.call(routes::REMOVE_METHOD, &json!({ "method": key })).await;
    assert_eq!(refused.code(), "last-method", "{refused:?}");
    assert!(client.cookie(SESSION_COOKIE).is_some(), "a refused change leaves the session alone");

    let pass = client.overview().await.json()["pass"]["id"].clone();
    let retired = client.call(routes::RETIRE, &json!({ "pass": pass })).await;
    assert_eq!(retired.status.as_u16(), 200, "{retired:?}");
    assert!(client.cookie(SESSION_COOKIE).is_none(), "the end of the pass ends the session");
    assert_eq!(client.overview().await.code(), "sign-in-required");
}

/// The AAGUID of a security key that is in the table of authenticators alone.
const NOT_OF_THE_TENANT: [u8; 16] = [
    0xfa, 0x2b, 0x99, 0xdc, 0x9e, 0x39, 0x42, 0x57, 0x8f, 0x92, 0x4a, 0x30, 0xd2, 0x3c, 0x41, 0x18,
];

async fn methods(client: &Client) -> Vec<Value> {
    client.overview().await.json()["methods"].as_array().expect("a list").clone()
}
