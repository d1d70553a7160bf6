//! Sign-in with a password and an approval, with a passkey, and the choice between them.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    Persona, TENANT_ID,
    people::{ADA, BELA, EMRE, IRIS, LENA, PER},
    testing::{
        Authenticator, Tokens, World, answer_of, claims, hidden,
        phone::{on_phone, pick_up_phone, request_id, shown_number},
        text,
    },
    web::reply::Reply,
};

fn asks_for(page: &Reply, field: &str) -> bool {
    text(page).contains(&format!("id=\"{field}\""))
}

fn number(page: &Reply) -> Option<String> {
    let text = text(page);
    let start = text.find("data-code=\"")? + "data-code=\"".len();
    text[start..].split('"').next().map(String::from)
}

fn choose(world: &mut World, persona: Persona) -> Reply {
    let page = world.authorize(&[("prompt", "login")]);
    world.fill(&page, &[("account", persona.account), ("action", "next")])
}

fn type_password(world: &mut World, persona: Persona) -> Reply {
    let password = world.password_of(persona);
    let page = choose(world, persona);
    world.fill(&page, &[("password", &password), ("action", "password")])
}

#[test]
fn the_account_is_asked_first_and_a_usable_pass_is_preferred() {
    let mut world = World::new();
    for (persona, field) in [
        (ADA, "pass"),
        (LENA, "pass"),
        (EMRE, "pass"),
        (BELA, "pass"),
        (PER, "pass"),
        (IRIS, "password"),
    ] {
        let page = choose(&mut world, persona);
        assert!(asks_for(&page, field), "{}", persona.account);
    }
    world.pass_minutes(61);
    assert!(asks_for(&choose(&mut world, EMRE), "use-passkey"));
    assert!(asks_for(&choose(&mut world, ADA), "pass"));
}

#[test]
fn the_default_method_decides_between_a_passkey_and_the_authenticator() {
    let mut world = World::new();
    world.pass_minutes(61);
    assert!(asks_for(&choose(&mut world, LENA), "use-passkey"));
    let lena = world
        .tenant
        .directory
        .people
        .iter_mut()
        .find(|person| person.account == LENA.account)
        .unwrap();
    lena.default_method = lena
        .methods
        .iter()
        .find(|method| {
            method.collection()
                == Some(crate::directory::collection::Collection::MicrosoftAuthenticator)
        })
        .map(|method| method.id.clone());
    assert!(asks_for(&choose(&mut world, LENA), "password"));
}

#[test]
fn another_way_is_offered_between_what_the_person_has_and_only_then() {
    let mut world = World::new();
    let page = choose(&mut world, LENA);
    let page = world.fill(&page, &[("action", "other_ways")]);
    for way in ["use_pass", "use_password", "use_passkey"] {
        assert!(text(&page).contains(&format!("value=\"{way}\"")), "{way}");
    }
    assert!(asks_for(&world.fill(&page, &[("action", "use_password")]), "password"));
    assert!(asks_for(&world.fill(&page, &[("action", "use_passkey")]), "use-passkey"));
    assert!(asks_for(&world.fill(&page, &[("action", "use_pass")]), "pass"));
    assert!(!asks_for(&choose(&mut world, ADA), "other-ways"));
}

#[test]
fn a_password_and_the_right_number_on_the_phone_sign_in() {
    let mut world = World::new();
    pick_up_phone(&mut world);
    let page = type_password(&mut world, IRIS);
    let number = shown_number(&page);
    let request = request_id(&mut world);
    on_phone(&mut world, &[("action", "approve"), ("request", &request), ("number", &number)]);
    let reply = world.fill(&page, &[("action", "approved")]);
    let tokens = world.tokens_of(&reply);
    let access = claims(&tokens.access);
    assert_eq!(access["amr"], json!(["pwd", "mfa"]));
    assert_eq!(access["auth_time"], world.now.unix_seconds());
    let (_, list) = world.graph(&tokens, Method::GET, "/beta/me/authentication/methods");
    let authenticator = list["value"]
        .as_array()
        .unwrap()
        .iter()
        .find(|method| method["displayName"] == "Iris's phone")
        .unwrap();
    assert_eq!(authenticator["lastUsedDateTime"], world.now.to_rfc3339_seconds());
    let again = world.fill(&page, &[("action", "approved")]);
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
}

#[test]
fn a_password_alone_signs_nobody_in() {
    let mut world = World::new();
    let page = type_password(&mut world, IRIS);
    let page = world.fill(&page, &[("action", "approved")]);
    assert_eq!(answer_of(&page, "code"), None);
    assert!(asks_for(&page, "approved"));
    // And no approval without the password.
    let page = choose(&mut world, IRIS);
    let page = world.fill(&page, &[("action", "approved")]);
    assert_eq!(number(&page).as_deref(), Some("50126"));
    // And no password where there is no second method.
    let password = world.password_of(ADA);
    let page = choose(&mut world, ADA);
    let page = world.fill(&page, &[("password", &password), ("action", "password")]);
    assert_eq!(number(&page).as_deref(), Some("50079"));
}

