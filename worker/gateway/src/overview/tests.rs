//! What the signed-in page gets, and which clocks follow from the pass.

use contract::{MethodId, ProblemCode, Timestamp};
use serde_json::json;

use super::{first_task, look, read};
use crate::{
    PersonRecord, Session, session,
    testing::{
        PASS, PHONE, RED_KEY, START, World, authenticator, graph_error, json_answer, list, pass,
        password, phone, red_key, run, timeout, used_one_time_pass,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";

fn overview(world: &World, session: &mut Session) -> contract::Overview {
    run(read(&world.gateway(), session)).expect("an overview")
}

#[test]
fn an_overview_costs_one_round_trip_and_lists_the_newest_first() {
    let world = World::new();
    let mut session = world.signed_in();
    let before = world.asked().len();
    world.answers(METHODS, list(&[password(), red_key(), phone(), authenticator(), pass()]));
    let overview = overview(&world, &mut session);
    assert_eq!(world.asked().len() - before, 1);
    assert_eq!(overview.now, START);
    assert_eq!(overview.person.name, "Ada Lovelace");
    let dates: Vec<_> = overview.methods.iter().map(|method| method.created_at).collect();
    let mut sorted = dates.clone();
    sorted.sort_by_key(|date| std::cmp::Reverse(*date));
    assert_eq!(dates, sorted);
    assert_eq!(overview.methods[1].id, MethodId(RED_KEY.to_owned()));
    assert_eq!(overview.pass.expect("a pass").id, MethodId(PASS.to_owned()));
    assert!(session.record.known.contains(&MethodId(PHONE.to_owned())));
    assert_eq!(world.stored(&session), session.record);
    // One write for what was learned, and none for what is known.
    assert_eq!(session.record.revision, 2);
    world.answers(METHODS, list(&[password(), red_key(), phone(), authenticator(), pass()]));
    run(read(&world.gateway(), &mut session)).expect("an overview");
    assert_eq!(world.stored(&session).revision, 2);
}

#[test]
fn an_overview_that_tells_nothing_new_asks_the_session_and_the_person_once_each() {
    let world = World::new();
    let mut session = world.signed_in();
    let cookie = session.id().expose().to_owned();
    world.answers(METHODS, list(&[password(), red_key(), pass()]));
    overview(&world, &mut session);
    let before = world.object_hops.get();
    let mut session = run(session::open(&world.gateway(), Some(&cookie))).expect("a session");
    world.answers(METHODS, list(&[password(), red_key(), pass()]));
    overview(&world, &mut session);
    assert_eq!(world.object_hops.get() - before, 2);
}

#[test]
fn the_session_ends_with_the_pass_that_opened_it() {
    let start_of_pass = Timestamp(START.0 - 3_600_000);
    let ends_with = |changes: serde_json::Value| {
        let world = World::new();
        let mut session = world.signed_in();
        let mut entry = pass();
        for (name, value) in changes.as_object().expect("changes") {
            entry[name] = value.clone();
        }
        world.answers(METHODS, list(&[entry]));
        let overview = overview(&world, &mut session);
        assert_eq!(world.stored(&session).ends_at, overview.session.latest_end);
        overview.session.latest_end
    };
    let full = START.plus_minutes(480);
    for (changes, ends_at) in [
        (json!({ "lifetimeInMinutes": 90 }), start_of_pass.plus_minutes(90)),
        (json!({ "lifetimeInMinutes": 43_200 }), full),
        // Over, or not begun, when the person signed in: it was not this one.
        (json!({ "lifetimeInMinutes": 60 }), full),
        (json!({ "startDateTime": "2026-03-02T09:05:01Z", "lifetimeInMinutes": 60 }), full),
        (json!({ "lifetimeInMinutes": 90, "methodUsabilityReason": "DisabledByPolicy" }), full),
        (
            json!({ "lifetimeInMinutes": 90, "methodUsabilityReason": "OneTimeUsed" }),
            start_of_pass.plus_minutes(90),
        ),
    ] {
        assert_eq!(ends_with(changes.clone()), ends_at, "{changes}");
    }
}

#[test]
fn a_used_one_time_pass_leaves_ten_minutes_for_registering() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[used_one_time_pass()]));
    let pass = overview(&world, &mut session).pass.expect("a pass");
    assert_eq!(pass.register_by, Some(START.plus_minutes(10)));
    assert_eq!(session.record.register_by, Some(START.plus_minutes(10)));
    // What was registered before may be lost: the window binds all the same.
    world.answers(METHODS, list(&[used_one_time_pass(), red_key()]));
    let pass = overview(&world, &mut session).pass.expect("a pass");
    assert_eq!(pass.register_by, Some(START.plus_minutes(10)));
    assert_eq!(session.record.register_by, Some(START.plus_minutes(10)));
    // With what was registered in this visit there is another way to sign in afresh: the window is
    // shown as long as it lasts, and binds no more.
    let id = MethodId(RED_KEY.to_owned());
    run(session.amend(&world.gateway(), |record| record.register(&id))).expect("noted");
    for (minutes, shown) in [(9, Some(START.plus_minutes(10))), (10, None)] {
        world.now.set(START.plus_minutes(minutes));
        world.answers(METHODS, list(&[used_one_time_pass(), red_key()]));
        let pass = overview(&world, &mut session).pass.expect("a pass");
        assert_eq!(pass.register_by, shown, "{minutes}");
        assert_eq!(session.record.register_by, None);
    }
    // Removed again, it is none.
    world.answers(METHODS, list(&[used_one_time_pass()]));
    overview(&world, &mut session);
    assert_eq!(session.record.register_by, Some(START.plus_minutes(10)));
    // A reusable pass has no such window.
    world.answers(METHODS, list(&[super::super::testing::pass()]));
    assert_eq!(overview(&world, &mut session).pass.expect("a pass").register_by, None);
}

