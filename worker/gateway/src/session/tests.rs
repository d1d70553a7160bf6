//! The session's clocks, its tokens, and its end.

use contract::{MethodId, ProblemCode};
use serde_json::json;

use super::{open, open_at_rest, sign_out};
use crate::{
    DirectoryCache, SealKeys, Secret, Session, SessionRecord, encoding,
    policy::Standing,
    testing::{
        APP, LOGIN, OBJECT, START, TENANT, World, discovery_document, json_answer, query, run,
        settings, timeout, token_error,
    },
};

fn code(world: &World, cookie: Option<&str>) -> Option<ProblemCode> {
    run(open(&world.gateway(), cookie)).err().map(|fault| fault.code())
}

fn refreshed(expires_in: i64) -> crate::testing::Answer {
    json_answer(
        200,
        &json!({ "token_type": "Bearer", "access_token": "access-2", "expires_in": expires_in }),
    )
}

#[test]
fn a_cookie_that_names_no_session_asks_for_a_sign_in() {
    let world = World::new();
    let cookie = world.sign_in();
    let unknown = encoding::base64url(&[7; 32]);
    let longer = format!("{cookie}A");
    for bad in [None, Some(""), Some("x"), Some("../etc"), Some(&unknown), Some(&longer)] {
        assert_eq!(code(&world, bad), Some(ProblemCode::SignInRequired), "{bad:?}");
    }
    assert_eq!(code(&world, Some(&cookie)), None);
}

#[test]
fn a_session_ends_after_thirty_idle_minutes_and_after_eight_hours_whatever_is_done() {
    let world = World::new();
    let cookie = world.sign_in();
    world.pass_minutes(29);
    assert_eq!(code(&world, Some(&cookie)), None);
    world.pass_minutes(29);
    assert_eq!(code(&world, Some(&cookie)), None);
    world.pass_minutes(30);
    assert_eq!(code(&world, Some(&cookie)), Some(ProblemCode::SignInRequired));
    assert!(world.sessions.borrow().is_empty(), "and is forgotten");

    let cookie = world.sign_in();
    for _ in 0..19 {
        world.pass_minutes(25);
        assert_eq!(code(&world, Some(&cookie)), None);
    }
    world.pass_minutes(5);
    assert_eq!(code(&world, Some(&cookie)), Some(ProblemCode::SignInRequired));
}

#[test]
fn the_nearer_of_the_idle_and_the_absolute_end_is_told_and_a_page_at_rest_moves_neither() {
    let world = World::new();
    let cookie = world.sign_in();
    let ends_at = |session: Session| {
        let clocks = session.clocks(&world.settings.limits);
        assert_eq!(clocks.latest_end, START.plus_minutes(480));
        clocks.ends_at
    };
    assert_eq!(ends_at(world.open(&cookie)), START.plus_minutes(30));
    world.pass_minutes(20);
    let at_rest = run(open_at_rest(&world.gateway(), Some(&cookie))).expect("it lasts");
    assert_eq!(ends_at(at_rest), START.plus_minutes(30), "nobody used it");
    assert_eq!(ends_at(world.open(&cookie)), START.plus_minutes(50), "somebody did");
    world.pass_minutes(30);
    let ended = run(open_at_rest(&world.gateway(), Some(&cookie))).map(drop);
    assert_eq!(ended.map_err(|fault| fault.code()), Err(ProblemCode::SignInRequired));

    let cookie = world.sign_in();
    for _ in 0..19 {
        world.pass_minutes(25);
        world.open(&cookie);
    }
    let clocks = world.open(&cookie).clocks(&world.settings.limits);
    assert_eq!(clocks.ends_at, clocks.latest_end, "five minutes before the eight hours are over");
}

#[test]
fn a_session_is_touched_at_most_once_a_minute() {
    let world = World::new();
    let cookie = world.sign_in();
    let revision = |world: &World| world.sessions.borrow()[&world.named(&cookie)].revision;
    world.now.set(START.plus_seconds(59));
    world.open(&cookie);
    assert_eq!(revision(&world), 1);
    world.now.set(START.plus_seconds(60));
    let session = world.open(&cookie);
    assert_eq!(revision(&world), 2);
    assert_eq!(session.record.expires_at(), START.plus_seconds(60).plus_minutes(30));
    world.open(&cookie);
    assert_eq!(revision(&world), 2);
}

