//! Graph as a client meets it: each rule both ways.

use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    DELAY_HEADER, Persona,
    people::{ADA, CHIDI, EMRE, FEN, GALA, HEDY, LENA, NILS, ODA, PIM, UMA, YARA},
    testing::{Authenticator, CREATION_OPTIONS, FIDO2_METHODS, METHODS, Tokens, World, answer_of},
};

pub(crate) fn check_fault(answer: &(StatusCode, Value), status: StatusCode, code: &str) {
    assert_eq!(answer.0, status, "{}", answer.1);
    assert_eq!(answer.1["error"]["code"], code);
    assert!(answer.1["error"]["innerError"]["request-id"].is_string());
}

pub(crate) fn id_of<'body>(methods: &'body [Value], odata_type: &str) -> &'body str {
    methods
        .iter()
        .find(|method| method["@odata.type"] == format!("#microsoft.graph.{odata_type}"))
        .and_then(|method| method["id"].as_str())
        .unwrap()
}

pub(crate) fn delete(
    world: &mut World,
    tokens: &Tokens,
    collection: &str,
    id: &str,
) -> (StatusCode, Value) {
    let path = format!("/v1.0/me/authentication/{collection}/{id}");
    world.graph(tokens, Method::DELETE, &path)
}

/// Signs in with other scopes than the usual ones.
pub(crate) fn sign_in_with(world: &mut World, persona: Persona, scope: &str) -> Tokens {
    world.sign_in(persona);
    let reply = world.authorize(&[("scope", scope)]);
    let (_, body) = world.redeem(&answer_of(&reply, "code").unwrap());
    Tokens {
        access: body["access_token"].as_str().unwrap().to_owned(),
        refresh: String::new(),
        body,
    }
}

#[test]
fn the_profile_is_the_persons_own_and_can_be_cut_down() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let (status, body) = world.graph(&tokens, Method::GET, "/v1.0/me");
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["userPrincipalName"], ADA.account);
    assert_eq!(body["displayName"], ADA.name);
    let path = "/v1.0/me?$select=id,userType";
    let (_, body) = world.graph(&tokens, Method::GET, path);
    assert_eq!(body["userType"], "Member");
    assert!(body["displayName"].is_null());
    let path = format!("/v1.0/users/{}", ADA.account);
    assert_eq!(world.graph(&tokens, Method::GET, &path).0, StatusCode::OK);
}

#[test]
fn the_list_shows_every_kind_with_its_type_and_never_the_pass() {
    let mut world = World::new();
    let pass = world.pass_of(LENA);
    let tokens = world.sign_in(LENA);
    let methods = world.methods(&tokens);
    for odata_type in [
        "passwordAuthenticationMethod",
        "fido2AuthenticationMethod",
        "microsoftAuthenticatorAuthenticationMethod",
        "phoneAuthenticationMethod",
        "temporaryAccessPassAuthenticationMethod",
    ] {
        let _ = id_of(&methods, odata_type);
    }
    let listed = methods.iter().find(|method| method["lifetimeInMinutes"] == 60).unwrap();
    assert!(listed["temporaryAccessPass"].is_null());
    assert_eq!(listed["isUsable"], true);
    assert_eq!(listed["methodUsabilityReason"], "EnabledByPolicy");
    assert!(!json!(methods).to_string().contains(&pass));
}

#[test]
fn last_used_is_for_beta_only() {
    let mut world = World::new();
    let tokens = world.sign_in(LENA);
    assert!(world.methods(&tokens).iter().all(|method| method.get("lastUsedDateTime").is_none()));
    let path = "/beta/me/authentication/methods";
    let (_, body) = world.graph(&tokens, Method::GET, path);
    assert!(
        body["value"]
            .as_array()
            .unwrap()
            .iter()
            .all(|method| method.get("lastUsedDateTime").is_some())
    );
}

#[test]
fn an_unknown_type_is_listed_and_has_no_collection() {
    let mut world = World::new();
    let tokens = world.sign_in(UMA);
    let methods = world.methods(&tokens);
    let id = id_of(&methods, "telepathyAuthenticationMethod").to_owned();
    let path = format!("{METHODS}/{id}");
    assert_eq!(world.graph(&tokens, Method::GET, &path).0, StatusCode::OK);
    let answer = delete(&mut world, &tokens, "telepathyMethods", &id);
    check_fault(&answer, StatusCode::BAD_REQUEST, "BadRequest");
}