#[test]
fn a_wrong_number_a_denial_and_silence_refuse_the_sign_in() {
    for answer in ["wrong", "denied", "silence"] {
        let mut world = World::new();
        pick_up_phone(&mut world);
        let page = type_password(&mut world, IRIS);
        let right = shown_number(&page);
        let request = request_id(&mut world);
        match answer {
            "wrong" => {
                let wrong = if right == "10" { "11" } else { "10" };
                on_phone(
                    &mut world,
                    &[("action", "approve"), ("request", &request), ("number", wrong)],
                );
                // The right one comes too late then.
                on_phone(
                    &mut world,
                    &[("action", "approve"), ("request", &request), ("number", &right)],
                );
            }
            "denied" => drop(on_phone(&mut world, &[("action", "deny"), ("request", &request)])),
            _ => world.pass_minutes(3),
        }
        let page = world.fill(&page, &[("action", "approved")]);
        assert_eq!(number(&page).as_deref(), Some("500121"), "{answer}");
        assert_eq!(answer_of(&page, "code"), None);
    }
}

#[test]
fn the_approval_of_one_person_counts_for_no_other() {
    let mut world = World::new();
    pick_up_phone(&mut world);
    let page = type_password(&mut world, IRIS);
    let approved = shown_number(&page);
    let request = request_id(&mut world);
    on_phone(&mut world, &[("action", "approve"), ("request", &request), ("number", &approved)]);
    let page = world.fill(&page, &[("account", LENA.account), ("action", "approved")]);
    assert_eq!(answer_of(&page, "code"), None);
    assert_eq!(number(&page).as_deref(), Some("50126"));
}

#[test]
fn ten_wrong_passwords_lock_the_account() {
    let mut world = World::new();
    let page = choose(&mut world, IRIS);
    for _ in 0..10 {
        let page = world.fill(&page, &[("password", "wrong"), ("action", "password")]);
        assert_eq!(number(&page).as_deref(), Some("50126"));
    }
    let page = type_password(&mut world, IRIS);
    assert_eq!(number(&page).as_deref(), Some("50053"));
    world.pass_minutes(1);
    assert!(asks_for(&type_password(&mut world, IRIS), "approved"));
}

#[test]
fn the_waiting_page_learns_of_an_answer_only_in_its_own_browser() {
    let mut world = World::new();
    pick_up_phone(&mut world);
    let page = type_password(&mut world, IRIS);
    let address =
        format!("/{TENANT_ID}/login/approval?attempt={}", hidden(&text(&page), "attempt"));
    let ready = |world: &mut World| {
        let reply = world.browse(Method::GET, &address, &[]);
        serde_json::from_slice::<Value>(reply.body()).unwrap()["ready"].clone()
    };
    assert_eq!(ready(&mut world), json!(false));
    let request = request_id(&mut world);
    on_phone(&mut world, &[("action", "deny"), ("request", &request)]);
    assert_eq!(ready(&mut world), json!(true));
    world.forget_cookies();
    assert_eq!(ready(&mut world), json!(true), "another browser learns nothing");
}

/// Ada with a registered passkey.
fn with_passkey(world: &mut World) -> (Tokens, Authenticator) {
    let tokens = world.sign_in(ADA);
    let options = world.options(&tokens);
    let mut authenticator = Authenticator::new(5);
    let (status, body) = world.register(&tokens, &authenticator.create(&options, "Key"));
    assert_eq!(status, StatusCode::CREATED, "{body}");
    authenticator.kind = "webauthn.get".to_owned();
    authenticator.origin = "http://localhost:8790".to_owned();
    authenticator.flags = 0b0000_0101;
    authenticator.counter = 2;
    (tokens, authenticator)
}

/// A page that waits for a passkey, with the assertion that would be right.
pub(crate) fn asked_for_passkey() -> (World, Reply, Value) {
    let mut world = World::new();
    let (_, authenticator) = with_passkey(&mut world);
    let (page, options) = passkey_page(&mut world);
    let assertion = authenticator.get(&options);
    (world, page, assertion)
}

fn passkey_page(world: &mut World) -> (Reply, Value) {
    let page = choose(world, ADA);
    let page = world.fill(&page, &[("action", "use_passkey")]);
    let options = options_of(&page);
    (page, options)
}

fn options_of(page: &Reply) -> Value {
    let text = text(page);
    let before = "data-options=\"";
    let start = text.find(before).expect("the page has options") + before.len();
    let options = text[start..].split('"').next().unwrap().replace("&quot;", "\"");
    serde_json::from_str(&options).unwrap()
}

fn send_assertion(world: &mut World, page: &Reply, assertion: &Value) -> Reply {
    let assertion = assertion.to_string();
    world.fill(page, &[("credential", &assertion), ("action", "passkey")])
}

