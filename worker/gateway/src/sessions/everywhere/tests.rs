//! Who may sign out everywhere, what it ends, and what the directory's answer is worth.

use contract::{
    MethodId, ProblemCode,
    recovery::{self, Loss},
    sessions::{Everywhere, Happened},
};
use http::Response;
use serde_json::{Value, json};

use super::{offer, outcome_of, sign_out};
use crate::{
    PersonRecord, Session,
    outcome::Outcome,
    person::Recovery,
    sessions::record,
    testing::{
        Answer, PHONE, START, World, empty, graph_error, json_answer, list, pass, phone, red_key,
        run, timeout, token_error,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const REVOKE: &str = "POST /v1.0/me/revokeSignInSessions";

fn revoked() -> Answer {
    json_answer(200, &json!({ "value": true }))
}

fn signs_out(world: &World, session: &mut Session) -> Option<ProblemCode> {
    run(sign_out(&world.gateway(), session)).err().map(|fault| fault.code())
}

fn is_stored(world: &World, session: &Session) -> bool {
    world.sessions.borrow().contains_key(&session.id().name())
}

fn revocations(world: &World) -> usize {
    world.asked().iter().filter(|asked| *asked == REVOKE).count()
}

#[test]
fn the_directory_revokes_everything_and_every_session_here_ends() {
    let world = World::new();
    let (_other, mut own) = (world.signed_in(), world.signed_in());
    world.answers(METHODS, list(&[red_key()]));
    world.answers(REVOKE, revoked());
    assert_eq!(signs_out(&world, &mut own), None);
    assert!(world.sessions.borrow().is_empty());
    assert_eq!(revocations(&world), 1);
    let kept = run(record::read(&world.gateway(), &own.person_key())).expect("a list");
    let last = kept.activity.last().expect("something was done");
    assert_eq!(last.what, Happened::SignedOutEverywhere);
}

#[test]
fn who_may_not_sign_out_everywhere_loses_no_session_and_the_directory_is_not_told() {
    let nothing: &[Value] = &[];
    for (may_revoke, minutes, listed, expected) in [
        (false, 0, [red_key()].as_slice(), ProblemCode::ConsentRequired),
        (true, 10, &[red_key()], ProblemCode::StepUpRequired),
        // Nobody knows whether they get in again.
        (true, 0, &[pass()], ProblemCode::PassNeeded),
        (true, 0, &[pass(), phone()], ProblemCode::PassNeeded),
        (true, 0, nothing, ProblemCode::PassNeeded),
    ] {
        let mut world = World::new();
        let (other, mut own) = (world.signed_in(), world.signed_in());
        if !may_revoke {
            world.settings.scopes.retain(|scope| scope != "User.RevokeSessions.All");
        }
        world.pass_minutes(minutes);
        world.answers(METHODS, list(listed));
        assert_eq!(signs_out(&world, &mut own), Some(expected), "{listed:?}");
        assert!(is_stored(&world, &other) && is_stored(&world, &own));
        assert_eq!(revocations(&world), 0);
    }
}

#[test]
fn what_the_directory_refuses_ends_nothing_and_a_lost_answer_all_but_the_session_that_asks() {
    for (answer, expected, stays) in [
        (graph_error(403, "Authorization_RequestDenied", ""), ProblemCode::ConsentRequired, true),
        (empty(429), ProblemCode::Throttled, true),
        (timeout(), ProblemCode::DirectoryUnreachable, false),
        (json_answer(200, &json!({ "value": false })), ProblemCode::DirectoryMisbehaved, false),
    ] {
        let world = World::new();
        let (other, mut own) = (world.signed_in(), world.signed_in());
        world.answers(METHODS, list(&[red_key()]));
        world.answers(REVOKE, answer.clone());
        assert_eq!(signs_out(&world, &mut own), Some(expected), "{answer:?}");
        assert_eq!(is_stored(&world, &other), stays, "{answer:?}");
        assert!(is_stored(&world, &own), "who else could ask again?");
    }
}

#[test]
fn who_is_told_of_a_session_that_remains_can_ask_again() {
    for is_own in [false, true] {
        let world = World::new();
        let (other, mut own) = (world.signed_in(), world.signed_in());
        let remains = if is_own { &own } else { &other };
        world.undeletable.replace(Some(remains.id().name()));
        world.answers(METHODS, list(&[red_key()]));
        world.answers(REVOKE, revoked());
        assert_eq!(signs_out(&world, &mut own), Some(ProblemCode::SessionsRemain));
        assert_eq!(is_stored(&world, &other), !is_own);
        assert!(is_stored(&world, &own));
    }
}

#[test]
fn a_recovery_goes_on_and_tells_it_after_the_next_sign_in_whether_or_not_something_is_lost() {
    // The last one is what one list leaves out.
    for (lost, listed) in [
        (vec![], vec![red_key()]),
        (vec![MethodId(PHONE.to_owned())], vec![red_key(), phone()]),
        (vec![MethodId(PHONE.to_owned())], vec![red_key()]),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let told = recovery::Recovery {
            loss: Loss::Stolen,
            began_at: START,
            retold_at: None,
            removed: Vec::new(),
            signed_out_at: None,
            pass_ended_at: None,
        };
        let recovery =
            Some(Recovery { told, lost: lost.clone(), sent: Vec::new(), marked: Vec::new() });
        world.remember(&session, &PersonRecord { recovery, ..PersonRecord::default() });
        world.pass_minutes(1);
        world.answers(METHODS, list(&listed));
        world.answers(REVOKE, revoked());
        assert_eq!(signs_out(&world, &mut session), None);
        let kept = world.person(&session).recovery.expect("it goes on");
        assert_eq!(kept.told.signed_out_at, Some(START.plus_minutes(1)));
        assert!(!kept.told.is_sign_out_due());
        assert_eq!(kept.lost, lost, "{listed:?}");
    }
}

#[test]
fn a_theft_that_is_told_after_signing_out_everywhere_asks_for_it_again() {
    let mut told = recovery::Recovery {
        loss: Loss::Stolen,
        began_at: START,
        retold_at: None,
        removed: Vec::new(),
        signed_out_at: None,
        pass_ended_at: None,
    };
    assert!(told.is_sign_out_due());
    told.signed_out_at = Some(START.plus_minutes(2));
    assert!(!told.is_sign_out_due());
    told.retold_at = Some(START.plus_minutes(1));
    assert!(!told.is_sign_out_due(), "told before that");
    told.retold_at = Some(START.plus_minutes(3));
    assert!(told.is_sign_out_due());
    told.loss = Loss::Lost;
    assert!(!told.is_sign_out_due());
}

#[test]
fn it_is_not_offered_where_nobody_granted_it_nor_shown_to_whom_the_directory_has_signed_out() {
    let mut world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, empty(401));
    world.answers("POST /token", token_error("invalid_grant", ""));
    let ended = run(offer(&world.gateway(), &mut session)).expect_err("signed out");
    assert_eq!(ended.code(), ProblemCode::SignInRequired);
    world.settings.scopes.retain(|scope| scope != "User.RevokeSessions.All");
    let mut session = world.signed_in();
    assert_eq!(run(offer(&world.gateway(), &mut session)), Ok(Everywhere::NotGranted));
}

#[test]
fn only_what_the_directory_confirms_counts_as_signed_out_everywhere() {
    for (status, body, is_done) in [
        (200, r#"{"@odata.context": "x", "value": true}"#, true),
        (204, "", true),
        (200, r#"{"value": false}"#, false),
        (200, r#"{"value": tr"#, false),
        (200, "<html>Sign in to the network</html>", false),
        (500, r#"{"value": true}"#, false),
    ] {
        let answer = Response::builder().status(status).body(body.as_bytes().to_vec());
        let outcome = outcome_of(&answer.expect("an answer"));
        assert_eq!(matches!(outcome, Outcome::Done(())), is_done, "{status} {body}");
        assert!(is_done || matches!(outcome, Outcome::Unknown(_)), "{status} {body}");
    }
}