#[test]
fn a_method_is_found_in_its_own_collection_only() {
    let mut world = World::new();
    let tokens = world.sign_in(LENA);
    let methods = world.methods(&tokens);
    let id = id_of(&methods, "phoneAuthenticationMethod").to_owned();
    let path = format!("/v1.0/me/authentication/phoneMethods/{id}");
    let (status, body) = world.graph(&tokens, Method::GET, &path);
    assert_eq!((status, &body["phoneType"]), (StatusCode::OK, &json!("mobile")));
    let answer = delete(&mut world, &tokens, "fido2Methods", &id);
    check_fault(&answer, StatusCode::NOT_FOUND, "resourceNotFound");
    assert_eq!(world.methods(&tokens).len(), methods.len());
}

#[test]
fn a_delete_answers_without_a_body_and_a_second_one_finds_nothing() {
    let mut world = World::new();
    let tokens = world.sign_in(LENA);
    let id = id_of(&world.methods(&tokens), "phoneAuthenticationMethod").to_owned();
    let path = format!("/v1.0/me/authentication/phoneMethods/{id}");
    let reply = world.graph_reply(&tokens, Method::DELETE, &path, None);
    assert_eq!(reply.status(), StatusCode::NO_CONTENT);
    assert!(reply.body().is_empty());
    let answer = delete(&mut world, &tokens, "phoneMethods", &id);
    check_fault(&answer, StatusCode::NOT_FOUND, "resourceNotFound");
}

#[test]
fn a_password_cannot_be_deleted() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let id = id_of(&world.methods(&tokens), "passwordAuthenticationMethod").to_owned();
    let answer = delete(&mut world, &tokens, "passwordMethods", &id);
    check_fault(&answer, StatusCode::METHOD_NOT_ALLOWED, "methodNotAllowed");
}

#[test]
fn the_default_method_stays_while_there_are_others() {
    let mut world = World::new();
    let tokens = world.sign_in(HEDY);
    let methods = world.methods(&tokens);
    let phone = id_of(&methods, "phoneAuthenticationMethod").to_owned();
    let key = id_of(&methods, "fido2AuthenticationMethod").to_owned();
    let answer = delete(&mut world, &tokens, "phoneMethods", &phone);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    assert!(answer.1["error"]["message"].as_str().unwrap().contains("default"));
    assert_eq!(delete(&mut world, &tokens, "fido2Methods", &key).0, StatusCode::NO_CONTENT);
    assert_eq!(delete(&mut world, &tokens, "phoneMethods", &phone).0, StatusCode::NO_CONTENT);
}

#[test]
fn a_deleted_pass_ends_every_token_that_came_from_it() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let id = id_of(&world.methods(&tokens), "temporaryAccessPassAuthenticationMethod").to_owned();
    let answer = delete(&mut world, &tokens, "temporaryAccessPassMethods", &id);
    assert_eq!(answer.0, StatusCode::NO_CONTENT);
    let answer = world.graph(&tokens, Method::GET, METHODS);
    check_fault(&answer, StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken");
    let (_, body) = world.refresh(&tokens);
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(body["error_codes"], json!([130_507]));
    assert_eq!(answer_of(&world.authorize(&[]), "code"), None);
}

#[test]
fn changes_need_a_sign_in_of_the_last_ten_minutes_and_reading_does_not() {
    let mut world = World::new();
    let tokens = world.sign_in(EMRE);
    let key = id_of(&world.methods(&tokens), "fido2AuthenticationMethod").to_owned();
    let options = world.options(&tokens);
    world.pass_minutes(10);
    world.now = world.now.plus_seconds(1);
    let answer = delete(&mut world, &tokens, "fido2Methods", &key);
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    assert_eq!(
        answer.1["error"]["message"],
        "MFA is required for a 'RemoveKey' operation, but was not performed."
    );
    let answer = world.graph(&tokens, Method::GET, CREATION_OPTIONS);
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    let body = Authenticator::new(1).create(&options, "Key");
    assert_ne!(world.register(&tokens, &body).0, StatusCode::CREATED);
    assert_eq!(world.methods(&tokens).len(), 3);
    let fresh = world.sign_in(EMRE);
    assert_eq!(delete(&mut world, &fresh, "fido2Methods", &key).0, StatusCode::NO_CONTENT);
}

