//! What is kept comes back, and what is damaged or newer does not.

use http::{Method, StatusCode};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    Settings, StateFault, Tenant,
    directory::conditional_access::location::NamedLocation,
    people::{ADA, HEDY, LENA, NILS, UMA},
    testing::{Authenticator, CALLBACK, START, World, answer_of},
};

fn settings() -> Settings {
    Settings::local().seeded(8)
}

fn restored(text: &str) -> Result<Tenant, StateFault> {
    Tenant::restore(settings(), text, START)
}

/// The program ends and starts again.
fn restart(world: &mut World) {
    world.tenant = restored(&world.tenant.keep().unwrap()).unwrap();
    world.forget_cookies();
}

#[test]
fn people_methods_applications_and_keys_outlive_a_restart() {
    let mut world = World::new();
    let secret = world.secret();
    let lena = world.sign_in(LENA);
    let options = world.options(&lena);
    let (status, _) = world.register(&lena, &Authenticator::new(5).create(&options, "Kept key"));
    assert_eq!(status, StatusCode::CREATED);
    let methods = world.methods(&lena);
    let keys = world.graph(&lena, Method::GET, "/common/discovery/v2.0/keys");
    restart(&mut world);
    assert_eq!(world.secret(), secret);
    assert_eq!(world.methods(&lena), methods);
    assert_eq!(world.graph(&lena, Method::GET, "/common/discovery/v2.0/keys"), keys);
    let again = world.options(&lena);
    let (status, body) = world.register(&lena, &Authenticator::new(5).create(&again, "Again"));
    assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
}

#[test]
fn every_kind_of_method_comes_back_as_it_was() {
    for persona in [HEDY, UMA] {
        let mut world = World::new();
        let tokens = world.sign_in(persona);
        let methods = world.methods(&tokens);
        restart(&mut world);
        assert_eq!(world.methods(&tokens), methods, "{}", persona.account);
    }
}

#[test]
fn a_kept_pass_still_opens_and_is_told_to_nobody() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    let text = world.tenant.keep().unwrap();
    assert!(!text.contains(&pass), "the pass stands in the file");
    restart(&mut world);
    assert_eq!(world.pass_of(ADA), "");
    let wrong = world.type_pass(ADA.account, "not-the-pass");
    assert_eq!(answer_of(&wrong, "code"), None);
    let right = world.type_pass(ADA.account, &pass);
    assert!(answer_of(&right, "code").is_some());
}

#[test]
fn a_used_one_time_pass_stays_used() {
    let mut world = World::new();
    let pass = world.pass_of(NILS);
    world.sign_in(NILS);
    restart(&mut world);
    let reply = world.type_pass(NILS.account, &pass);
    assert_eq!(answer_of(&reply, "code"), None);
}

#[test]
fn a_refresh_token_outlives_a_restart_and_a_code_does_not() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let reply = world.authorize(&[]);
    let code = answer_of(&reply, "code").unwrap();
    assert!(!world.tenant.keep().unwrap().contains(&tokens.refresh));
    restart(&mut world);
    let (status, body) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::OK, "{body}");
    let (status, body) = world.redeem(&code);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error"], "invalid_grant");
}

#[test]
fn the_same_state_is_the_same_text() {
    let world = World::new();
    let text = world.tenant.keep().unwrap();
    assert_eq!(world.tenant.keep().unwrap(), text);
    let again = restored(&text).unwrap();
    assert_eq!(again.keep().unwrap(), text);
}

#[test]
fn policies_named_locations_and_switches_outlive_a_restart() {
    let mut world = World::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let documents: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.display().to_string(), text)
        })
        .collect();
    world.tenant.load_policies(&documents, START).unwrap();
    let policies = world.tenant.conditional_access.policies().to_vec();
    let locations = world.tenant.conditional_access.entries::<NamedLocation>().to_vec();
    assert!(!policies.is_empty() && !locations.is_empty());
    world.tenant.settings.switches.replication_seconds = 30;
    restart(&mut world);
    assert_eq!(world.tenant.conditional_access.policies(), policies);
    assert_eq!(world.tenant.conditional_access.entries::<NamedLocation>(), locations);
    assert_eq!(world.tenant.settings.switches.replication_seconds, 30);
}

#[test]
fn a_sign_in_that_was_revoked_stays_revoked() {
    let mut world = World::new();
    let tools = world.sign_in_to_tools(ADA);
    let tokens = world.sign_in(ADA);
    let (status, body) = world.graph(&tools, Method::POST, "/v1.0/me/revokeSignInSessions");
    assert_eq!(status, StatusCode::OK, "{body}");
    restart(&mut world);
    let (status, body) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
}

#[test]
fn the_redirect_address_follows_the_application() {
    let mut world = World::new();
    let text = world.tenant.keep().unwrap();
    let settings = Settings { app_origin: "http://localhost:9999".to_owned(), ..settings() };
    world.tenant = Tenant::restore(settings, &text, START).unwrap();
    let refused = world.authorize(&[("redirect_uri", CALLBACK)]);
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let accepted = world.authorize(&[("redirect_uri", "http://localhost:9999/callback")]);
    assert_eq!(accepted.status(), StatusCode::OK);
}

#[test]
fn a_file_of_a_newer_version_is_refused() {
    let text = json!({ "format": "latchkey-tenant-state", "version": 2, "all": "different" });
    assert_eq!(restored(&text.to_string()).err(), Some(StateFault::Newer(2)));
}

#[test]
fn a_damaged_file_is_refused_wherever_the_damage_is() {
    let text = World::new().tenant.keep().unwrap();
    let damaged = |text: &str| matches!(restored(text), Err(StateFault::Damaged(_)));
    assert!(!damaged(&text));
    for length in [0, 1, 40, text.len() / 2, text.len() - 3] {
        assert!(damaged(&text[..length]), "cut off after {length} bytes");
    }
    assert!(damaged(&text.replacen("Ada", "Eve", 1)), "a changed value");
    assert!(damaged("{}"));
    assert!(damaged("null"));
    assert!(damaged(&text.replacen("latchkey-tenant-state", "cookbook", 1)));
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["state"]["directory"]["people"] = json!(7);
    assert!(damaged(&value.to_string()), "another type");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_byte_is_noticed_or_means_nothing(position: prop::sample::Index, byte: u8) {
        static TEXT: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| World::new().tenant.keep().unwrap());
        let mut bytes = TEXT.clone().into_bytes();
        let length = bytes.len();
        bytes[position.index(length)] = byte;
        // What is not UTF-8 does not come so far.
        if let Ok(text) = String::from_utf8(bytes)
            && let Ok(tenant) = restored(&text)
        {
            prop_assert_eq!(&tenant.keep().unwrap(), &*TEXT);
        }
    }
}
