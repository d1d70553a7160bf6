//! The authorization server as clients meet it: right requests answered, wrong ones refused as the standards say.

use http::{Method, StatusCode, header};
use serde_json::json;

use crate::{
    CLIENT_ID, PUBLIC_CLIENT_ID, TENANT_ID,
    people::{ADA, DAGNY, INGRID, MARTA, SVEN, TORBEN, YUSUF},
    testing::{CALLBACK, START, VERIFIER, World, answer_of, claims, text},
};

fn code(world: &mut World) -> String {
    let pass = world.pass_of(ADA);
    answer_of(&world.type_pass(ADA.account, &pass), "code").unwrap()
}

#[test]
fn the_discovery_document_names_the_issuer_of_the_id_tokens() {
    let mut world = World::new();
    let path = format!("/{TENANT_ID}/v2.0/.well-known/openid-configuration");
    let metadata: serde_json::Value =
        serde_json::from_slice(world.browse(Method::GET, &path, &[]).body()).unwrap();
    let tokens = world.sign_in(ADA);
    let id_token = claims(tokens.body["id_token"].as_str().unwrap());
    assert_eq!(metadata["issuer"], id_token["iss"]);
    assert_eq!(metadata["issuer"], format!("http://localhost:8790/{TENANT_ID}/v2.0"));
}

#[test]
fn an_id_token_carries_who_when_and_for_whom_and_is_signed_by_a_published_key() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let id_token = tokens.body["id_token"].as_str().unwrap();
    let found = claims(id_token);
    assert_eq!(found["aud"], CLIENT_ID);
    assert_eq!(found["nonce"], "the-nonce");
    assert_eq!(found["tid"], TENANT_ID);
    assert_eq!(found["ver"], "2.0");
    assert_eq!(found["preferred_username"], ADA.account);
    assert_eq!(found["name"], ADA.name);
    assert_eq!(found["iat"], START.unix_seconds());
    assert_eq!(found["exp"], START.plus_minutes(60).unix_seconds());
    assert!(found["amr"].is_null(), "v2.0 ID tokens have no amr");
    let path = format!("/{TENANT_ID}/discovery/v2.0/keys");
    let keys: serde_json::Value =
        serde_json::from_slice(world.browse(Method::GET, &path, &[]).body()).unwrap();
    assert_eq!(keys["keys"][0]["alg"], "RS256");
    assert!(world.tenant.signer.verify(id_token).is_ok());
}

#[test]
fn an_access_token_is_in_the_first_form_and_for_graph() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let found = claims(&tokens.access);
    assert_eq!(found["ver"], "1.0");
    assert_eq!(found["aud"], "00000003-0000-0000-c000-000000000000");
    assert_eq!(found["amr"], json!(["otp", "mfa"]));
    assert!(found["scp"].as_str().unwrap().contains("UserAuthMethod-Passkey.ReadWrite"));
}

#[test]
fn tokens_last_an_hour_but_never_longer_than_the_pass() {
    let mut world = World::new();
    assert_eq!(world.sign_in(ADA).body["expires_in"], 3600);
    world.pass_minutes(50);
    assert_eq!(world.sign_in(ADA).body["expires_in"], 600);
}

