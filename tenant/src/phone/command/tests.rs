//! Each fault of the phone, from the outside: what the directory lists, what is left of the pass, what the phone says.

use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    PhoneFault,
    people::{ADA, CHIDI, NILS},
    state::phone::{Account, story::Happened},
    testing::{METHODS, World, answer_of, text},
};

fn add(world: &mut World, body: &Value) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/embedded/phone")
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.to_string().into_bytes())
        .unwrap();
    let reply = world.tenant.handle(&request, world.now);
    (reply.status(), serde_json::from_slice(reply.body()).unwrap())
}

/// The types beside password and pass that Ada's list shows.
fn listed(world: &mut World) -> Vec<String> {
    let tokens = world.sign_in(ADA);
    let (_, list) = world.graph(&tokens, Method::GET, METHODS);
    let types = list["value"].as_array().unwrap().iter();
    types
        .map(|method| method["@odata.type"].as_str().unwrap().replace("#microsoft.graph.", ""))
        .filter(|name| !name.starts_with("password") && !name.starts_with("temporary"))
        .collect()
}

const AUTHENTICATOR: &str = "microsoftAuthenticatorAuthenticationMethod";
const PASSKEY: &str = "fido2AuthenticationMethod";

#[test]
fn every_fault_shows_in_the_list_what_it_promises() {
    let cases: [(Value, &str, &[&str]); 6] = [
        (Value::Null, "registered", &[AUTHENTICATOR]),
        (json!("neverFinished"), "neverFinished", &[]),
        (json!("anotherAccount"), "anotherAccount", &[]),
        (json!("wrongNumber"), "wrongNumber", &[]),
        (json!("late"), "registered", &[]),
        (json!("passkeyInstead"), "passkeyInstead", &[PASSKEY]),
    ];
    for (fault, happened, expected) in cases {
        let mut world = World::new();
        let pass = world.pass_of(ADA);
        let body = json!({ "account": ADA.account, "pass": pass, "fault": fault });
        let (status, answer) = add(&mut world, &body);
        assert_eq!((status, &answer["happened"]), (StatusCode::OK, &json!(happened)), "{fault}");
        assert_eq!(listed(&mut world), expected, "{fault}");
        let phones = world.tenant.phones.all();
        assert_eq!(phones.last().unwrap().happened.as_ref().unwrap().words(), answer["words"]);
    }
}

#[test]
fn a_late_entry_is_listed_after_its_delay_and_approves_at_once() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    let body =
        json!({ "account": ADA.account, "pass": pass, "fault": "late", "delaySeconds": 300 });
    let (_, answer) = add(&mut world, &body);
    assert!(answer["words"].as_str().unwrap().contains("after 300 seconds"), "{answer}");
    world.now = world.now.plus_seconds(299);
    assert!(listed(&mut world).is_empty());
    world.now = world.now.plus_seconds(1);
    assert_eq!(listed(&mut world), [AUTHENTICATOR]);
    let directory = &world.tenant.directory;
    assert!(world.tenant.phones.all().last().unwrap().accounts[0].can_approve(directory));
}

#[test]
fn a_passkey_in_the_app_approves_nothing_and_follows_what_the_organization_offers() {
    let mut world = World::new();
    for (persona, happened) in [(ADA, "passkeyInstead"), (CHIDI, "passkeyRefused")] {
        let body = json!({ "account": persona.account, "pass": world.pass_of(persona), "fault": "passkeyInstead" });
        assert_eq!(add(&mut world, &body).1["happened"], happened);
    }
    let tenant = &mut world.tenant;
    let ada = tenant.directory.person_by_account(ADA.account).unwrap().id.clone();
    tenant.phones.ask_approval(
        &mut tenant.randomness,
        ada.clone(),
        "Latchkey".to_owned(),
        world.now,
    );
    let is_adas = |account: &&Account| account.person == ada;
    let mut phones = tenant.phones.all().iter();
    let phone = phones.find(|phone| phone.accounts.iter().any(|it| is_adas(&it))).unwrap();
    let account = phone.accounts.iter().find(is_adas).unwrap();
    assert!(account.is_registered(&tenant.directory));
    assert!(tenant.phones.waiting_for(phone, &tenant.directory, world.now).is_empty());
}

#[test]
fn a_one_time_pass_serves_the_browser_or_the_phone_and_not_both() {
    let mut world = World::new();
    let pass = world.pass_of(NILS);
    world.sign_in(NILS);
    let body = json!({ "account": NILS.account, "pass": pass });
    let (status, answer) = add(&mut world, &body);
    assert_eq!((status, &answer["number"]), (StatusCode::FORBIDDEN, &json!(130_501)));

    for (fault, is_left) in
        [("neverFinished", false), ("wrongNumber", false), ("anotherAccount", true)]
    {
        let mut world = World::new();
        let pass = world.pass_of(NILS);
        add(&mut world, &json!({ "account": NILS.account, "pass": pass, "fault": fault }));
        let page = world.type_pass(NILS.account, &pass);
        assert_eq!(answer_of(&page, "code").is_some(), is_left, "{fault}");
    }
}

#[test]
fn the_switch_gives_every_phone_its_fault_by_the_same_names() {
    for fault in PhoneFault::ALL {
        let mut world = World::new();
        let (status, body) = world.switch(&json!({ "phoneFault": fault.name() }));
        assert_eq!((status, &body["phoneFault"]), (StatusCode::OK, &json!(fault.name())));
        let page = world.browse(Method::GET, &crate::web::address::phone(), &[]);
        assert!(text(&page).contains("Take a phone"));
        let pass = world.pass_of(ADA);
        let (_, answer) = add(&mut world, &json!({ "account": ADA.account, "pass": pass }));
        let plain = Happened::Registered { has_passkey: false, listed_after: 0 };
        assert_ne!(answer["words"], plain.words(), "{fault:?}");
    }
}

#[test]
fn a_command_that_is_not_understood_takes_no_phone() {
    let mut world = World::new();
    let phones = world.tenant.phones.all().len();
    for body in [json!([]), json!({}), json!({ "account": "a", "fault": "odd" })] {
        assert_eq!(add(&mut world, &body).0, StatusCode::BAD_REQUEST, "{body}");
    }
    let plain = Request::builder().method(Method::POST).uri("/embedded/phone");
    let reply = world.tenant.handle(&plain.body(b"{}".to_vec()).unwrap(), world.now);
    assert_eq!(reply.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(world.tenant.phones.all().len(), phones);
}
