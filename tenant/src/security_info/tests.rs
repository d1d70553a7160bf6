//! Security info as its person meets it: the list, each change both ways, and who is kept out.

use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    Persona,
    directory::collection::Collection,
    people::{ADA, CHIDI, EMRE, GALA, HEDY, LENA, NILS},
    state::switches::OwnPasskeys,
    testing::{Authenticator, CREATION_OPTIONS, World, hidden, text},
    web::reply::Reply,
};

fn look(world: &mut World) -> Reply {
    world.browse(Method::GET, &crate::web::address::security_info(), &[])
}

/// Signs in on the page itself and gives the overview.
fn enter(world: &mut World, persona: Persona) -> Reply {
    let page = look(world);
    let page = world.fill(&page, &[("account", persona.account), ("action", "next")]);
    let pass = world.pass_of(persona);
    let reply = world.fill(&page, &[("pass", &pass), ("action", "sign_in")]);
    assert_eq!(reply.headers()[header::LOCATION], crate::web::address::security_info().as_str());
    look(world)
}

fn act(world: &mut World, typed: &[(&str, &str)]) -> Reply {
    let canary = hidden(&text(&look(world)), "canary");
    let mut fields = vec![("canary", canary.as_str())];
    fields.extend(typed.iter().copied());
    world.browse(Method::POST, &crate::web::address::security_info(), &fields)
}

/// The id of the first method of a kind on the page.
fn id_of(page: &Reply, kind: &str) -> String {
    let text = text(page);
    let before = format!("data-kind=\"{kind}\" data-method=\"");
    let start = text.find(&before).expect("the page lists it") + before.len();
    text[start..].split('"').next().unwrap().to_owned()
}

fn send(world: &mut World, path: &str, canary: &str, body: &Value) -> (StatusCode, Value) {
    let cookies = world.cookie_header();
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{}/{path}", crate::web::address::security_info()))
        .header(header::COOKIE, cookies)
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-canary", canary)
        .body(body.to_string().into_bytes())
        .unwrap();
    let reply = world.tenant.handle(&request, world.now);
    let status = reply.status();
    (status, serde_json::from_slice(reply.body()).unwrap_or(Value::Null))
}

#[test]
fn the_page_needs_a_sign_in_and_takes_the_one_that_a_client_led_to() {
    let mut world = World::new();
    assert!(text(&look(&mut world)).contains("id=\"account\""));
    world.sign_in(ADA);
    assert!(text(&look(&mut world)).contains("<h1>Security info</h1>"));
}

#[test]
fn the_banner_is_there_while_nothing_is_registered() {
    let mut world = World::new();
    let page = text(&enter(&mut world, ADA));
    assert!(page.contains("id=\"banner\""));
    assert!(page.contains("15 Jan 2027, 09:00 UTC"), "the end of the pass");
    let mut world = World::new();
    assert!(!text(&enter(&mut world, EMRE)).contains("id=\"banner\""));
}

#[test]
fn the_list_shows_kinds_names_and_dates() {
    let mut world = World::new();
    let page = text(&enter(&mut world, LENA));
    for part in [
        "Temporary Access Pass",
        "Expires ",
        "Passkey (device-bound)",
        "Lena&#39;s old phone",
        "Microsoft Authenticator",
        "+49 1511 2345678",
        "Password",
        "Added <time",
        "Last used <time",
    ] {
        assert!(page.contains(part) || page.contains(&part.replace("&#39;", "'")), "{part}");
    }
}

#[test]
fn a_method_is_removed_after_the_question_and_not_before() {
    let mut world = World::new();
    let page = enter(&mut world, LENA);
    let id = id_of(&page, "phoneMethods");
    let question = act(&mut world, &[("action", "ask_remove"), ("method", &id)]);
    assert!(text(&question).contains("Remove this sign-in method?"));
    assert!(text(&look(&mut world)).contains("phoneMethods"));
    let reply = act(&mut world, &[("action", "remove"), ("method", &id)]);
    assert_eq!(reply.status(), StatusCode::FOUND);
    assert!(!text(&look(&mut world)).contains("phoneMethods"));
    let again = act(&mut world, &[("action", "remove"), ("method", &id)]);
    assert_eq!(again.status(), StatusCode::FOUND, "what is gone is gone");
}

#[test]
fn the_default_method_stays_until_another_is_chosen() {
    let mut world = World::new();
    let page = enter(&mut world, HEDY);
    let phone = id_of(&page, "phoneMethods");
    let refused = act(&mut world, &[("action", "remove"), ("method", &phone)]);
    assert!(text(&refused).contains("Cannot delete default method"));
    let key = id_of(&page, "fido2Methods");
    let refused = act(&mut world, &[("action", "make_default"), ("method", &key)]);
    assert!(text(&refused).contains("cannot be the default"));
}

