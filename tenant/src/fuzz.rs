//! Arbitrary requests: `handle` never panics, and what Graph refuses has Graph's shape.

use http::{Method, Request, header};
use proptest::prelude::*;
use serde_json::Value;

use crate::{
    TENANT_ID,
    people::{ADA, GRO},
    testing::{Authenticator, FIDO2_METHODS, World},
};

fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("me".to_owned()),
        Just("users".to_owned()),
        Just("authentication".to_owned()),
        Just("methods".to_owned()),
        Just("fido2Methods".to_owned()),
        Just("temporaryAccessPassMethods".to_owned()),
        Just("creationOptions(challengeTimeoutInMinutes=9)".to_owned()),
        Just("creationOptions(".to_owned()),
        Just("ada@contoso.example".to_owned()),
        Just("lena@contoso.example".to_owned()),
        Just("revokeSignInSessions".to_owned()),
        Just("signInPreferences".to_owned()),
        Just("qrCodePinMethod".to_owned()),
        Just("identity".to_owned()),
        Just("conditionalAccess".to_owned()),
        Just("policies".to_owned()),
        Just("namedLocations".to_owned()),
        Just("auditLogs".to_owned()),
        Just("signIns".to_owned()),
        Just("28c10230-6103-485e-b985-444c60001490".to_owned()),
        "[a-zA-Z0-9%._~-]{0,12}",
    ]
}

