//! The sign-in pages as a person meets them, from the first page to the answer that the application gets.

use http::{Method, StatusCode, header};

use crate::{
    MARKER, Persona, TENANT_ID,
    people::{ADA, BELA, FINN, NILS, PER, TOVE},
    testing::{START, World, answer_of, text},
    web::reply::Reply,
};

/// The number beside the field of a page that asks again.
fn number(page: &Reply) -> Option<String> {
    let text = text(page);
    let start = text.find("data-code=\"")? + "data-code=\"".len();
    text[start..].split('"').next().map(String::from)
}

fn check_refused(world: &mut World, persona: Persona, pass: &str, expected: &str) {
    let page = world.type_pass(persona.account, pass);
    assert_eq!(page.status(), StatusCode::OK);
    assert_eq!(number(&page).as_deref(), Some(expected));
    assert_eq!(answer_of(&page, "code"), None);
}

#[test]
fn a_right_pass_leads_back_with_a_code_and_the_state() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    let reply = world.type_pass(ADA.account, &pass);
    assert_eq!(reply.status(), StatusCode::FOUND);
    assert!(answer_of(&reply, "code").is_some());
    assert_eq!(answer_of(&reply, "state").as_deref(), Some("the-state"));
}

#[test]
fn whom_the_hint_names_is_not_asked_for_again_and_another_name_is_filled_in() {
    let mut world = World::new();
    let page = world.authorize(&[("login_hint", ADA.account)]);
    assert!(text(&page).contains("id=\"pass\"") && !text(&page).contains("id=\"account\""));
    let pass = world.pass_of(ADA);
    assert!(answer_of(&world.fill(&page, &[("pass", &pass)]), "code").is_some());
    let page = world.authorize(&[("login_hint", ADA.account), ("prompt", "select_account")]);
    assert!(text(&page).contains("value=\"ada@contoso.example\""));
    let page = world.authorize(&[("login_hint", FINN.account), ("prompt", "login")]);
    assert!(text(&page).contains("id=\"federation\""));
    let page = text(&world.authorize(&[("login_hint", "nobody@contoso.example")]));
    assert!(page.contains("value=\"nobody@contoso.example\""));
    let page = text(&world.authorize(&[("login_hint", "\"><script>alert(1)</script>")]));
    assert!(!page.contains("<script>alert"));
}

#[test]
fn an_unknown_account_is_told_so() {
    let mut world = World::new();
    let page = world.authorize(&[]);
    for account in ["nobody@contoso.example", "", "  "] {
        let page = world.fill(&page, &[("account", account), ("action", "next")]);
        assert_eq!(number(&page).as_deref(), Some("50034"), "{account:?}");
    }
}

#[test]
fn every_state_of_a_pass_has_its_own_answer() {
    let mut world = World::new();
    check_refused(&mut world, ADA, "wrong", "130507");
    check_refused(&mut world, PER, "anything", "130507");
    let expired = world.pass_of(BELA);
    check_refused(&mut world, BELA, &expired, "130504");
    let early = world.pass_of(TOVE);
    check_refused(&mut world, TOVE, &early, "130503");
    world.pass_minutes(120);
    assert!(answer_of(&world.type_pass(TOVE.account, &early), "code").is_some());
}

#[test]
fn a_one_time_pass_signs_in_once_and_a_reusable_one_again() {
    let mut world = World::new();
    world.sign_in(NILS);
    let pass = world.pass_of(NILS);
    check_refused(&mut world, NILS, &pass, "130501");
    world.sign_in(ADA);
    world.sign_in(ADA);
}

#[test]
fn ten_wrong_passes_lock_the_account_even_for_the_right_one() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    for _ in 0..10 {
        check_refused(&mut world, ADA, "wrong", "130507");
    }
    check_refused(&mut world, ADA, &pass, "50053");
    world.pass_minutes(1);
    assert!(answer_of(&world.type_pass(ADA.account, &pass), "code").is_some());
}

#[test]
fn cancel_leads_back_with_access_denied_and_no_number() {
    let mut world = World::new();
    let page = world.authorize(&[]);
    let reply = world.fill(&page, &[("action", "cancel")]);
    assert_eq!(answer_of(&reply, "error").as_deref(), Some("access_denied"));
    assert_eq!(answer_of(&reply, "error_subcode").as_deref(), Some("cancel"));
    assert_eq!(answer_of(&reply, "error_description"), None);
    assert_eq!(answer_of(&reply, "state").as_deref(), Some("the-state"));
}

#[test]
fn a_different_account_can_be_chosen_after_the_first() {
    let mut world = World::new();
    let page = world.authorize(&[]);
    let page = world.fill(&page, &[("account", BELA.account)]);
    let page = world.fill(&page, &[("action", "change_account")]);
    assert!(text(&page).contains("id=\"account\""));
    let page = world.fill(&page, &[("account", ADA.account)]);
    let pass = world.pass_of(ADA);
    assert!(answer_of(&world.fill(&page, &[("pass", &pass)]), "code").is_some());
}