#[test]
fn the_default_method_can_be_changed() {
    let mut world = World::new();
    let page = enter(&mut world, LENA);
    let id = id_of(&page, "microsoftAuthenticatorMethods");
    let reply = act(&mut world, &[("action", "make_default"), ("method", &id)]);
    assert_eq!(reply.status(), StatusCode::FOUND);
    let lena = world.tenant.directory.person_by_account(LENA.account).unwrap();
    assert_eq!(lena.default_method.as_deref(), Some(id.as_str()));
    world.pass_minutes(11);
    let phone = id_of(&look(&mut world), "phoneMethods");
    let refused = act(&mut world, &[("action", "make_default"), ("method", &phone)]);
    assert!(text(&refused).contains("too old"));
}

#[test]
fn deleting_the_pass_signs_out_who_came_with_it() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let page = look(&mut world);
    let id = id_of(&page, "temporaryAccessPass");
    let reply = act(&mut world, &[("action", "remove"), ("method", &id)]);
    assert!(text(&reply).contains("Temporary Access Pass was deleted"));
    assert!(text(&look(&mut world)).contains("id=\"account\""));
    let (_, body) = world.refresh(&tokens);
    assert_eq!(body["error_codes"][0], 130_507);
}

#[test]
fn a_change_needs_a_sign_in_of_the_last_ten_minutes() {
    let mut world = World::new();
    let page = enter(&mut world, LENA);
    let id = id_of(&page, "phoneMethods");
    assert!(!text(&page).contains("id=\"stale\""));
    world.pass_minutes(11);
    assert!(text(&look(&mut world)).contains("id=\"stale\""));
    let asked = act(&mut world, &[("action", "ask_remove"), ("method", &id)]);
    assert!(text(&asked).contains("id=\"signing-in-as\""), "a fresh sign-in first");
    let refused = act(&mut world, &[("action", "remove"), ("method", &id)]);
    assert_eq!(refused.status(), StatusCode::OK);
    assert!(text(&refused).contains("recent multifactor sign-in"));
    assert!(text(&look(&mut world)).contains("phoneMethods"));
}

#[test]
fn signing_out_everywhere_ends_tokens_and_browsers() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    look(&mut world);
    let question = act(&mut world, &[("action", "ask_sign_out_everywhere")]);
    assert!(text(&question).contains("Sign out everywhere?"));
    let (status, _) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::OK, "the question ends nothing");
    act(&mut world, &[("action", "sign_out_everywhere")]);
    assert!(text(&look(&mut world)).contains("id=\"account\""));
    let (status, body) = world.refresh(&tokens);
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error"], "invalid_grant");
}

#[test]
fn signing_out_ends_this_browser_only() {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    act(&mut world, &[("action", "sign_out")]);
    assert!(text(&look(&mut world)).contains("id=\"account\""));
    assert_eq!(world.refresh(&tokens).0, StatusCode::OK);
}

#[test]
fn a_passkey_is_added_from_the_tenants_own_origin() {
    let mut world = World::new();
    let page = enter(&mut world, ADA);
    let canary = hidden(&text(&page), "canary");
    let add = world.browse(
        Method::GET,
        &format!("{}/add-passkey", crate::web::address::security_info()),
        &[],
    );
    assert!(text(&add).contains("data-ceremony=\"create\""));
    let (status, options) = send(&mut world, "passkey-options", &canary, &json!({}));
    assert_eq!(status, StatusCode::OK, "{options}");
    let authenticator =
        Authenticator { origin: "http://localhost:8790".to_owned(), ..Authenticator::new(3) };
    let body = authenticator.create(&options, "My key");
    let (status, answered) = send(&mut world, "passkey", &canary, &body);
    assert_eq!(status, StatusCode::CREATED, "{answered}");
    let page = text(&look(&mut world));
    assert!(page.contains("My key"));
    assert!(!page.contains("id=\"banner\""));
    let (status, _) = send(&mut world, "passkey", &canary, &body);
    assert_eq!(status, StatusCode::BAD_REQUEST, "a challenge is good once");
}