#[test]
fn a_token_is_needed_and_must_be_ours_whole_and_in_time() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let forged = |access: String| Tokens { access, ..tokens.clone() };
    let mut changed = tokens.access.clone();
    changed.replace_range(changed.len() - 6.., "AAAAAA");
    let id_token = tokens.body["id_token"].as_str().unwrap().to_owned();
    for access in [String::new(), "x".to_owned(), changed, id_token] {
        let reply = world.graph_reply(&forged(access), Method::GET, METHODS, None);
        assert!(reply.headers().contains_key(header::WWW_AUTHENTICATE));
        let answer = (reply.status(), serde_json::from_slice(reply.body()).unwrap());
        check_fault(&answer, StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken");
    }
    world.pass_minutes(60);
    assert_eq!(world.graph(&tokens, Method::GET, METHODS).0, StatusCode::UNAUTHORIZED);
}

#[test]
fn every_operation_asks_for_its_own_permission() {
    let mut world = World::new();
    let fido2 = FIDO2_METHODS;
    let profile = "/v1.0/me";
    for (scope, path, expected) in [
        ("User.Read", profile, StatusCode::OK),
        ("UserAuthenticationMethod.Read", profile, StatusCode::FORBIDDEN),
        ("User.Read", METHODS, StatusCode::FORBIDDEN),
        ("UserAuthenticationMethod.Read", METHODS, StatusCode::OK),
        ("UserAuthMethod-Passkey.Read", METHODS, StatusCode::FORBIDDEN),
        ("UserAuthMethod-Passkey.Read", fido2, StatusCode::OK),
        ("UserAuthMethod-Phone.Read", fido2, StatusCode::FORBIDDEN),
        ("UserAuthMethod-Passkey.Read", CREATION_OPTIONS, StatusCode::FORBIDDEN),
        ("UserAuthenticationMethod.ReadWrite", CREATION_OPTIONS, StatusCode::FORBIDDEN),
        ("UserAuthMethod-Passkey.ReadWrite", CREATION_OPTIONS, StatusCode::OK),
    ] {
        let tokens = sign_in_with(&mut world, EMRE, scope);
        let (status, _) = world.graph(&tokens, Method::GET, path);
        assert_eq!(status, expected, "{scope} {path}");
    }
    let tokens = sign_in_with(&mut world, EMRE, "UserAuthenticationMethod.Read");
    let key = id_of(&world.methods(&tokens), "fido2AuthenticationMethod").to_owned();
    let answer = delete(&mut world, &tokens, "fido2Methods", &key);
    check_fault(&answer, StatusCode::FORBIDDEN, "Authorization_RequestDenied");
}

#[test]
fn nobody_reaches_the_methods_of_others() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    for key in [LENA.account, "nobody", "00000000-0000-0000-0000-000000000000"] {
        let path = format!("/v1.0/users/{key}/authentication/methods");
        let answer = world.graph(&tokens, Method::GET, &path);
        check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    }
    let path = format!("/v1.0/users/{}/authentication/methods", ADA.account);
    assert_eq!(world.graph(&tokens, Method::GET, &path).0, StatusCode::OK);
}

#[test]
fn creation_options_are_as_awkward_as_the_real_ones() {
    let mut world = World::new();
    let tokens = world.sign_in(EMRE);
    let options = world.options(&tokens);
    let key = &options["publicKey"];
    assert_eq!(options["challengeTimeoutDateTime"], world.now.plus_minutes(5).to_rfc3339_seconds());
    let length = key["challenge"].as_str().unwrap().len();
    assert!((6_800..7_100).contains(&length), "{length}");
    let excluded = key["excludeCredentials"][0]["id"].as_str().unwrap();
    assert!(excluded.ends_with('='), "{excluded}");
    assert_eq!(
        key["authenticatorSelection"],
        json!({ "requireResidentKey": true, "userVerification": "required" })
    );
    assert_eq!(key["rp"]["id"], "localhost");
    assert_eq!(key["user"]["id"].as_str().unwrap().len(), 68);
}

