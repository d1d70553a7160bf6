//! The registration interrupt as its person meets it, between the sign-in and the application.

use http::{Method, StatusCode};

use crate::{
    TENANT_ID,
    people::{ADA, EMRE, IDA, LEIF},
    testing::{
        World, answer_of,
        conditional_access::{move_to, try_to_register, world_with_policies},
        hidden, text,
    },
    web::{address, reply::Reply},
};

fn send(world: &mut World, page: &Reply, fields: &[(&str, &str)]) -> Reply {
    let (attempt, canary) = (hidden(&text(page), "attempt"), hidden(&text(page), "canary"));
    let mut all = vec![("attempt", attempt.as_str()), ("canary", canary.as_str())];
    all.extend(fields);
    world.browse(Method::POST, &format!("/{TENANT_ID}/register"), &all)
}

fn interrupted(world: &mut World) -> Reply {
    let pass = world.pass_of(IDA);
    let page = world.type_pass(IDA.account, &pass);
    assert!(text(&page).contains("Keep your account secure"));
    assert_eq!(answer_of(&page, "code"), None);
    page
}

#[test]
fn registration_interrupt() {
    let mut world = World::new();
    let page = interrupted(&mut world);
    // Passkeys and phone sign-in are not offered; what is offered can be registered, and the application goes on.
    let shown = text(&page);
    assert!(!shown.contains("passkey") && !shown.contains("phone sign-in"), "{shown}");
    let early = send(&mut world, &page, &[("action", "continue")]);
    assert_eq!(answer_of(&early, "code"), None);
    let page = send(&mut world, &page, &[("action", "add_phone"), ("phone", "+46 70 123 45 67")]);
    assert!(text(&page).contains("Phone +46 701234567"), "{}", text(&page));
    let reply = send(&mut world, &page, &[("action", "continue")]);
    let code = answer_of(&reply, "code").expect("the application goes on");
    assert_eq!(answer_of(&reply, "state").as_deref(), Some("the-state"));
    let (status, body) = world.redeem(&code);
    assert_eq!(status, StatusCode::OK, "{body}");
    // The next sign-in is not interrupted.
    let pass = world.pass_of(IDA);
    assert!(answer_of(&world.type_pass(IDA.account, &pass), "code").is_some());
}

fn on_phone(world: &mut World, typed: &[(&str, &str)]) {
    let page = world.browse(Method::GET, &address::phone(), &[]);
    let canary = hidden(&text(&page), "canary");
    let mut fields = vec![("canary", canary.as_str())];
    fields.extend(typed);
    world.browse(Method::POST, &address::phone(), &fields);
}

#[test]
fn microsoft_authenticator_is_offered_and_ends_the_interrupt() {
    let mut world = World::new();
    let page = interrupted(&mut world);
    assert!(text(&page).contains(&address::phone()));
    let pass = world.pass_of(IDA);
    on_phone(&mut world, &[("action", "take"), ("name", "Test phone"), ("platform", "ios")]);
    on_phone(&mut world, &[("action", "install")]);
    on_phone(&mut world, &[("action", "add"), ("account", IDA.account), ("pass", &pass)]);
    let attempt = hidden(&text(&page), "attempt");
    let address = format!("/{TENANT_ID}/register?attempt={attempt}");
    let page = world.browse(Method::GET, &address, &[]);
    assert!(text(&page).contains("Microsoft Authenticator on Test phone"), "{}", text(&page));
    assert!(answer_of(&send(&mut world, &page, &[("action", "continue")]), "code").is_some());
}