#[test]
fn an_access_token_that_is_about_to_end_is_refreshed_and_the_old_refresh_token_kept() {
    let world = World::new();
    let cookie = world.sign_in();
    world.alter(&cookie, |record| record.access_ends_at = START.plus_seconds(60));
    world.answers("POST /token", refreshed(3600));
    let session = world.open(&cookie);
    assert_eq!(session.record.tokens.access.expose(), "access-2");
    assert!(world.is_done());
    let body = String::from_utf8(world.last_request_to("/token")).expect("a form");
    assert!(body.contains("scope=openid+profile"), "Entra refuses a refresh without it: {body}");
    // The store has it too, with the refresh token that still counts.
    let session = world.open(session.id().expose());
    assert_eq!(session.record.tokens.access.expose(), "access-2");
    assert_eq!(session.record.tokens.refresh.as_ref().map(Secret::expose), Some("refresh-1"));
    assert_eq!(session.record.access_ends_at, START.plus_seconds(3600));
}

#[test]
fn the_directorys_refusal_to_refresh_ends_the_session_and_its_trouble_does_not() {
    for (answer, minutes, outcome, is_kept) in [
        (
            token_error("invalid_grant", "AADSTS130504: expired"),
            0,
            Some(ProblemCode::SignInRequired),
            false,
        ),
        // What a sign-in mends ends it too, and what it does not mend leaves it.
        (token_error("interaction_required", ""), 2, Some(ProblemCode::SignInRequired), false),
        (token_error("login_required", ""), 2, Some(ProblemCode::SignInRequired), false),
        (token_error("consent_required", ""), 2, Some(ProblemCode::SignInRequired), false),
        (token_error("access_denied", ""), 2, Some(ProblemCode::SignInRequired), false),
        (token_error("invalid_scope", ""), 2, Some(ProblemCode::DirectoryMisbehaved), true),
        (token_error("unheard_of", ""), 2, Some(ProblemCode::DirectoryMisbehaved), true),
        (token_error("server_error", ""), 2, Some(ProblemCode::DirectoryUnreachable), true),
        (timeout(), 0, None, true),
        // The token has ended this very moment.
        (token_error("server_error", ""), 1, Some(ProblemCode::DirectoryUnreachable), true),
        (timeout(), 2, Some(ProblemCode::DirectoryUnreachable), true),
        (token_error("invalid_client", ""), 2, Some(ProblemCode::DirectoryMisbehaved), true),
    ] {
        let world = World::new();
        let cookie = world.sign_in();
        world.alter(&cookie, |record| record.access_ends_at = START.plus_minutes(1));
        world.pass_minutes(minutes);
        world.answers("POST /token", answer.clone());
        assert_eq!(code(&world, Some(&cookie)), outcome, "{answer:?}");
        assert_eq!(
            world.sessions.borrow().contains_key(&world.named(&cookie)),
            is_kept,
            "{answer:?}"
        );
    }
}

#[test]
fn a_record_opens_in_its_own_session_alone_and_a_key_that_has_gone_means_signed_out() {
    let mut world = World::new();
    let (one, other) = (world.sign_in(), world.sign_in());
    let stolen = world.sessions.borrow()[&world.named(&one)].clone();
    world.sessions.borrow_mut().insert(world.named(&other), stolen);
    assert_eq!(code(&world, Some(&other)), Some(ProblemCode::SignInRequired));

    let old = settings("SEAL_KEYS").expect("keys");
    let new = format!("k2:{}", encoding::base64url(&[8; 32]));
    world.settings.seal_keys = SealKeys::parse(&format!("{new},{old}")).expect("keys");
    assert_eq!(code(&world, Some(&one)), None, "a new key ends no session");
    world.pass_minutes(1);
    assert_eq!(code(&world, Some(&one)), None);
    assert!(
        world.sessions.borrow()[&world.named(&one)].text.starts_with("k2."),
        "sealed anew at a write"
    );
    world.settings.seal_keys = SealKeys::parse(&new).expect("keys");
    assert_eq!(code(&world, Some(&one)), Some(ProblemCode::SignInRequired));
    world.sign_in();
}

