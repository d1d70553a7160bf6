//! A federated account: the pass first, federation otherwise.

use serde_json::json;

use crate::{
    people::{ADA, AKSEL, FINN, FREJA},
    testing::{World, answer_of, text},
};

#[test]
fn federated_account() {
    let mut world = World::new();
    let page = world.authorize(&[]);
    let asked = world.fill(&page, &[("account", FREJA.account)]);
    assert!(text(&asked).contains("id=\"pass\""));
    let pass = world.pass_of(FREJA);
    assert!(answer_of(&world.fill(&asked, &[("pass", &pass)]), "code").is_some());
    let page = world.authorize(&[("prompt", "login")]);
    let handed_over = world.fill(&page, &[("account", FINN.account)]);
    assert!(text(&handed_over).contains("id=\"federation\""));
    assert!(!text(&handed_over).contains("id=\"pass\""));
    assert!(text(&handed_over).contains("federated.contoso.example"));
}

#[test]
fn the_hand_over_comes_as_soon_as_the_pass_cannot_be_used() {
    let mut world = World::new();
    world.pass_minutes(60);
    let page = world.authorize(&[]);
    let page = world.fill(&page, &[("account", FREJA.account)]);
    assert!(text(&page).contains("id=\"federation\""));
    let page = world.fill(&page, &[("action", "change_account")]);
    assert!(text(&page).contains("id=\"account\""));
    let page = world.fill(&page, &[("account", ADA.account)]);
    assert!(text(&page).contains("id=\"pass\""));
}

#[test]
fn a_new_pass_brings_a_federated_account_back_to_the_pass() {
    let mut world = World::new();
    let aksel = world.sign_in_to_tools(AKSEL);
    let (_, body) = world.issue(&aksel, FINN, &json!({}));
    let pass = body["temporaryAccessPass"].as_str().unwrap();
    assert!(answer_of(&world.type_pass(FINN.account, pass), "code").is_some());
}