#[test]
fn a_passkey_signs_in_and_notes_when_it_was_used() {
    let mut world = World::new();
    let (_, authenticator) = with_passkey(&mut world);
    world.pass_minutes(5);
    let (page, options) = passkey_page(&mut world);
    assert_eq!(options["rpId"], "localhost");
    let reply = send_assertion(&mut world, &page, &authenticator.get(&options));
    let tokens = world.tokens_of(&reply);
    let access = claims(&tokens.access);
    assert_eq!(access["amr"], json!(["fido", "mfa"]));
    assert_eq!(access["auth_time"], world.now.unix_seconds());
    assert_eq!(tokens.body["expires_in"], 3600, "no pass cuts it short");
    let (_, list) = world.graph(&tokens, Method::GET, "/beta/me/authentication/fido2Methods");
    assert_eq!(list["value"][0]["lastUsedDateTime"], world.now.to_rfc3339_seconds());
}

#[test]
fn a_spoiled_assertion_is_refused() {
    type Spoil = fn(&mut Authenticator);
    let spoils: [(&str, Spoil); 7] = [
        ("another key", |one| one.key = Authenticator::new(6).key),
        ("another origin", |one| one.origin = "http://localhost:8787".to_owned()),
        ("another relying party", |one| one.relying_party_id = "evil.example".to_owned()),
        ("another ceremony", |one| one.kind = "webauthn.create".to_owned()),
        ("nobody verified", |one| one.flags = 0b0000_0001),
        ("an old counter", |one| one.counter = 1),
        ("an unknown credential", |one| one.credential_id = vec![9; 32]),
    ];
    for (name, spoil) in spoils {
        let mut world = World::new();
        let (_, mut authenticator) = with_passkey(&mut world);
        spoil(&mut authenticator);
        let (page, options) = passkey_page(&mut world);
        let page = send_assertion(&mut world, &page, &authenticator.get(&options));
        assert_eq!(answer_of(&page, "code"), None, "{name}");
        assert_eq!(number(&page).as_deref(), Some("500121"), "{name}");
    }
}

#[test]
fn a_challenge_of_a_passkey_sign_in_is_good_once_and_for_five_minutes() {
    let mut world = World::new();
    let (_, authenticator) = with_passkey(&mut world);
    let (page, options) = passkey_page(&mut world);
    let spoiled = send_assertion(&mut world, &page, &json!({}));
    assert_eq!(number(&spoiled).as_deref(), Some("500121"));
    let page = send_assertion(&mut world, &spoiled, &authenticator.get(&options));
    assert_eq!(answer_of(&page, "code"), None, "the first challenge is gone");
    let options = options_of(&page);
    world.pass_minutes(5);
    let page = send_assertion(&mut world, &page, &authenticator.get(&options));
    assert_eq!(answer_of(&page, "code"), None, "the second one is late");
    let options = options_of(&page);
    let reply = send_assertion(&mut world, &page, &authenticator.get(&options));
    assert!(answer_of(&reply, "code").is_some());
}

#[test]
fn a_counter_that_stands_still_is_refused_and_one_that_moves_is_not() {
    let mut world = World::new();
    let (_, mut authenticator) = with_passkey(&mut world);
    for (counter, is_taken) in [(2, true), (2, false), (3, true)] {
        authenticator.counter = counter;
        let (page, options) = passkey_page(&mut world);
        let reply = send_assertion(&mut world, &page, &authenticator.get(&options));
        assert_eq!(answer_of(&reply, "code").is_some(), is_taken, "{counter}");
    }
}

#[test]
fn a_passkey_that_no_authenticator_holds_cannot_sign_in() {
    let mut world = World::new();
    let page = choose(&mut world, EMRE);
    let page = world.fill(&page, &[("action", "use_passkey")]);
    let options = options_of(&page);
    let mut authenticator = Authenticator::new(1);
    authenticator.kind = "webauthn.get".to_owned();
    authenticator.credential_id = {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let id = options["allowCredentials"][0]["id"].as_str().unwrap();
        URL_SAFE_NO_PAD.decode(id).unwrap()
    };
    let page = send_assertion(&mut world, &page, &authenticator.get(&options));
    assert_eq!(number(&page).as_deref(), Some("500121"));
}

#[test]
fn an_age_of_zero_asks_again_and_the_answer_is_new() {
    let mut world = World::new();
    world.sign_in(ADA);
    world.pass_minutes(1);
    let page = world.authorize(&[("max_age", "0")]);
    assert_eq!(page.status(), StatusCode::OK);
    let pass = world.pass_of(ADA);
    let page = world.fill(&page, &[("account", ADA.account)]);
    let reply = world.fill(&page, &[("pass", &pass)]);
    let tokens = world.tokens_of(&reply);
    let id = claims(tokens.body["id_token"].as_str().unwrap());
    assert_eq!(id["auth_time"], world.now.unix_seconds());
    assert_eq!(claims(&tokens.access)["amr"], json!(["otp", "mfa"]));
}