#[test]
fn a_damaged_record_means_signed_out() {
    let world = World::new();
    let cookie = world.sign_in();
    world.sessions.borrow_mut().get_mut(&world.named(&cookie)).expect("stored").text.truncate(60);
    assert_eq!(code(&world, Some(&cookie)), Some(ProblemCode::SignInRequired));
    run(sign_out(&world.gateway(), Some(&cookie))).expect("signed out");
    assert!(world.sessions.borrow().is_empty(), "what cannot be read goes too");
}

#[test]
fn nothing_of_a_session_can_be_read_in_what_is_stored() {
    let world = World::new();
    let session = world.signed_in();
    let stored = world.sessions.borrow()[&session.id().name()].text.clone();
    let (key, sealed) = stored.split_once('.').expect("a key and what it sealed");
    let bytes = encoding::decode_base64url(sealed).expect("base64url");
    let text = format!("{key} {sealed} {}", String::from_utf8_lossy(&bytes));
    for readable in ["contoso", "access-1", "refresh-1", "tenant", "endsAt"] {
        assert!(!text.contains(readable), "{readable}");
    }
}

#[test]
fn a_change_is_made_over_what_another_tab_wrote_in_between() {
    let world = World::new();
    let mut session = world.signed_in();
    world.stale_writes.set(2);
    run(session.amend(&world.gateway(), |record| record.register_by = Some(START))).expect("made");
    assert_eq!(world.stored(&session).register_by, Some(START));

    world.stale_writes.set(100);
    let kept = run(session.amend(&world.gateway(), |record| record.register_by = None));
    assert_eq!(kept.expect_err("gives up").code(), ProblemCode::Throttled);
    // What every request notes anyway may be left out.
    world.stale_writes.set(100);
    world.pass_minutes(2);
    assert_eq!(code(&world, Some(session.id().expose())), None);
}

#[test]
fn nothing_brings_back_a_session_that_was_signed_out() {
    let world = World::new();
    let mut session = world.signed_in();
    let cookie = session.id().expose().to_owned();
    run(sign_out(&world.gateway(), Some(&cookie))).expect("signed out");
    let late = run(session.amend(&world.gateway(), |record| record.register_by = Some(START)));
    assert_eq!(late.expect_err("too late").code(), ProblemCode::SignInRequired);
    assert_eq!(code(&world, Some(&cookie)), Some(ProblemCode::SignInRequired));
}

#[test]
fn signing_out_leads_to_the_directorys_own_sign_out() {
    let world = World::new();
    let cookie = world.sign_in();
    let address =
        run(sign_out(&world.gateway(), Some(&cookie))).expect("signed out").expect("an address");
    assert!(address.starts_with(&format!("{LOGIN}/{TENANT}/oauth2/v2.0/logout?")));
    assert_eq!(query(&address, "post_logout_redirect_uri"), Some(format!("{APP}/")));
    assert_eq!(query(&address, "logout_hint").as_deref(), Some("O.opaque-hint"));
    for again in [Some(cookie.as_str()), None, Some("x")] {
        let address = run(sign_out(&world.gateway(), again)).expect("signed out");
        let address = address.expect("the directory's own session may live on");
        assert!(address.contains("/oauth2/v2.0/logout?"), "{address}");
        assert_eq!(query(&address, "logout_hint"), None);
    }
}

#[test]
fn a_visit_remembers_its_latest_twenty_registrations_each_once() {
    let world = World::new();
    let mut record = world.stored(&world.signed_in());
    for number in (0..25).chain([10]) {
        record.register(&MethodId(number.to_string()));
    }
    let ids: Vec<_> = record.registered.iter().map(|id| id.0.as_str()).collect();
    assert_eq!(ids.len(), 20);
    assert_eq!(ids.first(), Some(&"5"));
    assert_eq!(ids.last(), Some(&"10"));
}

