//! The stand-in phone, from the table that it lies on to a registered Microsoft Authenticator.

use http::{Method, StatusCode, header};

use crate::{
    Persona,
    people::{ADA, BELA, NILS},
    testing::{World, hidden, text},
    web::reply::Reply,
};

fn look(world: &mut World) -> Reply {
    world.browse(Method::GET, &crate::web::address::phone(), &[])
}

fn act(world: &mut World, typed: &[(&str, &str)]) -> Reply {
    let page = look(world);
    let canary = hidden(&text(&page), "canary");
    let mut fields = vec![("canary", canary.as_str())];
    fields.extend(typed.iter().copied());
    world.browse(Method::POST, &crate::web::address::phone(), &fields)
}

fn install(world: &mut World) {
    act(world, &[("action", "take"), ("name", "Test phone"), ("platform", "ios")]);
    act(world, &[("action", "install")]);
}

fn add(world: &mut World, persona: Persona, pass: &str, passkey: &str) -> Reply {
    act(
        world,
        &[("action", "add"), ("account", persona.account), ("pass", pass), ("passkey", passkey)],
    )
}

fn names(world: &World, persona: Persona) -> Vec<String> {
    let person = world.tenant.directory.person_by_account(persona.account);
    person
        .unwrap()
        .methods
        .iter()
        .filter_map(|method| method.collection())
        .map(|collection| collection.segment().to_owned())
        .collect()
}

#[test]
fn an_account_added_with_a_pass_appears_as_microsoft_authenticator() {
    let mut world = World::new();
    install(&mut world);
    let page = act(&mut world, &[("action", "add"), ("account", ADA.account)]);
    assert!(text(&page).contains("id=\"pass\""));
    let pass = world.pass_of(ADA);
    let reply = add(&mut world, ADA, &pass, "");
    assert_eq!(reply.status(), StatusCode::FOUND);
    let tokens = world.sign_in(ADA);
    let (_, list) =
        world.graph(&tokens, Method::GET, "/v1.0/me/authentication/microsoftAuthenticatorMethods");
    assert_eq!(list["value"][0]["displayName"], "Test phone");
    assert!(
        text(&look(&mut world)).contains("ada@<wbr>contoso.example")
            || text(&look(&mut world)).contains("ada<wbr>@contoso.example")
    );
    // Once more adds nothing.
    add(&mut world, ADA, &pass, "");
    assert_eq!(names(&world, ADA), ["passwordMethods", "microsoftAuthenticatorMethods"]);
}

#[test]
fn a_wrong_or_expired_pass_adds_nothing() {
    let mut world = World::new();
    install(&mut world);
    let page = add(&mut world, ADA, "wrong", "");
    assert!(text(&page).contains("data-code=\"130507\""));
    let pass = world.pass_of(BELA);
    let page = add(&mut world, BELA, &pass, "");
    assert!(text(&page).contains("data-code=\"130504\""));
    assert_eq!(names(&world, ADA), ["passwordMethods"]);
    assert_eq!(names(&world, BELA), ["passwordMethods"]);
}

#[test]
fn the_app_uses_a_one_time_pass_up() {
    let mut world = World::new();
    install(&mut world);
    let pass = world.pass_of(NILS);
    add(&mut world, NILS, &pass, "");
    assert_eq!(names(&world, NILS).len(), 2);
    let page = world.type_pass(NILS.account, &pass);
    assert!(text(&page).contains("data-code=\"130501\""));
}

#[test]
fn a_passkey_in_the_app_carries_the_aaguid_of_the_phone() {
    let mut world = World::new();
    install(&mut world);
    let pass = world.pass_of(ADA);
    add(&mut world, ADA, &pass, "yes");
    let tokens = world.sign_in(ADA);
    let (_, list) = world.graph(&tokens, Method::GET, "/v1.0/me/authentication/fido2Methods");
    assert_eq!(list["value"][0]["aaGuid"], "90a3ccdf-635c-4729-a248-9b709135078f");
}

#[test]
fn one_person_has_at_most_five_registrations_of_the_app() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    for _ in 0..6 {
        install(&mut world);
        add(&mut world, ADA, &pass, "");
    }
    assert_eq!(names(&world, ADA).len(), 1 + 5);
}

#[test]
fn without_the_app_nothing_is_added() {
    let mut world = World::new();
    act(&mut world, &[("action", "take"), ("name", "Test phone")]);
    let pass = world.pass_of(ADA);
    add(&mut world, ADA, &pass, "");
    assert_eq!(names(&world, ADA), ["passwordMethods"]);
}