#[test]
fn a_code_is_good_once_for_ten_minutes_and_for_its_own_request() {
    let mut world = World::new();
    let first = code(&mut world);
    assert_eq!(world.redeem(&first).0, StatusCode::OK);
    let (status, body) = world.redeem(&first);
    assert_eq!(
        (status, &body["error"], &body["error_codes"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_grant"), &json!([54005]))
    );
    let late = code(&mut world);
    world.pass_minutes(11);
    assert_eq!(world.redeem(&late).1["error_codes"], json!([70008]));
    assert_eq!(world.redeem("1.invented").1["error_codes"], json!([9_002_313]));
}

#[test]
fn a_wrong_verifier_or_address_or_client_is_refused_and_does_not_use_up_the_code() {
    let mut world = World::new();
    let code = code(&mut world);
    let check = |world: &mut World, change: (&str, &str), expected: u32| {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        fields.retain(|(name, _)| *name != change.0);
        fields.push(change);
        let (status, body) = world.token(&fields);
        assert!(status.is_client_error());
        assert_eq!(body["error_codes"], json!([expected]), "{change:?}");
    };
    check(&mut world, ("code_verifier", "another"), 501_481);
    check(&mut world, ("code_verifier", ""), 501_481);
    check(&mut world, ("redirect_uri", "http://localhost:8787/"), 500_112);
    check(&mut world, ("client_secret", "wrong"), 7_000_215);
    check(&mut world, ("client_secret", ""), 7_000_218);
    check(&mut world, ("client_id", "00000000-0000-0000-0000-000000000001"), 700_016);
    check(&mut world, ("grant_type", "password"), 70_003);
    check(&mut world, ("grant_type", ""), 900_144);
    let (status, _) = world.redeem(&code);
    assert_eq!(status, StatusCode::OK);
}

#[test]
fn a_code_of_one_client_is_worth_nothing_to_another() {
    let mut world = World::new();
    let code = code(&mut world);
    let (_, body) = world.token_exactly(
        &[
            ("client_id", PUBLIC_CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ],
        &[],
    );
    assert_eq!(body["error"], "invalid_grant");
}

#[test]
fn the_client_may_authenticate_in_the_header_too() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let mut world = World::new();
    let code = code(&mut world);
    let secret = world.secret();
    let basic =
        |secret: &str| format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:{secret}")));
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, body) = world.token_exactly(&fields, &[("authorization", &basic("wrong"))]);
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(body["error"], "invalid_client");
    let (status, _) = world.token_exactly(&fields, &[("authorization", &basic(&secret))]);
    assert_eq!(status, StatusCode::OK);
}

#[test]
fn a_redemption_with_an_origin_is_refused() {
    let mut world = World::new();
    let code = code(&mut world);
    let secret = world.secret();
    let (status, body) = world.token_exactly(
        &[
            ("client_id", CLIENT_ID),
            ("client_secret", &secret),
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ],
        &[("origin", "http://localhost:8787")],
    );
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error_codes"], json!([9_002_326]));
}

#[test]
fn a_refresh_brings_a_new_refresh_token_and_the_old_one_still_works() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    world.pass_minutes(30);
    let (status, body) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::OK);
    assert_ne!(body["refresh_token"], tokens.refresh);
    assert_eq!(body["expires_in"], 1800);
    assert_eq!(world.refresh(&tokens).0, StatusCode::OK);
}

#[test]
fn a_refresh_after_the_end_of_the_pass_says_that_it_expired() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    world.pass_minutes(60);
    let (status, body) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(body["error_codes"], json!([130_504]));
}

#[test]
fn without_offline_access_there_is_nothing_to_refresh() {
    let mut world = World::new();
    world.sign_in(ADA);
    let reply = world.authorize(&[("scope", "openid User.Read")]);
    let (_, body) = world.redeem(&answer_of(&reply, "code").unwrap());
    assert!(body["refresh_token"].is_null());
    let body = {
        let reply = world.authorize(&[("scope", "offline_access User.Read")]);
        world.redeem(&answer_of(&reply, "code").unwrap()).1
    };
    assert!(body["id_token"].is_null());
}

#[test]
fn an_unregistered_address_or_client_gets_a_page_and_never_a_redirect() {
    let mut world = World::new();
    for change in [
        ("redirect_uri", "https://evil.example/callback"),
        ("redirect_uri", "http://localhost:8787/callback/../x"),
        ("redirect_uri", ""),
        ("client_id", "00000000-0000-0000-0000-000000000001"),
        ("client_id", ""),
    ] {
        let reply = world.authorize(&[change]);
        assert_eq!(reply.status(), StatusCode::BAD_REQUEST, "{change:?}");
        assert!(!reply.headers().contains_key(header::LOCATION));
    }
}

#[test]
fn a_faulty_request_of_a_known_client_goes_back_to_it() {
    let mut world = World::new();
    for (change, expected) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", ""), "invalid_request"),
        (("scope", ""), "invalid_request"),
        (("scope", "https://other.example/x"), "invalid_scope"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", "S512"), "invalid_request"),
        (("prompt", "please"), "invalid_request"),
        (("claims", "{"), "invalid_request"),
        (("max_age", "soon"), "invalid_request"),
    ] {
        let reply = world.authorize(&[change]);
        assert_eq!(answer_of(&reply, "error").as_deref(), Some(expected), "{change:?}");
        assert_eq!(answer_of(&reply, "state").as_deref(), Some("the-state"));
    }
}