#[test]
fn a_form_of_another_browser_or_without_its_canary_is_refused() {
    let mut world = World::new();
    let page = world.authorize(&[]);
    let page = world.fill(&page, &[("account", ADA.account)]);
    let pass = world.pass_of(ADA);
    let forged = text(&page).replace("name=\"canary\" value=\"", "name=\"canary\" value=\"x");
    let forged = page.clone().map(|_| forged.into_bytes());
    let reply = world.fill(&forged, &[("pass", &pass)]);
    assert_eq!(reply.status(), StatusCode::BAD_REQUEST);
    world.forget_cookies();
    let reply = world.fill(&page, &[("pass", &pass)]);
    assert_eq!(reply.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer_of(&reply, "code"), None);
}

#[test]
fn an_attempt_is_good_for_one_sign_in_and_for_an_hour() {
    let mut world = World::new();
    let pass = world.pass_of(ADA);
    let page = world.authorize(&[]);
    let page = world.fill(&page, &[("account", ADA.account)]);
    assert!(answer_of(&world.fill(&page, &[("pass", &pass)]), "code").is_some());
    assert_eq!(world.fill(&page, &[("pass", &pass)]).status(), StatusCode::BAD_REQUEST);
    let page = world.authorize(&[("prompt", "login")]);
    world.pass_minutes(61);
    assert_eq!(world.fill(&page, &[("account", ADA.account)]).status(), StatusCode::BAD_REQUEST);
}

#[test]
fn a_browser_that_is_signed_in_is_not_asked_again_until_it_must_be() {
    let mut world = World::new();
    world.sign_in(ADA);
    assert!(answer_of(&world.authorize(&[]), "code").is_some());
    assert!(answer_of(&world.authorize(&[("prompt", "none")]), "code").is_some());
    assert!(answer_of(&world.authorize(&[("login_hint", ADA.account)]), "code").is_some());
    for change in [("prompt", "login"), ("prompt", "select_account"), ("login_hint", NILS.account)]
    {
        assert_eq!(world.authorize(&[change]).status(), StatusCode::OK);
    }
}

#[test]
fn a_wish_for_a_recent_proof_asks_again_only_after_ten_minutes() {
    let mut world = World::new();
    world.sign_in(ADA);
    let wish = ("claims", r#"{"access_token":{"amr":{"essential":true,"values":["ngcmfa"]}}}"#);
    world.pass_minutes(10);
    assert!(answer_of(&world.authorize(&[wish]), "code").is_some());
    world.pass_minutes(1);
    assert!(answer_of(&world.authorize(&[("max_age", "3600")]), "code").is_some());
    for change in [wish, ("max_age", "600"), ("amr_values", "ngcmfa")] {
        assert_eq!(answer_of(&world.authorize(&[change]), "code"), None);
    }
}

#[test]
fn a_silent_request_without_a_session_is_told_to_sign_in() {
    let mut world = World::new();
    let reply = world.authorize(&[("prompt", "none")]);
    assert_eq!(answer_of(&reply, "error").as_deref(), Some("login_required"));
}

#[test]
fn the_browser_session_ends_with_the_pass_and_with_a_sign_out() {
    let mut world = World::new();
    world.sign_in(ADA);
    world.pass_minutes(59);
    assert!(answer_of(&world.authorize(&[]), "code").is_some());
    world.pass_minutes(1);
    assert_eq!(answer_of(&world.authorize(&[]), "code"), None);

    let mut world = World::new();
    world.sign_in(ADA);
    let path = format!(
        "/{TENANT_ID}/oauth2/v2.0/logout?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8787%2F"
    );
    let reply = world.browse(Method::GET, &path, &[]);
    assert_eq!(reply.headers()[header::LOCATION], "http://localhost:8787/");
    assert_eq!(answer_of(&world.authorize(&[]), "code"), None);
}

#[test]
fn a_sign_out_never_leads_to_a_foreign_address() {
    let mut world = World::new();
    let path = format!(
        "/{TENANT_ID}/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F"
    );
    let reply = world.browse(Method::GET, &path, &[]);
    assert_eq!(reply.status(), StatusCode::OK);
    assert!(!reply.headers().contains_key(header::LOCATION));
}

#[test]
fn the_pages_refuse_framing_and_say_what_they_are() {
    let mut world = World::new();
    let page = world.authorize(&[]);
    assert_eq!(page.headers()[header::X_FRAME_OPTIONS], "DENY");
    let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'"));
    // Without it a browser blocks the way back to the application.
    assert!(policy.contains("form-action 'self' http://localhost:8787"));
    assert!(text(&page).contains("embedded tenant"));
    assert!(text(&page).contains(MARKER));
    assert_eq!(page.headers()["x-embedded-tenant"], MARKER);
}

#[test]
fn a_sign_in_that_happened_at_a_moment_says_so() {
    let mut world = World::new();
    world.pass_minutes(3);
    let tokens = world.sign_in(ADA);
    let claims = crate::testing::claims(tokens.body["id_token"].as_str().unwrap());
    assert_eq!(claims["auth_time"], START.plus_minutes(3).unix_seconds());
}