#[test]
fn only_beta_lets_the_challenge_live_longer() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let beta = CREATION_OPTIONS.replace("v1.0", "beta");
    let in_parentheses = format!("{beta}(challengeTimeoutInMinutes=10)");
    let in_query = format!("{beta}?challengeTimeoutInMinutes=10");
    for path in [in_parentheses, in_query] {
        let (status, body) = world.graph(&tokens, Method::GET, &path);
        assert_eq!(status, StatusCode::OK);
        assert_eq!(
            body["challengeTimeoutDateTime"],
            world.now.plus_minutes(10).to_rfc3339_seconds()
        );
    }
    for path in [
        format!("{CREATION_OPTIONS}(challengeTimeoutInMinutes=10)"),
        format!("{beta}(challengeTimeoutInMinutes=4)"),
        format!("{beta}(challengeTimeoutInMinutes=43201)"),
        format!("{beta}(other=10)"),
    ] {
        let (status, _) = world.graph(&tokens, Method::GET, &path);
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
    }
    let path = format!("{CREATION_OPTIONS}()");
    assert_eq!(world.graph(&tokens, Method::GET, &path).0, StatusCode::OK);
}

#[test]
fn a_registered_passkey_is_listed_and_excluded_from_then_on() {
    for format in ["none", "packed"] {
        let mut world = World::new();
        let tokens = world.sign_in(ADA);
        let options = world.options(&tokens);
        let authenticator = Authenticator { format, ..Authenticator::new(1) };
        let (status, body) = world.register(&tokens, &authenticator.create(&options, "My key"));
        assert_eq!(status, StatusCode::CREATED, "{body}");
        assert_eq!(body["@odata.type"], "#microsoft.graph.fido2AuthenticationMethod");
        assert_eq!(body["displayName"], "My key");
        assert_eq!(body["aaGuid"], "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
        assert_eq!(body["attestationLevel"], "notAttested");
        assert_eq!(body["passkeyType"], "deviceBound");
        let methods = world.methods(&tokens);
        assert_eq!(body["id"], id_of(&methods, "fido2AuthenticationMethod"));
        let options = world.options(&tokens);
        let excluded = options["publicKey"]["excludeCredentials"].as_array().unwrap();
        assert_eq!(excluded.len(), 1);
    }
}

#[test]
fn a_challenge_is_good_once_for_five_minutes_and_for_its_person() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let options = world.options(&tokens);
    let first = Authenticator::new(1).create(&options, "First");
    assert_eq!(world.register(&tokens, &first).0, StatusCode::CREATED);
    let second = Authenticator::new(2).create(&options, "Second");
    check_fault(&world.register(&tokens, &second), StatusCode::BAD_REQUEST, "badRequest");
    let options = world.options(&tokens);
    let other = world.sign_in(LENA);
    let foreign = Authenticator::new(3).create(&options, "Foreign");
    assert_eq!(world.register(&other, &foreign).0, StatusCode::BAD_REQUEST);
    world.pass_minutes(5);
    let late = Authenticator::new(4).create(&options, "Late");
    assert_eq!(world.register(&tokens, &late).0, StatusCode::BAD_REQUEST);
    assert_eq!(world.methods(&tokens).len(), 3);
}

#[test]
fn anything_wrong_in_the_attestation_registers_nothing() {
    type Spoil = fn(&mut Authenticator);
    let spoils: [(&str, Spoil); 7] = [
        ("origin", |it| it.origin = "https://evil.example".to_owned()),
        ("port", |it| it.origin = "http://localhost:9999".to_owned()),
        ("relying party", |it| {
            it.relying_party_id = "evil.example".to_owned();
        }),
        ("type", |it| it.kind = "webauthn.get".to_owned()),
        ("user verification", |it| it.flags &= !0b100),
        ("user presence", |it| it.flags &= !0b1),
        ("format", |it| it.format = "android-safetynet"),
    ];
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let options = world.options(&tokens);
    for (what, spoil) in spoils {
        let mut authenticator = Authenticator::new(1);
        spoil(&mut authenticator);
        let answer = world.register(&tokens, &authenticator.create(&options, "Key"));
        check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
        assert_eq!(world.methods(&tokens).len(), 2, "{what}");
    }
    let right = Authenticator::new(1).create(&options, "Key");
    assert_eq!(world.register(&tokens, &right).0, StatusCode::CREATED);
}