#[test]
fn an_account_that_was_removed_says_so_on_the_phone() {
    let mut world = World::new();
    install(&mut world);
    let pass = world.pass_of(ADA);
    add(&mut world, ADA, &pass, "");
    assert!(!text(&look(&mut world)).contains("Removed in Security info"));
    let ada = world
        .tenant
        .directory
        .people
        .iter_mut()
        .find(|person| person.account == ADA.account)
        .unwrap();
    ada.methods.truncate(1);
    assert!(text(&look(&mut world)).contains("Removed in Security info"));
}

#[test]
fn a_form_without_its_canary_or_of_another_browser_is_refused() {
    let mut world = World::new();
    install(&mut world);
    let pass = world.pass_of(ADA);
    let canary = hidden(&text(&look(&mut world)), "canary");
    let forged = [("action", "add"), ("account", ADA.account), ("pass", &pass)];
    let reply = world.browse(Method::POST, &crate::web::address::phone(), &forged);
    assert_eq!(reply.status(), StatusCode::BAD_REQUEST);
    world.forget_cookies();
    look(&mut world);
    let mut fields = forged.to_vec();
    fields.push(("canary", &canary));
    let reply = world.browse(Method::POST, &crate::web::address::phone(), &fields);
    assert_eq!(reply.status(), StatusCode::BAD_REQUEST);
    assert_eq!(names(&world, ADA), ["passwordMethods"]);
}

#[test]
fn every_screen_refuses_framing_and_says_what_it_is() {
    let mut world = World::new();
    let mut pages = vec![look(&mut world)];
    act(&mut world, &[("action", "take"), ("name", "Test phone")]);
    pages.push(look(&mut world));
    act(&mut world, &[("action", "install")]);
    pages.push(look(&mut world));
    pages.push(world.browse(
        Method::GET,
        &format!("{}?screen=add", crate::web::address::phone()),
        &[],
    ));
    for page in pages {
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(page.headers()[header::X_FRAME_OPTIONS], "DENY");
        assert!(text(&page).contains("This is the embedded tenant"));
        assert!(!text(&page).contains("<script>"));
    }
}

#[test]
fn what_is_to_go_wrong_is_chosen_on_the_page_or_by_name_and_said_in_plain_words() {
    let mut world = World::new();
    install(&mut world);
    let address = format!("{}?screen=add&fault=wrongNumber&delay=5", crate::web::address::phone());
    let named = text(&world.browse(Method::GET, &address, &[]));
    assert!(named.contains("value=\"wrongNumber\" checked"), "{named}");
    let chosen = [("action", "add"), ("account", ADA.account), ("fault", "neverFinished")];
    let asked = text(&act(&mut world, &chosen));
    assert_eq!(hidden(&asked, "fault"), "neverFinished");
    assert!(!asked.contains("role=\"alert\""), "nothing was typed yet");
    let pass = world.pass_of(ADA);
    let finished = [&chosen[..], &[("pass", pass.as_str())]].concat();
    assert_eq!(act(&mut world, &finished).status(), StatusCode::FOUND);
    let words = "the app was closed before it was finished. Nothing was registered";
    assert!(text(&look(&mut world)).contains(words));
    assert!(text(&look(&mut world)).contains(words), "also after a reload");
    assert_eq!(names(&world, ADA), ["passwordMethods"]);
    let personal = [("action", "add"), ("account", ADA.account), ("fault", "anotherAccount")];
    assert_eq!(act(&mut world, &personal).status(), StatusCode::FOUND);
    let page = text(&look(&mut world));
    assert!(page.contains("Personal account") && !page.contains(words), "{page}");
    add(&mut world, ADA, &pass, "");
    assert!(text(&look(&mut world)).contains("Microsoft Authenticator was registered."));
}

#[test]
fn one_person_has_at_most_ten_passkeys_wherever_they_are_made() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    install(&mut world);
    for _ in 0..11 {
        add(&mut world, ADA, &pass, "yes");
    }
    assert!(text(&look(&mut world)).contains("You have ten passkeys already"));
    assert_eq!(names(&world, ADA).len(), 1 + 1 + 10);
    let tokens = world.sign_in(ADA);
    let options = world.options(&tokens);
    let body = crate::testing::Authenticator::new(1).create(&options, "Key");
    let (status, body) = world.register(&tokens, &body);
    assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    assert_eq!(names(&world, ADA).len(), 1 + 1 + 10);
}
