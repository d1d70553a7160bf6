//! Refreshes that meet: who asks the directory, and whom a refusal ends.

use contract::{ProblemCode, TraceId};
use serde_json::json;

use super::{StaleTokens, of_problem, refresh};
use crate::{
    Fault, Session,
    fault::UpstreamFault,
    testing::{Answer, START, World, json_answer, run, timeout, token_error},
};

fn rotated(number: u8) -> Answer {
    let (access, refresh) = (format!("access-{number}"), format!("refresh-{number}"));
    let answer = json!({ "token_type": "Bearer", "access_token": access,
        "refresh_token": refresh, "expires_in": 3600 });
    json_answer(200, &answer)
}

fn token_requests(world: &World) -> usize {
    world.asked().iter().filter(|asked| asked.ends_with("/token")).count()
}

fn access(session: &Session) -> &str {
    session.record.tokens.access.expose()
}

#[test]
fn of_many_who_find_the_tokens_stale_one_asks_and_the_others_take_the_newer_ones() {
    let world = World::new();
    let cookie = world.sign_in();
    let mut sessions: Vec<_> = (0..10).map(|_| world.open(&cookie)).collect();
    let before = token_requests(&world);
    world.answers("POST /token", rotated(2));
    for session in &mut sessions {
        run(session.refresh(&world.gateway())).expect("refreshed");
        assert_eq!(access(session), "access-2");
    }
    assert_eq!(token_requests(&world) - before, 1);
    // Whose tokens are stale again asks again.
    world.answers("POST /token", rotated(3));
    run(sessions[3].refresh(&world.gateway())).expect("refreshed");
    assert_eq!(access(&sessions[3]), "access-3");
    let body = String::from_utf8(world.last_request_to("/token")).expect("a form");
    assert!(body.contains("refresh_token=refresh-2"), "the newer one is used");
}

#[test]
fn a_refusal_ends_the_session_only_if_its_tokens_are_still_the_refused_ones() {
    for is_replaced in [false, true] {
        let world = World::new();
        let mut session = world.signed_in();
        let newer = session.record.tokens.clone();
        if is_replaced {
            world.replaces_tokens_at("POST /token", "access-9");
        }
        world.answers("POST /token", token_error("invalid_grant", "AADSTS70000: used already"));
        let outcome = run(session.refresh(&world.gateway()));
        let logged = world.faults.borrow().join(" ");
        assert!(logged.contains("AADSTS70000"), "why the directory refused it: {logged}");
        if is_replaced {
            outcome.expect("the other one's tokens count");
            assert_eq!(access(&session), "access-9");
            assert_ne!(session.record.tokens, newer);
        } else {
            assert_eq!(outcome.expect_err("ended").code(), ProblemCode::SignInRequired);
        }
        assert_eq!(world.sessions.borrow().is_empty(), !is_replaced);
    }
}

#[test]
fn who_signs_out_while_tokens_are_refreshed_stays_signed_out() {
    for answer in [rotated(2), token_error("invalid_grant", "")] {
        let world = World::new();
        let mut session = world.signed_in();
        world.signs_out_at.set("POST /token");
        world.answers("POST /token", answer);
        let outcome = run(session.refresh(&world.gateway()));
        assert_eq!(outcome.expect_err("too late").code(), ProblemCode::SignInRequired);
        assert!(world.sessions.borrow().is_empty());
    }
}

#[test]
fn what_others_write_meanwhile_and_the_newer_tokens_both_stay() {
    let world = World::new();
    let mut session = world.signed_in();
    let stale = StaleTokens::of(&session.record.tokens);
    world.answers("POST /token", rotated(2));
    world.stale_writes.set(3);
    run(refresh(&world.gateway(), session.id(), &stale)).expect("refreshed");
    run(session.amend(&world.gateway(), |record| record.register_by = Some(START))).expect("made");
    assert_eq!(access(&session), "access-2");
    assert_eq!(world.stored(&session).register_by, Some(START));
}

#[test]
fn trouble_travels_from_the_sessions_object_with_its_code() {
    for (answer, code) in [
        (timeout(), ProblemCode::DirectoryUnreachable),
        (token_error("invalid_client", ""), ProblemCode::DirectoryMisbehaved),
        (token_error("invalid_client", "AADSTS7000215: wrong"), ProblemCode::Misconfigured),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers("POST /token", answer);
        let outcome = run(session.refresh(&world.gateway()));
        assert_eq!(outcome.expect_err("trouble").code(), code);
        assert_eq!(world.sessions.borrow().len(), 1);
    }
    let slow = Fault::from(UpstreamFault::Throttled { retry_after: Some(7) });
    assert_eq!(of_problem(slow.problem(&TraceId::default())), slow);
    let broken = Fault::Broken("x").problem(&TraceId::default());
    assert_eq!(of_problem(broken).code(), ProblemCode::Broken);
}