#[test]
fn a_packed_signature_over_something_else_is_refused() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let options = world.options(&tokens);
    let authenticator = Authenticator { format: "packed", ..Authenticator::new(1) };
    let mut body = authenticator.create(&options, "Key");
    let data = &mut body["publicKeyCredential"]["response"]["clientDataJSON"];
    let text = URL_SAFE_NO_PAD.decode(data.as_str().unwrap()).unwrap();
    let text =
        String::from_utf8(text).unwrap().replace("\"crossOrigin\":false", "\"crossOrigin\": false");
    *data = json!(URL_SAFE_NO_PAD.encode(text));
    let answer = world.register(&tokens, &body);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
}

#[test]
fn a_credential_is_registered_once_whoever_brings_it() {
    let mut world = World::new();
    let ada = world.sign_in(ADA);
    let options = world.options(&ada);
    let body = Authenticator::new(1).create(&options, "Key");
    assert_eq!(world.register(&ada, &body).0, StatusCode::CREATED);
    let lena = world.sign_in(LENA);
    let options = world.options(&lena);
    let body = Authenticator::new(1).create(&options, "Key");
    check_fault(&world.register(&lena, &body), StatusCode::BAD_REQUEST, "badRequest");
}

#[test]
fn a_name_has_one_to_thirty_characters() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let options = world.options(&tokens);
    for name in ["", "   ", &"é".repeat(31)] {
        let body = Authenticator::new(1).create(&options, name);
        assert_eq!(world.register(&tokens, &body).0, StatusCode::BAD_REQUEST);
    }
    let body = Authenticator::new(1).create(&options, &"é".repeat(30));
    assert_eq!(world.register(&tokens, &body).0, StatusCode::CREATED);
}

