//! Discovery documents that are not this directory's, and the age of a key.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::{since, unfit};

/// A certificate, and since when it is valid, in seconds.
const CERTIFICATE: &str = "\
    MIIBbTCCAROgAwIBAgIUdKTiWTeOT+0QQTCUFvoto/qbbu0wCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBazAeFw\
    0yNjExMjYxMjE1MzVaFw0zNjExMjMxMjE1MzVaMAwxCjAIBgNVBAMMAWswWTATBgcqhkjOPQIBBggqhkjOPQMB\
    BwNCAAQ+DlFMlaFhp+Oyg/eBA2ZvUWTbOvh+jnF6L93SB+1YHyvR8r16EpVDUdtnDm+q5nwAn8WHz1P25MOaph\
    ERMauio1MwUTAdBgNVHQ4EFgQU4SX4lO8z5Y3cgJycaJUm59W58scwHwYDVR0jBBgwFoAU4SX4lO8z5Y3cgJyc\
    aJUm59W58scwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA9XIGHz6haZ+7NmuaVIw8eYqT3w\
    Gfe2D7CJ+M6+0D89ECIBYjqBax1IFXxOQcawToGGSmPKYFlCWaKtjpbpBAkSEY";
const BEGINS: u64 = 1_795_695_335;

#[test]
fn the_age_of_a_key_is_that_of_its_certificate() {
    let ten_days = Duration::from_secs(10 * 86_400);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(BEGINS) + ten_days;
    let key = json!({ "kty": "RSA", "x5c": [CERTIFICATE] });
    assert_eq!(since(&key, now), Some(ten_days));
    assert_eq!(since(&json!({ "kty": "RSA" }), now), None);
}

#[test]
fn a_document_of_another_directory_or_origin_is_told() {
    let authority = "https://login.example/t/v2.0";
    let good = json!({
        "issuer": authority,
        "authorization_endpoint": "https://login.example/t/authorize",
        "token_endpoint": "https://login.example/t/token",
        "jwks_uri": "https://login.example/t/keys",
    });
    assert_eq!(unfit(&good, authority), None);
    for (name, value, expected) in [
        ("issuer", json!("https://login.example/u/v2.0"), "calls itself by another issuer"),
        ("issuer", json!(null), "no discovery document"),
        (
            "token_endpoint",
            json!("https://other.example/t/token"),
            "the token_endpoint is at another",
        ),
        ("jwks_uri", json!(null), "has no jwks_uri"),
    ] {
        let mut document = good.clone();
        document[name] = value;
        let said = unfit(&document, authority).unwrap_or_default();
        assert!(said.contains(expected), "{name}: {said}");
    }
}
