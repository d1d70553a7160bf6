//! Tests for `registrations`.

use http::{Method, StatusCode};
use serde_json::json;

use crate::{
    CLIENT_ID,
    people::ADA,
    testing::{World, certificate::TestCertificate, claims},
};

#[test]
fn what_a_registration_lists_is_read_and_changed_member_by_member() {
    let mut world = World::new();
    let path = format!("/embedded/applications/{CLIENT_ID}");
    let before = world.browse(Method::GET, &path, &[]);
    let before: serde_json::Value = serde_json::from_slice(before.body()).unwrap();
    assert_eq!(before["keyCredentials"], json!([]));
    assert!(before["optionalClaims"].is_null());
    let certificate = TestCertificate::new(7);
    world.enlist(&json!({ "keyCredentials": [{ "key": certificate.pem }] }));
    let claims = json!({ "idToken": [{ "name": "sid" }] });
    let (status, after) = world.enlist(&json!({ "optionalClaims": claims }));
    assert_eq!(status, StatusCode::OK);
    assert_eq!(after["optionalClaims"], claims);
    assert_eq!(after["keyCredentials"][0]["endDateTime"], "2028-01-01T00:00:00Z");
}

#[test]
fn a_change_that_is_not_understood_changes_nothing() {
    let mut world = World::new();
    for change in [
        json!({ "keyCredentials": [{ "key": "AAAA" }] }),
        json!({ "keyCredential": [] }),
        json!({ "optionalClaims": { "idToken": [{ "name": "amr" }] } }),
        json!([]),
        json!({ "federatedIdentityCredentials": [
            { "issuer": "i", "subject": "s", "audience": "a", "key": { "n": "AA", "e": "AQAB" } }
        ] }),
    ] {
        let (status, body) = world.enlist(&change);
        assert_eq!(status, StatusCode::BAD_REQUEST, "{change}");
        assert!(body["error"].is_string());
    }
    let listed = &world.tenant.directory.application(CLIENT_ID).unwrap().registration;
    assert!(listed.key_credentials.is_empty() && listed.federated_credentials.is_empty());
    assert!(listed.optional_claims.is_none());
    let unknown = "/embedded/applications/00000000-0000-0000-0000-000000000001";
    assert_eq!(world.browse(Method::GET, unknown, &[]).status(), StatusCode::NOT_FOUND);
    let path = format!("/embedded/applications/{CLIENT_ID}");
    let foreign = world.browse(Method::POST, &path, &[("optionalClaims", "")]);
    assert_eq!(foreign.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[test]
fn an_applications_own_list_of_optional_claims_goes_before_the_switch() {
    let mut world = World::new();
    world.switch(&json!({ "optionalClaims": [] }));
    world.enlist(&json!({ "optionalClaims": { "idToken": [{ "name": "auth_time" }] } }));
    let tokens = world.sign_in(ADA);
    let found = claims(tokens.body["id_token"].as_str().unwrap());
    assert!(found["auth_time"].is_number());
    assert!(found["sid"].is_null());
    world.switch(&json!({ "optionalClaims": null }));
    let tokens = world.sign_in(ADA);
    assert!(claims(tokens.body["id_token"].as_str().unwrap())["sid"].is_null());
}
