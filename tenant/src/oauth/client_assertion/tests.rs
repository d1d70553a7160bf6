//! Tests for `client_assertion`.

use http::StatusCode;
use serde_json::{Value, json};

use crate::{
    CLIENT_ID,
    people::ADA,
    protocol::client_assertion::JWT_BEARER,
    testing::{
        CALLBACK, VERIFIER, World, answer_of,
        certificate::{TestCertificate, assertion_claims},
        claims,
    },
};

/// A world whose product proves itself with the certificate of one key, and the thumbprint.
fn world() -> (World, TestCertificate, String) {
    let mut world = World::new();
    let certificate = TestCertificate::new(7);
    let (status, body) = world.enlist(&json!({ "keyCredentials": [{ "key": certificate.pem }] }));
    assert_eq!(status, StatusCode::OK, "{body}");
    let thumbprint = body["keyCredentials"][0]["customKeyIdentifier"].as_str().unwrap().to_owned();
    (world, certificate, thumbprint)
}

fn header(thumbprint: &str) -> Value {
    json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint })
}

/// Redeems a code with an assertion.
fn redeem(world: &mut World, code: &str, assertion: &str) -> (StatusCode, Value) {
    let fields = [
        ("client_id", CLIENT_ID),
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", assertion),
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    world.token_exactly(&fields, &[])
}

fn code(world: &mut World) -> String {
    let pass = world.pass_of(ADA);
    answer_of(&world.type_pass(ADA.account, &pass), "code").unwrap()
}

#[test]
fn an_assertion_of_a_listed_certificate_is_good_once_and_the_token_says_how() {
    let (mut world, certificate, thumbprint) = world();
    world.switch(&json!({ "clientSecretsForbidden": true }));
    let first = code(&mut world);
    assert_eq!(world.redeem(&first).1["error_codes"], json!([7_000_215]));
    let assertion = certificate.sign(&header(&thumbprint), &assertion_claims(world.now));
    let (status, body) = redeem(&mut world, &first, &assertion);
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(claims(body["access_token"].as_str().unwrap())["appidacr"], "2");
    let second = code(&mut world);
    let (status, body) = redeem(&mut world, &second, &assertion);
    assert_eq!((status, &body["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_client")));
    assert_eq!(body["error_codes"], json!([50_027]));
}

#[test]
fn every_flaw_of_an_assertion_has_its_number() {
    let (mut world, certificate, thumbprint) = world();
    let other = TestCertificate::new(8);
    let code = code(&mut world);
    let good = assertion_claims(world.now);
    let changed = |claim: &str, value: Value| {
        let mut claims = good.clone();
        claims[claim] = value;
        claims
    };
    let at = |minutes: i64| json!(world.now.plus_minutes(minutes).unix_seconds());
    let right = header(&thumbprint);
    let cases = [
        (&certificate, header("another"), good.clone(), 700_027),
        (&other, right.clone(), good.clone(), 700_027),
        (&certificate, json!({ "alg": "none", "x5t#S256": thumbprint }), good.clone(), 700_027),
        (&certificate, json!({ "alg": "RS256", "x5t#S256": thumbprint }), good.clone(), 700_027),
        (&certificate, json!({ "alg": "PS256" }), good.clone(), 700_027),
        (&certificate, right.clone(), changed("iss", json!("someone")), 700_021),
        (&certificate, right.clone(), changed("sub", json!("someone")), 700_021),
        (&certificate, right.clone(), changed("aud", json!("https://elsewhere.example")), 50_027),
        (&certificate, right.clone(), changed("aud", Value::Null), 50_027),
        (&certificate, right.clone(), changed("jti", Value::Null), 50_027),
        (&certificate, right.clone(), changed("exp", Value::Null), 700_024),
        (&certificate, right.clone(), changed("exp", at(11)), 700_024),
        (&certificate, right.clone(), changed("exp", at(-5)), 700_024),
        (&certificate, right.clone(), changed("nbf", at(6)), 700_024),
    ];
    for (key, header, claims, expected) in cases {
        let (status, body) = redeem(&mut world, &code, &key.sign(&header, &claims));
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{header} {claims}");
        assert_eq!(body["error_codes"], json!([expected]), "{header} {claims}");
    }
    for malformed in ["x", "a.b.c", "e30.e30.e30"] {
        let (_, body) = redeem(&mut world, &code, malformed);
        assert_eq!(body["error_codes"], json!([50_027]), "{malformed}");
    }
    let assertion = certificate.sign(&right, &good);
    assert_eq!(redeem(&mut world, &code, &assertion).0, StatusCode::OK, "none used it up");
}

#[test]
fn an_expired_certificate_signs_nothing_any_more() {
    let (mut world, certificate, thumbprint) = world();
    world.pass_minutes(366 * 24 * 60);
    let assertion = certificate.sign(&header(&thumbprint), &assertion_claims(world.now));
    let (_, body) = redeem(&mut world, "1.any", &assertion);
    assert_eq!(body["error_codes"], json!([700_027]));
    let text = body["error_description"].as_str().unwrap();
    assert!(text.contains("The key used is expired."), "{text}");
}

#[test]
fn another_issuer_vouches_for_the_application_as_its_registration_says() {
    let mut world = World::new();
    let issuer = TestCertificate::new(8);
    let credential = json!({
        "issuer": "https://issuer.example",
        "subject": "workload",
        "audience": "api://AzureADTokenExchange",
        "key": issuer.public(),
    });
    world.enlist(&json!({ "federatedIdentityCredentials": [credential] }));
    let code = code(&mut world);
    let good = json!({
        "iss": "https://issuer.example",
        "sub": "workload",
        "aud": "api://AzureADTokenExchange",
        "exp": world.now.plus_minutes(60).unix_seconds(),
    });
    let header = json!({ "alg": "PS256", "kid": "1" });
    for (claim, value, expected) in [
        ("iss", json!("https://other.example"), 700_211),
        ("sub", json!("other"), 700_213),
        ("aud", json!("api://other"), 700_212),
        ("exp", json!(world.now.plus_minutes(-6).unix_seconds()), 700_024),
    ] {
        let mut claims = good.clone();
        claims[claim] = value;
        let (_, body) = redeem(&mut world, &code, &issuer.sign(&header, &claims));
        assert_eq!(body["error_codes"], json!([expected]), "{claim}");
    }
    let forged = TestCertificate::new(7).sign(&header, &good);
    assert_eq!(redeem(&mut world, &code, &forged).1["error_codes"], json!([50_027]));
    let (status, body) = redeem(&mut world, &code, &issuer.sign(&header, &good));
    assert_eq!(status, StatusCode::OK, "{body}");
}