#[test]
fn recent_changes_show_although_the_list_lags() {
    let world = World::new();
    let mut session = world.signed_in();
    let mut record = PersonRecord::default();
    record.note_removal(&MethodId(RED_KEY.to_owned()), START, true);
    record.note_addition(&crate::testing::method("new"), START);
    world.remember(&session, &record);
    world.answers(METHODS, list(&[red_key(), password()]));
    let shown = overview(&world, &mut session).methods;
    let ids: Vec<_> = shown.iter().map(|method| method.id.0.as_str()).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&"new") && !ids.contains(&RED_KEY), "{ids:?}");
}

#[test]
fn a_directory_in_trouble_is_told_and_the_session_goes_on() {
    let half = crate::testing::Answer::Reply(http::Response::new(b"{\"value\": [".to_vec()));
    for (answers, code) in [
        (vec![half], ProblemCode::DirectoryMisbehaved),
        (vec![json_answer(200, &json!({}))], ProblemCode::DirectoryMisbehaved),
        (vec![graph_error(500, "UnknownError", "")], ProblemCode::DirectoryUnreachable),
        (vec![timeout(), timeout(), timeout()], ProblemCode::DirectoryUnreachable),
        (vec![graph_error(403, "Authorization_RequestDenied", "")], ProblemCode::Forbidden),
        (vec![graph_error(404, "resourceNotFound", "")], ProblemCode::DirectoryMisbehaved),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        for answer in answers {
            world.answers(METHODS, answer);
        }
        let fault = run(read(&world.gateway(), &mut session)).expect_err("trouble");
        assert_eq!(fault.code(), code);
        assert_eq!(world.sessions.borrow().len(), 1);
        assert!(world.is_done());
    }
}

#[test]
fn a_session_looks_four_hundred_times_and_then_only_a_reload_reads_the_list() {
    let world = World::new();
    let mut session = world.signed_in();
    let id = session.id().expose().to_owned();
    world.alter(&id, |record| record.looks = 399);
    session = world.open(&id);
    world.answers("GET /methods", list(&[]));
    assert!(run(look(&world.gateway(), &mut session)).is_ok());
    assert_eq!(world.stored(&session).looks, 400);
    let asked = world.asked().len();
    let refused = run(look(&world.gateway(), &mut session)).expect_err("used up");
    assert_eq!(refused.code(), ProblemCode::LooksUsedUp);
    assert_eq!(world.asked().len(), asked, "the directory is not asked");
    world.answers("GET /methods", list(&[]));
    assert!(run(read(&world.gateway(), &mut session)).is_ok());
    assert_eq!(world.stored(&session).looks, 400, "what a person asks for is not counted");
}

#[test]
fn whoever_has_nothing_to_sign_in_with_and_may_register_comes_to_that_at_once() {
    for (entries, minutes, expected) in [
        (vec![password(), pass()], 0, Some("/add-passkey")),
        (vec![], 0, Some("/add-passkey")),
        (vec![used_one_time_pass()], 0, Some("/add-passkey")),
        // A one-time pass leaves ten minutes, whatever the age of the sign-in.
        (vec![used_one_time_pass()], 6, Some("/add-passkey")),
        (vec![used_one_time_pass()], 10, None),
        (vec![used_one_time_pass()], 11, None),
        // Whether these help tomorrow, the person must say first.
        (vec![pass(), red_key()], 0, None),
        (vec![pass(), phone()], 0, None),
        // The registration would ask for a fresher sign-in first, from the fifth minute on.
        (vec![pass()], 4, Some("/add-passkey")),
        (vec![pass()], 5, None),
        (vec![pass()], 6, None),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.pass_minutes(minutes);
        world.answers(METHODS, list(&entries));
        let overview = overview(&world, &mut session);
        assert_eq!(first_task(&overview), expected, "{entries:?} after {minutes} minutes");
    }
}

#[test]
fn what_comes_before_a_new_passkey_is_seen_first() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[pass()]));
    let overview = overview(&world, &mut session);
    assert_eq!(first_task(&overview), Some("/add-passkey"));
    let mut somebody_else = overview.clone();
    somebody_else.instead_of = Some("lena@contoso.example".to_owned());
    assert_eq!(first_task(&somebody_else), None);
    let mut recovering = overview;
    recovering.recovery = Some(Box::new(contract::recovery::Recovery {
        loss: contract::recovery::Loss::Lost,
        began_at: START,
        retold_at: None,
        removed: Vec::new(),
        signed_out_at: None,
        pass_ended_at: None,
    }));
    assert_eq!(first_task(&recovering), None);
}
