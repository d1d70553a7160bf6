//! Conditional Access at each entry point: applications, Security info, the app on a phone, and Graph.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{HOME_TENANT, subject};
use crate::{
    CLIENT_ID, Persona,
    directory::conditional_access::strength::Strength,
    people::{ADA, LEIF, ROSA},
    testing::{
        Authenticator, CALLBACK, FIDO2_METHODS, START, World, answer_of,
        conditional_access::{
            HEAD_OFFICE, HOME, OFFICE, REQUIRE_MFA, move_to, post_policy, send, world_with_policies,
        },
        hidden, text,
    },
    web::address,
};

#[test]
fn guests_of_other_tenants_are_guests_to_policies_with_their_home() {
    let world = World::new();
    let rosa = world.tenant.directory.person_by_account(ROSA.account).unwrap();
    let guest = subject(rosa).guest.unwrap();
    assert_eq!(
        (guest.kind, guest.home_tenant.as_deref()),
        ("b2bCollaborationGuest", Some(HOME_TENANT))
    );
    let leif = world.tenant.directory.person_by_account(LEIF.account).unwrap();
    assert_eq!(subject(leif).guest.unwrap().kind, "internalGuest");
}

#[test]
fn security_info_and_the_app_ask_too() {
    let mut world = world_with_policies();
    move_to(&mut world, HOME);
    let enter = |world: &mut World, persona: Persona| {
        world.forget_cookies();
        let page = world.browse(Method::GET, &address::security_info(), &[]);
        let page = world.fill(&page, &[("account", persona.account), ("action", "next")]);
        let pass = world.pass_of(persona);
        world.fill(&page, &[("pass", &pass), ("action", "sign_in")]);
        text(&world.browse(Method::GET, &address::security_info(), &[]))
    };
    assert!(enter(&mut world, LEIF).contains("data-code=\"53010\""));
    let add_passkey = format!("{}/add-passkey", address::security_info());
    let page = world.browse(Method::GET, &add_passkey, &[]);
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    assert!(!enter(&mut world, ADA).contains("AADSTS"));
    move_to(&mut world, OFFICE);
    assert!(!enter(&mut world, LEIF).contains("AADSTS"));
    // The app on the phone asks as well.
    let on_phone = |world: &mut World, typed: &[(&str, &str)]| {
        let page = world.browse(Method::GET, &address::phone(), &[]);
        let canary = hidden(&text(&page), "canary");
        let mut fields = vec![("canary", canary.as_str())];
        fields.extend(typed);
        text(&world.browse(Method::POST, &address::phone(), &fields))
    };
    let pass = world.pass_of(LEIF);
    on_phone(&mut world, &[("action", "take"), ("name", "Test phone"), ("platform", "ios")]);
    on_phone(&mut world, &[("action", "install")]);
    let add = [("action", "add"), ("account", LEIF.account), ("pass", &pass)];
    let count = |world: &World| {
        let leif = world.tenant.directory.person_by_account(LEIF.account);
        leif.unwrap().methods.len()
    };
    move_to(&mut world, HOME);
    assert!(on_phone(&mut world, &add).contains("53010"));
    assert_eq!(count(&world), 1);
    move_to(&mut world, OFFICE);
    on_phone(&mut world, &add);
    assert_eq!(count(&world), 2);
}

#[test]
fn an_application_that_is_blocked_gets_no_code_and_a_silent_one_an_error() {
    let mut world = World::new();
    let applications = json!({ "includeApplications": [CLIENT_ID] });
    let strength = json!({ "operator": "OR", "authenticationStrength": { "id": Strength::PhishingResistant.id() } });
    let pass = world.pass_of(ADA);
    let reply = world.type_pass(ADA.account, &pass);
    assert!(answer_of(&reply, "code").is_some());
    let documents = |controls: &Value| {
        let mut policy: Value = serde_json::from_str(REQUIRE_MFA).unwrap();
        policy["conditions"]["applications"] = applications.clone();
        policy["grantControls"] = controls.clone();
        [
            ("p.json".to_owned(), policy.to_string()),
            ("l.json".to_owned(), String::from(HEAD_OFFICE)),
        ]
    };
    world.tenant.load_policies(&documents(&strength), START).unwrap();
    let silent = world.authorize(&[("prompt", "none")]);
    assert_eq!(answer_of(&silent, "error").as_deref(), Some("interaction_required"));
    assert!(answer_of(&silent, "error_description").unwrap().starts_with("AADSTS50076"));
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    world.tenant.load_policies(&documents(&block), START).unwrap();
    let reply = world.type_pass(ADA.account, &pass);
    assert_eq!(reply.status(), StatusCode::FORBIDDEN);
    let page = text(&reply);
    assert!(page.contains("AADSTS53003") && page.contains(CALLBACK), "{page}");
    let silent = world.authorize(&[("prompt", "none")]);
    assert!(answer_of(&silent, "error_description").unwrap().starts_with("AADSTS53003"));
}