#[test]
fn a_session_that_was_stored_before_visits_were_known_is_still_read() {
    let world = World::new();
    let record = world.stored(&world.signed_in());
    let mut stored = serde_json::to_value(&record).expect("JSON");
    for name in ["registered", "insteadOf"] {
        assert!(stored.as_object_mut().expect("an object").remove(name).is_some(), "{name}");
    }
    assert_eq!(serde_json::from_value::<SessionRecord>(stored).expect("a record"), record);
}

#[test]
fn a_page_acts_only_for_the_person_it_was_drawn_for() {
    let world = World::new();
    let session = world.signed_in();
    let own = session.person().key;
    world.claims.replace(json!({ "oid": "somebody-else" }));
    let other = world.signed_in().person().key;
    assert_eq!(session.check_page(Some(&own)), Ok(()));
    for drawn_for in [None, Some(""), Some(other.as_str())] {
        let refused = session.check_page(drawn_for).expect_err("another person");
        assert_eq!(refused.code(), ProblemCode::AnotherPerson, "{drawn_for:?}");
    }
}

#[test]
fn an_access_token_tells_of_its_own_person_alone_and_only_where_it_can_be_read() {
    let world = World::new();
    let mut person = world.stored(&world.signed_in()).person;
    let mut learned = |payload: &str| {
        person.standing = Standing::default();
        person.learn_from(&Secret::new(format!("e30.{payload}.c2ln")));
        person.standing.tells("amr")
    };
    let token = |claims: serde_json::Value| encoding::base64url(claims.to_string().as_bytes());
    assert!(learned(&token(json!({ "oid": OBJECT, "amr": ["mfa"] }))));
    assert!(!learned(&token(json!({ "oid": "somebody-else", "amr": ["mfa"] }))));
    assert!(!learned(&token(json!({ "amr": ["mfa"] }))));
    assert!(!learned("") && !learned("opaque"));
}

#[test]
fn a_session_whose_count_of_writes_is_damaged_ends_and_does_not_refuse_changes_until_its_end() {
    for revision in [0, 7, 1_000_000] {
        let world = World::new();
        let mut session = world.signed_in();
        let name = session.id().name();
        world.sessions.borrow_mut().get_mut(&name).expect("stored").revision = revision;
        let before = world.object_hops.get();
        let fault = run(session.amend(&world.gateway(), |record| record.looks += 1));
        let code = fault.expect_err("damaged").code();
        assert_eq!(code, ProblemCode::SignInRequired, "{revision}");
        assert!(world.sessions.borrow().is_empty(), "nobody meets it again");
        assert!(world.object_hops.get() - before <= 3, "and nobody writes in vain");
    }
}

#[test]
fn a_sign_out_says_so_when_a_session_may_go_on() {
    // The store cannot read or delete ours: the directory's own is ended all the same.
    let world = World::new();
    let cookie = world.sign_in();
    world.cannot_read_sessions.set(true);
    world.undeletable.replace(Some(world.named(&cookie)));
    let address = run(sign_out(&world.gateway(), Some(&cookie))).expect("goes on");
    assert!(address.is_some_and(|address| address.contains("/logout?")));
    assert!(!world.faults.borrow().is_empty(), "the log tells");
    // Nobody knows how to sign out at the directory.
    let world = World::new();
    for _ in 0..3 {
        world.answers("GET /v2.0/.well-known/openid-configuration", timeout());
    }
    let fault = run(sign_out(&world.gateway(), Some("x"))).expect_err("the directory's goes on");
    assert_eq!(fault.code(), ProblemCode::SignedOutHere);
    // And ours cannot be ended either.
    let mut world = World::new();
    let cookie = world.sign_in();
    world.directory = DirectoryCache::default();
    world.undeletable.replace(Some(world.named(&cookie)));
    for _ in 0..3 {
        world.answers("GET /v2.0/.well-known/openid-configuration", timeout());
    }
    let fault = run(sign_out(&world.gateway(), Some(&cookie))).expect_err("both go on");
    assert_eq!(fault.code(), ProblemCode::SessionsRemain);
    // Neither is left to end, nor is there a page for that.
    let world = World::new();
    let mut document = discovery_document();
    document["end_session_endpoint"] = json!(null);
    world.answers("GET /v2.0/.well-known/openid-configuration", json_answer(200, &document));
    assert_eq!(run(sign_out(&world.gateway(), None)), Ok(None));
}
