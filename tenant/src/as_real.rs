//! Tests of what the tenant does where the real directory is less kind, each by its switch and all by the profile.
//!
//! Nothing here ships.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    Settings, Tenant,
    people::{ADA, EMRE, FEN, LENA},
    state::switches::{OwnPasskeys, Switches},
    testing::{
        Authenticator, CREATION_OPTIONS, FIDO2_METHODS, METHODS, SCOPES, START, World, claims,
    },
};

#[test]
fn the_profile_differs_from_the_ordinary_switches_in_every_kindness() {
    let tenant = Tenant::new(Settings::local().seeded(7).as_real(), START);
    let real = serde_json::to_value(&tenant.settings.switches).unwrap();
    let kind = serde_json::to_value(Switches::default()).unwrap();
    for name in [
        "replicationSeconds",
        "inertReportOnlyUserActions",
        "allResourcesReachUserActions",
        "ownPasskeys",
        "optionalClaims",
        "signInThroughSecondOrigin",
        "passkeyFreshnessSeconds",
        "secondFactorRememberedDays",
        "refreshNeedsScope",
        "methodsInTwoPages",
        "retryAfter",
    ] {
        assert_ne!(real[name], kind[name], "{name}");
    }
}

#[test]
fn a_passkey_for_oneself_is_not_allowed_and_one_for_another_is() {
    let mut world = World::new();
    world.switch(&json!({ "ownPasskeys": "notAllowed" }));
    let ada = world.sign_in(ADA);
    for (method, path) in [(Method::GET, CREATION_OPTIONS), (Method::POST, FIDO2_METHODS)] {
        let (status, body) = world.graph(&ada, method, path);
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(body["error"]["code"], "methodNotAllowed", "{path}");
    }
    let automation = world.automation();
    let path = FIDO2_METHODS.replace("/me/", &format!("/users/{}/", EMRE.account));
    let (status, body) = world.graph(&automation, Method::GET, &format!("{path}/creationOptions"));
    assert_eq!(status, StatusCode::OK, "{body}");
}

#[test]
fn options_for_oneself_can_name_the_relying_party_of_the_real_directory() {
    let mut world = World::new();
    world.tenant.settings.switches.own_passkeys = OwnPasskeys::ForeignRelyingParty;
    let ada = world.sign_in(ADA);
    assert_eq!(world.options(&ada)["publicKey"]["rp"]["id"], "login.microsoft.com");
}

#[test]
fn a_passkey_can_need_a_fresher_sign_in_than_other_changes() {
    let mut world = World::new();
    world.switch(&json!({ "passkeyFreshnessSeconds": 300 }));
    let lena = world.sign_in(LENA);
    let phone = "/v1.0/me/authentication/phoneMethods/3179e48a-750b-4051-897c-87b9720928f7";
    world.pass_minutes(5);
    let options = world.options(&lena);
    world.pass_minutes(1);
    assert_eq!(world.graph(&lena, Method::GET, CREATION_OPTIONS).0, StatusCode::FORBIDDEN);
    let created = Authenticator::new(1).create(&options, "Key");
    assert_eq!(world.register(&lena, &created).0, StatusCode::FORBIDDEN);
    assert_eq!(world.graph(&lena, Method::DELETE, phone).0, StatusCode::NO_CONTENT);
}

#[test]
fn an_id_token_has_the_optional_claims_that_the_registration_lists() {
    let check = |listed: Value, present: [bool; 3]| {
        let mut world = World::new();
        world.switch(&json!({ "optionalClaims": listed }));
        let tokens = world.sign_in(ADA);
        let found = claims(tokens.body["id_token"].as_str().unwrap());
        for (claim, is_present) in ["auth_time", "login_hint", "sid"].into_iter().zip(present) {
            assert_eq!(found[claim].is_null(), !is_present, "{claim} of {listed}");
        }
        assert!(found["oid"].is_string());
    };
    check(Value::Null, [true; 3]);
    check(json!([]), [false; 3]);
    check(json!(["auth_time", "sid"]), [true, false, true]);
}

#[test]
fn a_refresh_without_its_scopes_can_be_refused() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    assert_eq!(world.refresh(&tokens).0, StatusCode::OK);
    world.switch(&json!({ "refreshNeedsScope": true }));
    let (status, body) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error_codes"], json!([90_009]));
    let (status, body) = world.token(&[
        ("grant_type", "refresh_token"),
        ("refresh_token", &tokens.refresh),
        ("scope", SCOPES),
    ]);
    assert_eq!(status, StatusCode::OK, "{body}");
}

#[test]
fn the_time_to_wait_is_written_in_the_shape_that_is_switched_on() {
    for (shape, standard, milliseconds) in [
        ("seconds", vec!["1"], None),
        ("fraction", vec!["1.128"], None),
        ("list", vec!["1,4"], None),
        ("twice", vec!["1", "4"], None),
        ("date", vec!["Fri, 15 Jan 2027 08:00:01 GMT"], None),
        ("milliseconds", vec![], Some("1000")),
    ] {
        let mut world = World::new();
        world.switch(&json!({ "retryAfter": shape }));
        let fen = world.sign_in(FEN);
        let reply = world.graph_reply(&fen, Method::GET, METHODS, None);
        assert_eq!(reply.status(), StatusCode::TOO_MANY_REQUESTS, "{shape}");
        let said: Vec<_> = reply.headers().get_all(header::RETRY_AFTER).iter().collect();
        assert_eq!(said, standard, "{shape}");
        let said = reply.headers().get("x-ms-retry-after-ms");
        assert_eq!(said.map(|value| value.to_str().unwrap()), milliseconds, "{shape}");
        assert_eq!(reply.headers().contains_key(header::DATE), shape == "date", "{shape}");
        let again = world.graph_reply(&fen, Method::GET, METHODS, None);
        assert!(!again.headers().contains_key("x-ms-retry-after-ms"), "nothing to wait for");
    }
}

#[test]
fn the_list_comes_in_two_pages_that_are_all_of_it() {
    let mut world = World::new();
    let lena = world.sign_in(LENA);
    let all = world.methods(&lena);
    world.switch(&json!({ "methodsInTwoPages": true }));
    let (_, first) = world.graph(&lena, Method::GET, METHODS);
    let next = first["@odata.nextLink"].as_str().unwrap().to_owned();
    assert_eq!(next, format!("http://localhost:8790{METHODS}?$skiptoken=second"));
    let (_, second) = world.graph(&lena, Method::GET, &next);
    assert!(second["@odata.nextLink"].is_null());
    let pages = [&first, &second].map(|page| page["value"].as_array().unwrap().clone());
    assert!(pages.iter().all(|page| page.len() < all.len()));
    assert_eq!(pages.concat(), all);
    let (status, _) = world.graph(&lena, Method::GET, &format!("{METHODS}?$skiptoken=other"));
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