#[test]
fn registering_a_passkey_through_graph_asks_only_where_the_switch_says_so() {
    for obeys in [false, true] {
        let mut world = world_with_policies();
        move_to(&mut world, HOME);
        let tokens = world.sign_in(ADA);
        // A guest cannot register passkeys at all, so that a member is blocked here.
        let block = json!({ "operator": "OR", "builtInControls": ["block"] });
        post_policy(&mut world, &[("/grantControls", block)]);
        world.tenant.settings.switches.graph_writes_obey_conditional_access = obeys;
        let options = world.options(&tokens);
        let body = Authenticator::new(3).create(&options, "Key");
        let (status, answer) = send(&mut world, &tokens, Method::POST, FIDO2_METHODS, &body);
        if obeys {
            assert_eq!(status, StatusCode::FORBIDDEN);
            assert!(answer["error"]["message"].as_str().unwrap().starts_with("AADSTS53010"));
        } else {
            assert_eq!(status, StatusCode::CREATED, "{answer}");
        }
    }
}

#[test]
fn a_policy_for_all_resources_reaches_the_user_action_where_the_switch_says_so() {
    for reaches in [false, true] {
        let mut world = world_with_policies();
        move_to(&mut world, HOME);
        let tokens = world.sign_in(ADA);
        let everything = json!({ "includeApplications": ["All"] });
        let block = json!({ "operator": "OR", "builtInControls": ["block"] });
        post_policy(
            &mut world,
            &[("/conditions/applications", everything), ("/grantControls", block)],
        );
        world.tenant.settings.switches.graph_writes_obey_conditional_access = true;
        world.tenant.settings.switches.all_resources_reach_user_actions = reaches;
        let options = world.options(&tokens);
        let body = Authenticator::new(3).create(&options, "Key");
        let (status, answer) = send(&mut world, &tokens, Method::POST, FIDO2_METHODS, &body);
        let expected = if reaches { StatusCode::FORBIDDEN } else { StatusCode::CREATED };
        assert_eq!(status, expected, "{answer}");
    }
}

#[test]
fn an_address_is_believed_from_the_connection_and_otherwise_only_by_a_danger_switch() {
    use super::origin;
    let mut switches = crate::Switches::default();
    let from = |switches: &crate::Switches, peer: &str, forwarded: &str| {
        let request = http::Request::builder()
            .header(crate::ADDRESS_HEADER, peer)
            .header("x-forwarded-for", forwarded)
            .body(Vec::new())
            .unwrap();
        origin(&request, switches).address.map(|address| address.to_string())
    };
    let is = |text: &str| Some(String::from(text));
    assert_eq!(from(&switches, "127.0.0.1", "198.51.100.7"), is("127.0.0.1"));
    assert_eq!(from(&switches, "", "198.51.100.7"), None);
    switches.danger_trusts_forwarded_for = true;
    assert_eq!(from(&switches, "::1", "198.51.100.7, 10.0.0.1"), is("198.51.100.7"));
    assert_eq!(from(&switches, "203.0.113.7", "198.51.100.7"), is("203.0.113.7"));
    assert_eq!(from(&switches, "127.0.0.1", "nonsense"), is("127.0.0.1"));
    switches.danger_client_address = "192.0.2.1".parse().ok();
    assert_eq!(from(&switches, "127.0.0.1", "198.51.100.7"), is("192.0.2.1"));
}