#[test]
fn whoever_comes_back_with_nothing_set_up_is_told_so() {
    let mut world = World::new();
    let page = text(&interrupted(&mut world));
    assert!(!page.contains("id=\"nothing-yet\""));
    let back = page.split("id=\"return\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let back = back.expect("a way back").replace("&amp;", "&");
    let again = world.browse(Method::GET, &back, &[]);
    assert!(text(&again).contains("id=\"nothing-yet\""));
    let done = send(&mut world, &again, &[("action", "add_phone"), ("phone", "+46 70 123 45 67")]);
    assert!(!text(&done).contains("id=\"nothing-yet\""));
    assert!(!text(&world.browse(Method::GET, &back, &[])).contains("id=\"nothing-yet\""));
}

#[test]
fn a_number_that_is_none_is_refused_and_nothing_is_registered() {
    let mut world = World::new();
    let page = interrupted(&mut world);
    for number in ["", "070 123 45 67", "+46", "+46 12", "+46 x123456", "+4646464646464646 1"] {
        let page = send(&mut world, &page, &[("action", "add_phone"), ("phone", number)]);
        assert!(text(&page).contains("id=\"error\""), "{number}");
    }
    let page = send(&mut world, &page, &[("action", "continue")]);
    assert_eq!(answer_of(&page, "code"), None);
}

#[test]
fn only_who_is_under_the_policy_and_has_nothing_registered_is_interrupted() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    assert!(answer_of(&world.type_pass(ADA.account, &pass), "code").is_some());
    world.tenant.settings.switches.registration_interrupt_for_everyone = true;
    assert_eq!(answer_of(&world.type_pass(ADA.account, &pass), "code"), None);
    world.forget_cookies();
    let pass = world.pass_of(EMRE);
    let page = world.authorize(&[("prompt", "login")]);
    let page = world.fill(&page, &[("account", EMRE.account), ("action", "next")]);
    let reply = world.fill(&page, &[("pass", &pass), ("action", "sign_in")]);
    assert!(answer_of(&reply, "code").is_some());
}

#[test]
fn a_newer_tenant_offers_passkeys_by_a_switch() {
    let mut world = World::new();
    world.tenant.settings.switches.registration_interrupt_offers_passkeys = true;
    let page = interrupted(&mut world);
    assert!(text(&page).contains("id=\"add-passkey\""));
}

#[test]
fn canceling_leads_back_without_a_code_and_a_silent_request_is_told_to_interact() {
    let mut world = World::new();
    let page = interrupted(&mut world);
    let silent = world.authorize(&[("prompt", "none")]);
    assert_eq!(answer_of(&silent, "error").as_deref(), Some("interaction_required"));
    let reply = send(&mut world, &page, &[("action", "cancel")]);
    assert_eq!(answer_of(&reply, "error").as_deref(), Some("access_denied"));
    let again = send(&mut world, &page, &[("action", "continue")]);
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
}

#[test]
fn the_page_belongs_to_its_browser_and_its_forms_to_the_page() {
    let mut world = World::new();
    let page = interrupted(&mut world);
    let attempt = hidden(&text(&page), "attempt");
    let path = format!("/{TENANT_ID}/register");
    let forged = [
        ("attempt", attempt.as_str()),
        ("canary", "x"),
        ("action", "add_phone"),
        ("phone", "+46 70 123 45 67"),
    ];
    assert_eq!(world.browse(Method::POST, &path, &forged).status(), StatusCode::BAD_REQUEST);
    // The page can be opened again in its own browser, and in no other.
    let address = format!("{path}?attempt={attempt}");
    assert_eq!(world.browse(Method::GET, &address, &[]).status(), StatusCode::OK);
    world.forget_cookies();
    assert_eq!(world.browse(Method::GET, &address, &[]).status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        send(&mut world, &page, &[("action", "continue")]).status(),
        StatusCode::BAD_REQUEST
    );
}

#[test]
fn who_may_not_register_from_here_is_told_so_before_anything_is_offered() {
    let mut world = world_with_policies();
    move_to(&mut world, "203.0.113.7");
    let page = try_to_register(&mut world, LEIF);
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    assert!(text(&page).contains("AADSTS53010"));
    // Allowed at the office, and asked again at every step.
    move_to(&mut world, "198.51.100.7");
    let page = try_to_register(&mut world, LEIF);
    move_to(&mut world, "203.0.113.7");
    let refused =
        send(&mut world, &page, &[("action", "add_phone"), ("phone", "+46 70 123 45 67")]);
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let leif = world.tenant.directory.person_by_account(LEIF.account).unwrap();
    assert_eq!(leif.methods.len(), 1);
}
