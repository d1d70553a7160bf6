//! A good ID token, changed in one respect.

use contract::ProblemCode;
use serde_json::{Value, json};

use super::verify;
use crate::{
    Secret,
    encoding::base64url,
    fault::{Fault, Refusal},
    testing::{
        CLIENT, KID, OBJECT, START, TENANT, World, empty, good_claims, json_answer, key_set, run,
        sign, sign_with, signing::sign_rs256,
    },
};

const NONCE: &str = "the-nonce";

fn check(token: &str) -> Result<super::Identity, Fault> {
    let world = World::new();
    run(verify(&world.gateway(), &Secret::new(token), NONCE))
}

fn changed(name: &str, value: Value) -> String {
    let mut claims = good_claims(START, NONCE);
    claims[name] = value;
    sign(&claims)
}

#[test]
fn a_good_token_tells_who_it_is() {
    let identity = check(&sign(&good_claims(START, NONCE))).expect("verified");
    assert_eq!(identity.tenant_id, TENANT);
    assert_eq!(identity.object_id, OBJECT);
    assert_eq!(identity.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(identity.authenticated_at, Some(START));
}

fn fraction(seconds: i64) -> Value {
    serde_json::from_str(&format!("{seconds}.25")).expect("a number")
}

#[test]
fn each_claim_is_checked_both_ways() {
    let now = START.0 / 1000;
    for (name, value, is_good) in [
        ("aud", json!([CLIENT]), true),
        ("aud", json!("another"), false),
        ("azp", json!(CLIENT), true),
        ("azp", json!("another"), false),
        ("aud", json!([CLIENT, "another"]), false),
        ("aud", json!([]), false),
        ("aud", json!(null), false),
        ("iss", json!("https://login.contoso.example/other/v2.0"), false),
        ("iss", json!(format!("https://evil.example/{TENANT}/v2.0")), false),
        ("exp", json!(now - 59), true),
        ("exp", json!(now - 299), true),
        ("exp", json!(now - 300), false),
        ("exp", fraction(now + 1), true),
        ("exp", serde_json::from_str("1.9e9").expect("a number"), true),
        ("exp", serde_json::from_str("1.7e9").expect("a number"), false),
        ("auth_time", fraction(now - 1), true),
        ("exp", json!("1900000000"), false),
        ("nbf", json!(now + 300), true),
        ("nbf", json!(now + 301), false),
        ("nbf", json!(null), true),
        ("nonce", json!("another"), false),
        ("nonce", json!(null), false),
        ("tid", json!("11111111-1111-1111-1111-111111111111"), false),
        ("tid", json!(null), false),
        ("oid", json!(null), false),
        ("oid", json!(""), false),
        ("exp", json!("soon"), false),
        ("name", json!(null), true),
        ("preferred_username", json!(null), true),
        ("auth_time", json!(null), true),
    ] {
        let outcome = check(&changed(name, value.clone()));
        assert_eq!(outcome.is_ok(), is_good, "{name}: {value}");
        if let Err(fault) = outcome {
            assert_eq!(fault.code(), ProblemCode::IdentityUnverified);
        }
    }
    let mut several = good_claims(START, NONCE);
    several["aud"] = json!([CLIENT, "another"]);
    several["azp"] = json!(CLIENT);
    assert!(check(&sign(&several)).is_ok());
}

#[test]
fn only_the_directorys_rs256_counts() {
    let claims = good_claims(START, NONCE);
    for header in [
        json!({ "alg": "none", "kid": KID }),
        json!({ "alg": "HS256", "kid": KID }),
        json!({ "alg": "RS512", "kid": KID }),
        json!({ "alg": "RS256" }),
        json!({ "alg": "RS256", "kid": "unknown" }),
        json!({ "alg": "RS256", "kid": "curve" }),
        json!({ "alg": "RS256", "kid": "short" }),
        json!({ "alg": "RS256", "kid": KID, "crit": ["exp"] }),
    ] {
        assert!(check(&sign_with(&header, &claims)).is_err(), "{header}");
    }
    assert!(check(&sign_with(&json!({ "alg": "RS256", "kid": KID }), &claims)).is_ok());
    let short = sign_with(&json!({ "alg": "RS256", "kid": "short" }), &claims);
    assert_eq!(check(&short), Err(Refusal::IdentityUnverified("a key that is too short").into()));
}

#[test]
fn a_change_after_signing_is_noticed() {
    let good = sign(&good_claims(START, NONCE));
    let parts: Vec<&str> = good.split('.').collect();
    let other = changed("oid", json!("22222222-2222-2222-2222-222222222222"));
    let others: Vec<&str> = other.split('.').collect();
    for forged in [
        format!("{}.{}.{}", parts[0], others[1], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.{}A", parts[0], parts[1], parts[2]),
        String::new(),
        "..".to_owned(),
    ] {
        let fault = check(&forged).expect_err("forged");
        assert_eq!(fault.code(), ProblemCode::IdentityUnverified, "{forged}");
    }
}

#[test]
fn an_unknown_key_is_looked_for_once_more() {
    let world = World::new();
    let token = Secret::new(sign(&good_claims(START, NONCE)));
    let keys = "GET /discovery/v2.0/keys";
    let without = json!({ "keys": [] });
    world.answers(keys, json_answer(200, &without));
    assert!(run(verify(&world.gateway(), &token, NONCE)).is_err());
    world.answers(keys, json_answer(200, &key_set()));
    assert!(run(verify(&world.gateway(), &token, NONCE)).is_ok());
    assert!(run(verify(&world.gateway(), &token, NONCE)).is_ok());
    let fetched = world.asked().iter().filter(|asked| asked.ends_with("keys")).count();
    assert_eq!(fetched, 2, "and a known one is not");
}

#[test]
fn the_log_tells_how_far_the_clocks_are_apart() {
    let now = START.0 / 1000;
    for (name, value, said) in [
        ("exp", now - 400, "the identity is not verified: expired by 400 s"),
        ("nbf", now + 361, "the identity is not verified: not yet valid by 361 s"),
    ] {
        let fault = check(&changed(name, json!(value))).expect_err(name);
        assert!(fault.to_string().contains(said), "{fault}");
    }
}

#[test]
fn a_name_that_cannot_be_read_keeps_nobody_out() {
    for name in [&br"\ud83d Ada"[..], b"\xff Ada"] {
        let claims = good_claims(START, NONCE).to_string();
        let (before, after) = claims.split_once("Ada Lovelace").expect("a name");
        let claims = [before.as_bytes(), name, after.as_bytes()].concat();
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": KID }).to_string();
        let signed = [base64url(header.as_bytes()), base64url(&claims)].join(".");
        let signature = base64url(&sign_rs256(signed.as_bytes()));
        let identity = check(&[signed, signature].join(".")).expect("verified");
        assert_eq!(identity.name.as_deref(), Some("\u{fffd} Ada"));
    }
}

#[test]
fn a_stale_key_serves_while_the_directory_is_down_and_an_unknown_one_never() {
    let world = World::new();
    assert!(run(world.directory.key(&world.gateway(), KID)).is_ok_and(|key| key.is_some()));
    world.pass_minutes(13 * 60);
    let keys = "GET /discovery/v2.0/keys";
    for _ in 0..3 {
        world.answers(keys, empty(503));
    }
    assert!(run(world.directory.key(&world.gateway(), KID)).is_ok_and(|key| key.is_some()));
    assert!(world.is_done(), "the directory was asked first");
    assert!(run(world.directory.key(&world.gateway(), "another")).is_err());
}

#[test]
fn the_name_of_a_person_is_cleaned_like_any_other() {
    for (name, shown) in [
        ("Ada\u{2069}\u{202e} Lovelace", Some("Ada Lovelace".to_owned())),
        (&*"x".repeat(500), Some("x".repeat(64) + "…")),
        ("\u{200b}", None),
    ] {
        let identity = check(&changed("name", json!(name))).expect("verified");
        assert_eq!(identity.name, shown, "{name:?}");
    }
    let odd = "ada\u{2069}@contoso.example";
    let identity = check(&changed("preferred_username", json!(odd))).expect("verified");
    assert_eq!(identity.account.as_deref(), Some("ada@contoso.example"));
}