/// Any path, or one that leads somewhere.
fn path() -> impl Strategy<Value = Vec<String>> {
    const POLICIES: &str =
        "policies/authenticationMethodsPolicy/authenticationMethodConfigurations";
    let place = |path: &str| {
        let path: Vec<String> = path.split('/').map(String::from).collect();
        Just(path)
    };
    prop_oneof![
        proptest::collection::vec(segment(), 0..6),
        place("$batch"),
        place("me/revokeSignInSessions"),
        place("users/lena@contoso.example/authentication/temporaryAccessPassMethods"),
        place("users/lena@contoso.example/authentication/signInPreferences"),
        (segment())
            .prop_map(|last| { POLICIES.split('/').map(String::from).chain([last]).collect() }),
        place(&format!("{POLICIES}/temporaryAccessPass")),
        place(&format!("{POLICIES}/fido2")),
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..64),
        "\\{\"displayName\":\"[a-z]{0,40}\",\"publicKeyCredential\":\\{\"id\":\"[A-Za-z0-9_=/+-]{0,20}\"\\}\\}"
            .prop_map(String::into_bytes),
        "\\{\"(startDateTime|lifetimeInMinutes|isUsableOnce|state|replicationSeconds)\":(\"[0-9TZ:+-]{0,24}\"|-?[0-9]{1,20}|true|null|\\[\\])\\}"
            .prop_map(String::into_bytes),
        "\\{\"requests\":\\[\\{\"id\":\"[a-z]?\",\"method\":\"[A-Z ]{0,6}\",\"url\":\"[ -!#-\\[\\]-~]{0,30}\"\\}\\]\\}"
            .prop_map(String::into_bytes),
        "[a-z_]{1,12}=[a-zA-Z0-9%+]{0,20}(&[a-z_]{1,12}=[a-zA-Z0-9%+]{0,20}){0,4}"
            .prop_map(String::into_bytes),
        "grant_type=urn%3Alatchkey%3Adanger-local&client_id=[a-f0-9-]{0,36}&client_secret=[a-z]{0,8}&username=[a-z@%.]{0,9}"
            .prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn graph_answers_any_request_in_its_own_shape(
        version in prop_oneof![Just("v1.0"), Just("beta")],
        path in path(),
        query in "[a-zA-Z0-9$=&%,+]{0,24}",
        method in prop_oneof![Just("GET"), Just("POST"), Just("DELETE"), Just("PATCH"), Just("BREW")],
        actor in 0..4_usize,
        body in body(),
    ) {
        thread_local! {
            static SIGNED_IN: std::cell::RefCell<(World, [String; 3])> = std::cell::RefCell::new({
                let mut world = World::new();
                let person = world.sign_in(ADA).access;
                let administrator = world.sign_in_to_tools(GRO).access;
                let application = world.automation().access;
                (world, [person, administrator, application])
            });
        }
        let uri = format!("/{version}/{}?{query}", path.join("/"));
        SIGNED_IN.with_borrow_mut(|(world, tokens)| {
            let token = tokens.get(actor).map_or("a.b.c", String::as_str);
            let Ok(request) = Request::builder()
                .method(Method::from_bytes(method.as_bytes()).unwrap())
                .uri(&uri)
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .header(header::CONTENT_TYPE, "application/json")
                .body(body)
            else {
                return Ok(());
            };
            let reply = world.tenant.handle(&request, world.now);
            if reply.status().is_client_error() || reply.status().is_server_error() {
                let body: Value = serde_json::from_slice(reply.body()).unwrap();
                prop_assert!(body["error"]["code"].is_string());
                prop_assert!(body["error"]["innerError"]["request-id"].is_string());
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_switches_answer_any_request(
        method in prop_oneof![Just("GET"), Just("POST"), Just("PUT")],
        body in body(),
    ) {
        let request = Request::builder()
            .method(method)
            .uri("/embedded/settings")
            .header(header::CONTENT_TYPE, "application/json")
            .body(body)
            .unwrap();
        let mut world = World::new();
        let reply = world.tenant.handle(&request, world.now);
        prop_assert!(serde_json::from_slice::<Value>(reply.body()).is_ok());
    }

    #[test]
    fn the_authority_answers_any_request(
        endpoint in prop_oneof![
            Just("oauth2/v2.0/authorize"), Just("oauth2/v2.0/token"), Just("oauth2/v2.0/logout"), Just("login"), Just("register"),
            Just("v2.0/.well-known/openid-configuration"), Just("discovery/v2.0/keys"), Just("discovery/instance"),
            Just(""),
            Just("login/approval"), Just("security-info"), Just("security-info/passkey"),
            Just("security-info/passkey-options"), Just("security-info/add-passkey"), Just("phone"),
            Just("phone/pending"),
        ],
        query in "[a-zA-Z0-9_=&%+]{0,60}",
        method in prop_oneof![Just("GET"), Just("POST"), Just("OPTIONS")],
        authorization in "[ -~]{0,40}",
        cookie in "[ -~]{0,40}",
        body in body(),
    ) {
        let Ok(request) = Request::builder()
            .method(method)
            .uri(format!("/{TENANT_ID}/{endpoint}?{query}"))
            .header(header::AUTHORIZATION, authorization)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
        else {
            return Ok(());
        };
        let mut world = World::new();
        let reply = world.tenant.handle(&request, world.now);
        prop_assert!(reply.headers().contains_key("x-embedded-tenant"));
        prop_assert!(!reply.headers().contains_key(header::LOCATION));
    }

    #[test]
    fn the_pages_of_a_signed_in_person_take_any_form(
        page in prop_oneof![Just("security-info"), Just("phone"), Just("login")],
        action in prop_oneof![
            Just("remove"), Just("ask_remove"), Just("make_default"), Just("add"), Just("approve"), Just("deny"),
            Just("take"), Just("pick_up"), Just("install"), Just("passkey"), Just("password"), Just("approved"),
            Just("use_passkey"), Just("other_ways"), Just("brew"),
        ],
        account in prop_oneof![Just(String::from(ADA.account)), "[ -~]{0,20}"],
        text in "\\PC{0,40}",
        number in "[0-9]{0,4}",
    ) {
        let mut world = World::new();
        world.sign_in(ADA);
        let form = match page {
            "login" => world.authorize(&[("prompt", "login")]),
            _ => world.browse(Method::GET, &format!("/{TENANT_ID}/{page}"), &[]),
        };
        let form = String::from_utf8(form.body().clone()).unwrap();
        let canary = crate::testing::hidden(&form, "canary");
        let attempt = if page == "login" { crate::testing::hidden(&form, "attempt") } else { String::new() };
        let reply = world.browse(Method::POST, &format!("/{TENANT_ID}/{page}"), &[
            ("canary", &canary), ("attempt", &attempt), ("action", action), ("account", &account),
            ("method", &text), ("credential", &text), ("password", &text), ("name", &text), ("phone", &text),
            ("request", &text), ("number", &number),
        ]);
        prop_assert!(reply.headers().contains_key("x-embedded-tenant"));
        prop_assert!(!String::from_utf8_lossy(reply.body()).contains("<script>"));
    }

    #[test]
    fn a_damaged_assertion_signs_nobody_in(position: prop::sample::Index, byte: u8) {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let (mut world, page, mut assertion) = crate::sign_in::ways::tests::asked_for_passkey();
        let part = ["authenticatorData", "clientDataJSON", "signature"][position.index(3)];
        let member = &mut assertion["response"][part];
        let mut bytes = URL_SAFE_NO_PAD.decode(member.as_str().unwrap()).unwrap();
        let position = position.index(bytes.len());
        prop_assume!(bytes[position] != byte);
        bytes[position] = byte;
        *member = serde_json::json!(URL_SAFE_NO_PAD.encode(bytes));
        let assertion = assertion.to_string();
        let reply = world.fill(&page, &[("credential", &assertion), ("action", "passkey")]);
        prop_assert_eq!(reply.status().as_u16(), 200, "byte {} of {}: {}", position, part, byte);
    }

    #[test]
    fn a_damaged_registration_is_refused_and_never_a_panic(position: prop::sample::Index, byte: u8) {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let mut world = World::new();
        let tokens = world.sign_in(ADA);
        let options = world.options(&tokens);
        let mut body = Authenticator { format: "packed", ..Authenticator::new(1) }.create(&options, "Key");
        let object = &mut body["publicKeyCredential"]["response"]["attestationObject"];
        let mut bytes = URL_SAFE_NO_PAD.decode(object.as_str().unwrap()).unwrap();
        let length = bytes.len();
        let position = position.index(length);
        prop_assume!(bytes[position] != byte);
        bytes[position] = byte;
        *object = serde_json::json!(URL_SAFE_NO_PAD.encode(bytes));
        let reply = world.graph_reply(&tokens, Method::POST, FIDO2_METHODS, Some(&body));
        prop_assert_eq!(reply.status().as_u16(), 400, "byte {} of {}: {}", position, length, byte);
    }
}

/// Few in the suite; as many as `TENANT_FUZZ_CASES` says for a longer run.
fn cases() -> u32 {
    std::env::var("TENANT_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}