#[test]
fn a_body_that_is_not_one_object_is_told_what_is_missing() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    for body in [json!("{}"), json!([]), json!(null), json!({})] {
        let answer = world.register(&tokens, &body);
        check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    }
    let request = Request::builder()
        .method(Method::POST)
        .uri(FIDO2_METHODS)
        .header(header::AUTHORIZATION, format!("Bearer {}", tokens.access))
        .header(header::CONTENT_TYPE, "application/json")
        .body(b"{".to_vec())
        .unwrap();
    let reply = world.tenant.handle(&request, world.now);
    assert_eq!(reply.status(), StatusCode::BAD_REQUEST);
    let request = request.map(|_| vec![b' '; crate::BODY_LIMIT + 1]);
    let reply = world.tenant.handle(&request, world.now);
    assert_eq!(reply.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn a_one_time_pass_leaves_ten_minutes_to_register() {
    let mut world = World::new();
    let tokens = world.sign_in(NILS);
    world.pass_minutes(10);
    let options = world.options(&tokens);
    let body = Authenticator::new(1).create(&options, "Key");
    world.now = world.now.plus_seconds(1);
    let answer = world.register(&tokens, &body);
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    world.now = world.now.plus_seconds(-1);
    assert_eq!(world.register(&tokens, &body).0, StatusCode::CREATED);
}

#[test]
fn gala_gets_the_relying_party_of_the_real_directory() {
    let mut world = World::new();
    let tokens = world.sign_in(GALA);
    let options = world.options(&tokens);
    assert_eq!(options["publicKey"]["rp"]["id"], "login.microsoft.com");
    let mut authenticator = Authenticator::new(1);
    let body = authenticator.create(&options, "Key");
    assert_eq!(world.register(&tokens, &body).0, StatusCode::BAD_REQUEST);
    authenticator.relying_party_id = "login.microsoft.com".to_owned();
    authenticator.origin = "https://login.microsoft.com".to_owned();
    let body = authenticator.create(&options, "Key");
    assert_eq!(world.register(&tokens, &body).0, StatusCode::CREATED);
}

#[test]
fn chidi_is_not_offered_passkeys() {
    let mut world = World::new();
    let tokens = world.sign_in(CHIDI);
    let answer = world.graph(&tokens, Method::GET, CREATION_OPTIONS);
    check_fault(&answer, StatusCode::METHOD_NOT_ALLOWED, "methodNotAllowed");
}

#[test]
fn trouble_comes_to_the_people_who_show_it() {
    let mut world = World::new();
    let fen = world.sign_in(FEN);
    let reply = world.graph_reply(&fen, Method::GET, METHODS, None);
    assert_eq!(reply.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.headers()[header::RETRY_AFTER], "1");
    assert_eq!(world.methods(&fen).len(), 3);

    let oda = world.sign_in(ODA);
    for _ in 0..2 {
        let answer = world.graph(&oda, Method::GET, METHODS);
        check_fault(&answer, StatusCode::SERVICE_UNAVAILABLE, "serviceNotAvailable");
    }
    let pim = world.sign_in(PIM);
    let (status, body) = world.graph(&pim, Method::GET, METHODS);
    assert_eq!((status, body), (StatusCode::OK, Value::Null));

    let yara = world.sign_in(YARA);
    let reply = world.graph_reply(&yara, Method::GET, METHODS, None);
    assert_eq!(reply.headers()[DELAY_HEADER], "30000");
}

#[test]
fn the_clients_request_id_comes_back() {
    let mut world = World::new();
    let id = "11111111-2222-4333-8444-555555555555";
    let request =
        Request::builder().uri(METHODS).header("client-request-id", id).body(Vec::new()).unwrap();
    let reply = world.tenant.handle(&request, world.now);
    assert_eq!(reply.headers()["client-request-id"], id);
    let body: Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(body["error"]["innerError"]["client-request-id"], id);
    let request_id = reply.headers()["request-id"].to_str().unwrap();
    assert_eq!(body["error"]["innerError"]["request-id"], request_id);
}

#[test]
fn an_unknown_place_or_verb_is_refused_in_graphs_shape() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    for (method, path, status, code) in [
        (Method::GET, "/v1.0/groups", StatusCode::BAD_REQUEST, "BadRequest"),
        (Method::GET, "/v1.0/me/messages", StatusCode::BAD_REQUEST, "BadRequest"),
        (
            Method::GET,
            "/v1.0/me/authentication/hardwareOathMethods",
            StatusCode::BAD_REQUEST,
            "BadRequest",
        ),
        (
            Method::GET,
            "/v1.0/me/authentication/methods/nothing",
            StatusCode::NOT_FOUND,
            "resourceNotFound",
        ),
    ] {
        check_fault(&world.graph(&tokens, method, path), status, code);
    }
    let path = "/beta/me/authentication/hardwareOathMethods";
    assert_eq!(world.graph(&tokens, Method::GET, path).0, StatusCode::OK);
}

#[test]
fn a_wrong_verb_is_told_the_right_ones() {
    let mut world = World::new();
    let tokens = world.sign_in(CHIDI);
    let at = |rest: &str| format!("/v1.0/me/authentication/{rest}");
    for (method, path, allow) in [
        (Method::PUT, METHODS.to_owned(), "GET"),
        (Method::DELETE, at("methods/any"), "GET"),
        (Method::POST, at("phoneMethods"), "GET"),
        (Method::PATCH, at("phoneMethods/any"), "GET, DELETE"),
        (Method::DELETE, at("passwordMethods/any"), "GET"),
        (Method::PUT, FIDO2_METHODS.to_owned(), "GET, POST"),
        (Method::PUT, at("temporaryAccessPassMethods"), "GET, POST"),
        (Method::POST, CREATION_OPTIONS.to_owned(), "GET"),
        (Method::GET, CREATION_OPTIONS.to_owned(), ""),
        (Method::POST, FIDO2_METHODS.to_owned(), "GET"),
        (Method::POST, "/v1.0/me".to_owned(), "GET"),
        (Method::GET, "/v1.0/$batch".to_owned(), "POST"),
    ] {
        let reply = world.graph_reply(&tokens, method.clone(), &path, None);
        assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_eq!(reply.headers()[header::ALLOW], allow, "{method} {path}");
    }
}