#[test]
fn a_permission_that_nobody_consented_to_stops_at_a_page() {
    let mut world = World::new();
    let reply = world.authorize(&[("scope", "openid Directory.ReadWrite.All")]);
    assert!(text(&reply).contains("Need admin approval"));
    assert!(text(&reply).contains("Directory.ReadWrite.All"));
    let reply = world.authorize(&[("scope", "openid Directory.ReadWrite.All"), ("prompt", "none")]);
    assert_eq!(answer_of(&reply, "error").as_deref(), Some("consent_required"));
}

#[test]
fn every_response_mode_carries_the_answer_in_its_own_place() {
    let mut world = World::new();
    world.sign_in(ADA);
    let reply = world.authorize(&[("response_mode", "fragment")]);
    let location = reply.headers()[header::LOCATION].to_str().unwrap();
    assert!(location.starts_with("http://localhost:8787/callback#code="));
    let reply = world.authorize(&[("response_mode", "form_post")]);
    assert!(text(&reply).contains("action=\"http://localhost:8787/callback\""));
    assert!(text(&reply).contains("name=\"code\""));
}

#[test]
fn the_public_client_signs_in_on_any_loopback_port_without_a_secret() {
    let mut world = World::new();
    world.sign_in(ADA);
    let reply = world
        .authorize(&[("client_id", PUBLIC_CLIENT_ID), ("redirect_uri", "http://localhost:51234")]);
    let code = answer_of(&reply, "code").unwrap();
    let mut fields = vec![
        ("client_id", PUBLIC_CLIENT_ID),
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", "http://localhost:51234"),
        ("code_verifier", VERIFIER),
        ("client_info", "1"),
    ];
    let (status, body) = world.token_exactly(&fields, &[]);
    assert_eq!(status, StatusCode::OK);
    assert!(body["client_info"].is_string());
    fields.push(("client_secret", "x"));
    assert_eq!(world.token_exactly(&fields, &[]).1["error"], "invalid_client");
}

#[test]
fn an_unknown_tenant_is_refused_and_the_domain_is_not() {
    let mut world = World::new();
    let path = "/00000000-0000-0000-0000-000000000001/v2.0/.well-known/openid-configuration";
    let reply = world.browse(Method::GET, path, &[]);
    assert!(text(&reply).contains("AADSTS90002"));
    let path = "/contoso.example/v2.0/.well-known/openid-configuration";
    assert_eq!(world.browse(Method::GET, path, &[]).status(), StatusCode::OK);
}

#[test]
fn a_parameter_that_is_sent_twice_is_refused_where_its_client_can_be_told() {
    let mut world = World::new();
    let first = format!(
        "/{TENANT_ID}/oauth2/v2.0/authorize?client_id={CLIENT_ID}&redirect_uri=http%3A%2F%2Flocalhost%3A8787%2Fcallback\
         &response_type=code&scope=openid&state=the-state"
    );
    let reply = world.browse(Method::GET, &format!("{first}&nonce=a&nonce=b"), &[]);
    assert_eq!(answer_of(&reply, "error").as_deref(), Some("invalid_request"));
    assert!(answer_of(&reply, "error_description").unwrap().contains("AADSTS9000411"));
    for name in ["client_id", "redirect_uri"] {
        let reply = world.browse(Method::GET, &format!("{first}&{name}=x"), &[]);
        assert_eq!(reply.status(), StatusCode::BAD_REQUEST, "{name}");
    }
}

#[test]
fn a_refusal_comes_back_with_its_error_its_number_and_its_subcode() {
    for (persona, error, number, subcode) in [
        (TORBEN, "access_denied", "AADSTS53003: ", Some("message_only")),
        (DAGNY, "access_denied", "AADSTS53000: ", Some("message_only")),
        (INGRID, "access_denied", "AADSTS50105: ", None),
        (YUSUF, "access_denied", "AADSTS65004: ", Some("cancel")),
        (SVEN, "server_error", "AADSTS50000: ", None),
        (MARTA, "temporarily_unavailable", "AADSTS90033: ", None),
    ] {
        let mut world = World::new();
        let pass = world.pass_of(persona);
        let reply = world.type_pass(persona.account, &pass);
        assert_eq!(answer_of(&reply, "error").as_deref(), Some(error), "{}", persona.name);
        assert_eq!(answer_of(&reply, "error_subcode").as_deref(), subcode, "{}", persona.name);
        let text = answer_of(&reply, "error_description").unwrap();
        assert!(text.starts_with(number), "{text}");
        assert_eq!(answer_of(&reply, "code"), None);
        assert_eq!(answer_of(&reply, "state").as_deref(), Some("the-state"));
    }
}