#[test]
fn a_passkey_is_refused_where_graph_refuses_it() {
    let mut world = World::new();
    let page = enter(&mut world, NILS);
    let canary = hidden(&text(&page), "canary");
    world.pass_minutes(11);
    let (status, _) = send(&mut world, "passkey-options", &canary, &json!({}));
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[test]
fn the_page_registers_whatever_graph_lets_other_applications_do() {
    for (persona, own_passkeys) in [
        (ADA, OwnPasskeys::NotAllowed),
        (ADA, OwnPasskeys::ForeignRelyingParty),
        (CHIDI, OwnPasskeys::Accepted),
        (GALA, OwnPasskeys::Accepted),
    ] {
        let mut world = World::new();
        world.tenant.settings.switches.own_passkeys = own_passkeys;
        let page = enter(&mut world, persona);
        let canary = hidden(&text(&page), "canary");
        let (status, options) = send(&mut world, "passkey-options", &canary, &json!({}));
        assert_eq!(status, StatusCode::OK, "{} {own_passkeys:?}", persona.account);
        let authenticator =
            Authenticator { origin: "http://localhost:8790".to_owned(), ..Authenticator::new(3) };
        let body = authenticator.create(&options, "My key");
        let (status, answered) = send(&mut world, "passkey", &canary, &body);
        assert_eq!(status, StatusCode::CREATED, "{} {answered}", persona.account);
    }
}

#[test]
fn a_form_without_its_canary_changes_nothing() {
    let mut world = World::new();
    let page = enter(&mut world, LENA);
    let id = id_of(&page, "phoneMethods");
    for canary in ["", "forged"] {
        let fields = [("canary", canary), ("action", "remove"), ("method", &id)];
        let reply = world.browse(Method::POST, &crate::web::address::security_info(), &fields);
        assert_eq!(reply.status(), StatusCode::BAD_REQUEST);
        let (status, _) = send(&mut world, "passkey-options", canary, &json!({}));
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    assert!(text(&look(&mut world)).contains("phoneMethods"));
}

#[test]
fn every_page_refuses_framing_and_says_what_it_is() {
    let mut world = World::new();
    let overview = enter(&mut world, LENA);
    let id = id_of(&overview, "fido2Methods");
    let pages = [
        overview,
        world.browse(
            Method::GET,
            &format!("{}/add-passkey", crate::web::address::security_info()),
            &[],
        ),
        act(&mut world, &[("action", "ask_remove"), ("method", &id)]),
        act(&mut world, &[("action", "ask_sign_out_everywhere")]),
        act(&mut world, &[("action", "sign_out")]),
    ];
    for page in pages {
        assert_eq!(page.status(), StatusCode::OK);
        assert_eq!(page.headers()[header::X_FRAME_OPTIONS], "DENY");
        let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none'"));
        assert!(policy.contains("script-src 'self';"));
        assert!(text(&page).contains("This is the embedded tenant"));
        assert!(!text(&page).contains("<script>"));
    }
}

#[test]
fn a_one_time_pass_that_a_client_used_up_is_enough_to_add_a_passkey_here() {
    let mut world = World::new();
    world.tenant.settings.switches.own_passkeys = OwnPasskeys::NotAllowed;
    let tokens = world.sign_in(NILS);
    assert_eq!(
        world.graph(&tokens, Method::GET, CREATION_OPTIONS).0,
        StatusCode::METHOD_NOT_ALLOWED
    );
    let page = look(&mut world);
    assert!(text(&page).contains("+ Add sign-in method"));
    let at = crate::web::address::security_info();
    let choice = text(&world.browse(Method::GET, &format!("{at}/add"), &[]));
    for label in ["Passkey", "Security key", "Microsoft Authenticator"] {
        assert!(choice.contains(&format!("<strong>{label}</strong>")), "{label}");
    }
    let canary = hidden(&text(&page), "canary");
    let (_, options) = send(&mut world, "passkey-options", &canary, &json!({}));
    let authenticator =
        Authenticator { origin: "http://localhost:8790".to_owned(), ..Authenticator::new(3) };
    let body = authenticator.create(&options, "My key");
    assert_eq!(send(&mut world, "passkey", &canary, &body).0, StatusCode::CREATED);
    let key = format!("{at}/add-passkey?kind=security-key");
    let key = text(&world.browse(Method::GET, &key, &[]));
    assert!(key.contains("data-attachment=\"cross-platform\""));
}

#[test]
fn what_there_are_enough_of_is_not_offered() {
    let mut world = World::new();
    enter(&mut world, LENA);
    let at = format!("{}/add", crate::web::address::security_info());
    for (passkeys, authenticators) in [(9, 4), (10, 5)] {
        let people = &mut world.tenant.directory.people;
        let lena = people.iter_mut().find(|person| person.account == LENA.account).unwrap();
        let kinds =
            [(Collection::Fido2, passkeys), (Collection::MicrosoftAuthenticator, authenticators)];
        for (collection, count) in kinds {
            let one =
                lena.methods.iter().find(|method| method.collection() == Some(collection)).cloned();
            lena.methods.retain(|method| method.collection() != Some(collection));
            lena.methods.extend(std::iter::repeat_n(one.unwrap(), count));
        }
        let choice = text(&world.browse(Method::GET, &at, &[]));
        assert_eq!(choice.contains("id=\"add-passkey\""), passkeys < 10);
        assert_eq!(choice.contains("id=\"add-security-key\""), passkeys < 10);
        assert_eq!(choice.contains("id=\"add-authenticator\""), authenticators < 5);
    }
}

/// Whoever says what they read must reach the button (WCAG 2.2, criterion 2.5.3).
#[test]
fn the_accessible_name_of_a_button_begins_with_what_it_shows() {
    let mut world = World::new();
    let page = text(&enter(&mut world, LENA));
    let mut seen = 0;
    for button in page.split("<button").skip(1) {
        let (tag, rest) = button.split_once('>').unwrap();
        let shown = rest.split('<').next().unwrap().trim();
        if let Some((_, label)) = tag.split_once("aria-label=\"") {
            assert!(label.starts_with(shown), "{label} is shown as {shown}");
            seen += 1;
        }
    }
    assert!(seen > 3, "{seen}");
}
