//! The list of a person's sessions, their end from elsewhere, and what is remembered of what was done.

use contract::{
    MethodId, Pass, PassUsability, ProblemCode,
    pass::RetirePass,
    removal::RemoveMethod,
    sessions::{Browser, Everywhere, Happened, Program, Sessions, System},
};
use serde_json::json;

use super::{
    end, list, may_be_of,
    record::{self, ACTIVITY_MAX},
};
use crate::{
    PersonKey, Session, SessionRecord, overview, pass, removal, session, sign_in, step_up,
    testing::{
        ACCOUNT, PASS, RED_KEY, World, empty, graph_error, list as listed, pass as a_pass, passkey,
        phone, red_key, run,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const FIREFOX: Browser = Browser { program: Program::Firefox, system: System::Linux };

/// The page of a session, while the directory cannot be asked.
fn sessions(world: &World, session: &Session) -> Sessions {
    let mut session = world.open_as_stored(session.id().expose());
    world.answers(METHODS, empty(403));
    run(list(&world.gateway(), &mut session)).expect("a list")
}

fn names(world: &World, session: &Session) -> Vec<String> {
    let named = sessions(world, session).sessions.into_iter();
    named.map(|it| it.name.split('.').next().unwrap_or_default().to_owned()).collect()
}

fn name(session: &Session) -> String {
    session.id().name().as_str().to_owned()
}

fn ends(world: &World, session: &Session, other: Option<String>) -> Option<ProblemCode> {
    run(end(&world.gateway(), session, other.as_deref())).err().map(|fault| fault.code())
}

fn is_open(world: &World, session: &Session) -> bool {
    run(session::open(&world.gateway(), Some(session.id().expose()))).is_ok()
}

fn done(world: &World, session: &Session) -> Vec<Happened> {
    sessions(world, session).activity.into_iter().map(|activity| activity.what).collect()
}

#[test]
fn every_live_session_is_listed_with_its_browser_and_the_last_used_first() {
    let world = World::new();
    world.origin.borrow_mut().browser = FIREFOX;
    let first = world.signed_in();
    world.pass_minutes(3);
    world.origin.borrow_mut().browser = Browser::default();
    let second = world.signed_in();
    world.pass_minutes(2);
    let third = world.signed_in();
    // Used again.
    let first = world.open(first.id().expose());
    let found = sessions(&world, &third);
    assert_eq!(names(&world, &third), [name(&third), name(&first), name(&second)]);
    let of_first = &found.sessions[1];
    assert_eq!((of_first.browser, of_first.is_this), (FIREFOX, false));
    assert_eq!(of_first.began_at.plus_minutes(5), world.now.get());
    assert_eq!(of_first.used_at, world.now.get());
    assert!(found.sessions[0].is_this && found.lacks_before.is_none());
}

#[test]
fn what_has_ended_is_not_listed() {
    let world = World::new();
    let (left, idle) = (world.sign_in(), world.signed_in());
    world.pass_minutes(20);
    run(session::sign_out(&world.gateway(), Some(&left))).expect("signed out");
    let kept = run(record::read(&world.gateway(), &idle.person_key())).expect("a list");
    assert_eq!(kept.sessions.len(), 1, "what is signed out takes no room");
    let session = world.signed_in();
    assert_eq!(names(&world, &session), [name(&session), name(&idle)]);
    world.pass_minutes(10);
    let session = world.open(session.id().expose());
    assert_eq!(names(&world, &session), [name(&session)], "the other was idle for too long");
}

#[test]
fn one_session_or_all_the_others_end_and_never_the_one_that_asks() {
    let world = World::new();
    let (one, other, own) = (world.signed_in(), world.signed_in(), world.signed_in());
    assert_eq!(ends(&world, &own, Some(name(&own))), None);
    assert_eq!(ends(&world, &own, Some("of nobody".to_owned())), None);
    assert!([&one, &other, &own].into_iter().all(|session| is_open(&world, session)));
    assert_eq!(ends(&world, &own, Some(name(&one))), None);
    assert!(!is_open(&world, &one) && is_open(&world, &other));
    assert_eq!(ends(&world, &own, None), None);
    assert!(!is_open(&world, &other) && is_open(&world, &own));
    assert_eq!(done(&world, &own)[0], Happened::SessionsEnded);
}

#[test]
fn a_session_that_begins_while_the_others_are_ended_ends_with_them() {
    let world = World::new();
    let (own, other) = (world.signed_in(), world.signed_in());
    let before = world.session_lists.borrow().clone();
    let late = world.signed_in();
    world.lists_then.replace(Some(world.session_lists.replace(before)));
    assert_eq!(ends(&world, &own, None), None);
    assert!(!is_open(&world, &other) && !is_open(&world, &late) && is_open(&world, &own));
}

#[test]
fn a_session_that_a_step_up_renamed_since_the_page_was_drawn_ends_all_the_same() {
    let world = World::new();
    let first = world.signed_in();
    world.pass_minutes(12);
    let own = world.signed_in();
    let shown = sessions(&world, &own).sessions[1].name.clone();
    let gateway = world.gateway();
    let begun = run(step_up::begin(&gateway, Some(first.id().expose()), ACCOUNT, "/"));
    let begun = begun.expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    let renewed = run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt)));
    let renewed = world.open(renewed.expect("signed in").session.expose());
    assert_ne!(name(&renewed), name(&first));
    assert_eq!(ends(&world, &own, Some(shown)), None);
    assert!(!is_open(&world, &renewed) && is_open(&world, &own));
}

#[test]
fn a_session_of_somebody_else_is_out_of_reach() {
    let world = World::new();
    let own = world.signed_in();
    world.claims.replace(json!({ "oid": "somebody-else" }));
    let other = world.signed_in();
    assert_eq!(ends(&world, &own, Some(name(&other))), None);
    assert_eq!(ends(&world, &own, None), None);
    assert!(is_open(&world, &other));
    assert_eq!(names(&world, &own), [name(&own)]);
}

#[test]
fn a_session_that_cannot_be_ended_is_told_and_stays_in_the_list() {
    let world = World::new();
    let (one, other, own) = (world.signed_in(), world.signed_in(), world.signed_in());
    world.undeletable.replace(Some(one.id().name()));
    assert_eq!(ends(&world, &own, None), Some(ProblemCode::SessionsRemain));
    assert!(!is_open(&world, &other), "the others end all the same");
    assert_eq!(names(&world, &own), [name(&own), name(&one)]);
    world.undeletable.take();
    assert_eq!(ends(&world, &own, None), None);
    assert!(!is_open(&world, &one));
}

#[test]
fn a_step_up_takes_the_place_of_the_session_that_it_replaces() {
    let world = World::new();
    let first = world.signed_in();
    let began_at = world.now.get();
    world.pass_minutes(12);
    let gateway = world.gateway();
    let begun = run(step_up::begin(&gateway, Some(first.id().expose()), ACCOUNT, "/"));
    let begun = begun.expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    let stepped_up = run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt)));
    let session = world.open(stepped_up.expect("signed in").session.expose());
    let found = sessions(&world, &session);
    assert_eq!(names(&world, &session), [name(&session)]);
    assert_eq!(found.sessions[0].began_at, began_at);
    assert_eq!(done(&world, &session), [Happened::SignedIn], "once");
    let elsewhere = world.signed_in();
    assert_eq!(sessions(&world, &elsewhere).sessions[1].began_at, began_at);
}

#[test]
fn a_session_that_a_step_up_cannot_replace_stays_in_the_list() {
    let world = World::new();
    let first = world.signed_in();
    world.pass_minutes(12);
    let gateway = world.gateway();
    let begun = run(step_up::begin(&gateway, Some(first.id().expose()), ACCOUNT, "/"));
    let begun = begun.expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    world.undeletable.replace(Some(first.id().name()));
    assert!(run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt))).is_err());
    assert_eq!(world.sessions.borrow().len(), 1, "the new one is gone again");
    world.undeletable.take();
    let elsewhere = world.signed_in();
    assert_eq!(names(&world, &elsewhere), [name(&elsewhere), name(&first)]);
    assert_eq!(ends(&world, &elsewhere, None), None);
    assert!(!is_open(&world, &first));
}

#[test]
fn nobody_is_signed_in_whose_session_could_not_be_ended_from_elsewhere() {
    let world = World::new();
    world.cannot_note.set(true);
    let (state, attempt) = world.begin_sign_in();
    let query = format!("code=good-code&state={state}");
    let outcome = run(sign_in::finish(&world.gateway(), &query, Some(&attempt)));
    assert_eq!(outcome.expect_err("refused").code(), ProblemCode::Broken);
    assert!(world.sessions.borrow().is_empty());
}

#[test]
fn the_oldest_of_too_many_sessions_ends() {
    let world = World::new();
    let first = world.signed_in();
    let others: Vec<_> = (0..19).map(|_| world.signed_in()).collect();
    assert!(is_open(&world, &first), "twenty are not too many");
    let latest = world.signed_in();
    assert!(!is_open(&world, &first));
    assert!(others.iter().all(|session| is_open(&world, session)));
    assert_eq!(names(&world, &latest).len(), 20);
    // One that cannot be ended leaves no room for another.
    world.undeletable.replace(Some(others[0].id().name()));
    let (state, attempt) = world.begin_sign_in();
    let query = format!("code=good-code&state={state}");
    assert!(run(sign_in::finish(&world.gateway(), &query, Some(&attempt))).is_err());
    assert_eq!(names(&world, &latest).len(), 20);
}

fn retires(world: &World, session: &mut Session) -> Option<ProblemCode> {
    let request = RetirePass { pass: MethodId(PASS.to_owned()) };
    run(pass::retire(&world.gateway(), session, request)).err().map(|fault| fault.code())
}

fn deletes_the_pass(world: &World) {
    world.answers(METHODS, listed(&[a_pass(), red_key()]));
    world.answers(&format!("DELETE /temporaryAccessPassMethods/{PASS}"), empty(204));
}

/// Someone who has registered the red key in this visit.
fn registered(world: &World) -> Session {
    let mut session = world.signed_in();
    let id = MethodId(RED_KEY.to_owned());
    run(session.amend(&world.gateway(), |record| record.register(&id))).expect("noted");
    session
}

#[test]
fn retiring_the_pass_ends_every_session_that_may_have_begun_with_it_and_no_other() {
    let world = World::new();
    // The pass starts at 08:00; this person signed in at 07:30, in whatever way.
    world.now.set(world.now.get().plus_minutes(-90));
    let before = world.sign_in();
    world.alter(&before, |record| record.known = vec![MethodId("seen".to_owned())]);
    world.pass_minutes(90);
    world.alter(&before, |record| {
        record.seen_at = record.seen_at.plus_minutes(90);
        record.access_ends_at = record.access_ends_at.plus_minutes(90);
    });
    let thief = world.signed_in();
    let mut own = registered(&world);
    deletes_the_pass(&world);
    assert_eq!(retires(&world, &mut own), None);
    assert!(!is_open(&world, &thief) && !is_open(&world, &own));
    let before = world.open(&before);
    assert_eq!(names(&world, &before), [name(&before)]);
    assert_eq!(done(&world, &before)[..2], [Happened::SessionsEnded, Happened::PassEnded]);
}

#[test]
fn a_session_may_be_of_the_pass_if_any_of_what_is_known_of_it_says_so() {
    let world = World::new();
    let (id, start) = (MethodId(PASS.to_owned()), world.now.get());
    let pass = Pass {
        id: id.clone(),
        starts_at: start,
        ends_at: start.plus_minutes(60),
        is_one_time: false,
        usability: PassUsability::Usable,
        register_by: None,
        can_be_ended: false,
    };
    let mut other = world.stored(&world.signed_in());
    other.known = vec![MethodId("seen".to_owned())];
    other.authenticated_at = start.plus_minutes(-30);
    assert!(!may_be_of(&other, &id, Some(&pass)), "it began before, and has seen a list");
    let within = Some(start.plus_minutes(30));
    let told = SessionRecord { opened_by: Some(id.clone()), ..other.clone() };
    let has_seen_no_list = SessionRecord { known: Vec::new(), ..other.clone() };
    for record in [told, has_seen_no_list] {
        assert!(may_be_of(&record, &id, Some(&pass)) && may_be_of(&record, &id, None));
    }
    // The first sign-in of the visit, or the step-up since.
    let visit = SessionRecord { visit_began_at: within, ..other.clone() };
    let step_up = SessionRecord {
        authenticated_at: start.plus_minutes(30),
        visit_began_at: Some(other.authenticated_at),
        ..other
    };
    for record in [visit, step_up] {
        assert!(may_be_of(&record, &id, Some(&pass)) && !may_be_of(&record, &id, None));
    }
}

#[test]
fn when_a_session_of_the_pass_cannot_be_ended_the_person_is_told_and_asks_again() {
    let world = World::new();
    let mut thief = world.signed_in();
    world.answers(METHODS, listed(&[a_pass(), red_key()]));
    run(overview::read(&world.gateway(), &mut thief)).expect("an overview");
    let mut own = registered(&world);
    deletes_the_pass(&world);
    world.undeletable.replace(Some(thief.id().name()));
    assert_eq!(retires(&world, &mut own), Some(ProblemCode::SessionsRemain));
    assert!(is_open(&world, &own), "who else could ask again?");
    world.undeletable.take();
    // The pass and its times are no longer listed.
    world.answers(METHODS, listed(&[red_key()]));
    let delete = format!("DELETE /temporaryAccessPassMethods/{PASS}");
    world.answers(&delete, graph_error(404, "resourceNotFound", ""));
    world.answers(METHODS, listed(&[red_key()]));
    assert_eq!(retires(&world, &mut own), None);
    assert!(!is_open(&world, &thief) && !is_open(&world, &own));
}

#[test]
fn what_was_idle_for_too_long_leaves_its_room_to_those_that_are_used() {
    let world = World::new();
    let used = world.signed_in();
    for _ in 0..19 {
        world.signed_in();
    }
    world.pass_minutes(20);
    let used = world.open(used.id().expose());
    world.pass_minutes(20);
    let latest = world.signed_in();
    assert!(is_open(&world, &used), "the oldest, and the only one that is used");
    assert_eq!(names(&world, &latest).len(), 2);
}

#[test]
fn a_line_that_is_not_understood_is_set_aside_and_the_others_stay() {
    let world = World::new();
    let first = world.signed_in();
    let key = first.person_key();
    let store = |line: &str| {
        let keys = &world.settings.seal_keys;
        let purpose = record::purpose(&key);
        let mut lists = world.session_lists.borrow_mut();
        let list = lists.get_mut(&key.object_name()).expect("stored");
        let mut text = keys.open(&purpose, &list.text).expect("it opens");
        text.extend_from_slice(line.as_bytes());
        list.text = keys.seal(&world, &purpose, &text).expect("sealed");
        list.sets_aside = false;
    };
    store("\ndone\t1772442000000\tchrome linux\tlevitated");
    let second = world.signed_in();
    assert_eq!(names(&world, &second), [name(&second), name(&first)]);
    assert_eq!(done(&world, &second), [Happened::SignedIn, Happened::SignedIn]);
    assert_eq!(sessions(&world, &second).lacks_before, None);
    assert!(world.session_lists.borrow()[&key.object_name()].sets_aside);
    // A session that is not understood is missing, and the page says so.
    store("\nname\tbegan\tends\tchrome linux\tmore");
    assert_eq!(names(&world, &second), [name(&second), name(&first)]);
    assert!(sessions(&world, &second).lacks_before.is_some());
}

#[test]
fn a_list_that_cannot_be_read_begins_anew_and_says_so() {
    let world = World::new();
    let first = world.signed_in();
    let key = first.person_key().object_name();
    world.session_lists.borrow_mut().get_mut(&key).expect("stored").text.truncate(40);
    assert_eq!(sessions(&world, &first).lacks_before, Some(world.now.get()));
    let damaged_at = world.now.get();
    world.pass_minutes(1);
    let second = world.signed_in();
    let found = sessions(&world, &second);
    assert_eq!(names(&world, &second), [name(&second)]);
    assert!(found.lacks_before.is_some_and(|at| damaged_at <= at));
    assert!(world.session_lists.borrow()[&key].sets_aside);
    // Every session from before has ended by then.
    world.now.set(world.now.get().plus_seconds(world.settings.limits.session_seconds));
    assert_eq!(sessions(&world, &world.signed_in()).lacks_before, None);
}

#[test]
fn the_list_of_somebody_else_does_not_open() {
    let world = World::new();
    let own = world.signed_in();
    let other = PersonKey { tenant_id: "tenant".to_owned(), object_id: "other".to_owned() };
    let lists = world.session_lists.borrow().clone();
    let moved = lists[&own.person_key().object_name()].clone();
    world.session_lists.borrow_mut().insert(other.object_name(), moved);
    let record = run(record::read(&world.gateway(), &other)).expect("the store");
    assert!(record.is_damaged && record.sessions.is_empty());
}

fn removes(world: &World, session: &mut Session) {
    let others = [red_key(), passkey("other", "Other", "2021-01-01T00:00:00Z")];
    world.answers(METHODS, listed(&others));
    world.answers(&format!("DELETE /fido2Methods/{RED_KEY}"), empty(204));
    let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: false };
    run(removal::remove(&world.gateway(), session, request)).expect("removed");
}

#[test]
fn what_was_done_is_remembered_with_its_name_and_its_browser_and_each_once() {
    let world = World::new();
    world.origin.borrow_mut().browser = FIREFOX;
    let mut session = world.signed_in();
    removes(&world, &mut session);
    // The list lags, and the request comes again.
    world.pass_minutes(6);
    removes(&world, &mut session);
    let found = sessions(&world, &session).activity;
    let [removed, signed_in] = &found[..] else { panic!("{found:?}") };
    let Happened::Removed(method) = &removed.what else { panic!("{removed:?}") };
    assert_eq!(method.label.as_deref(), Some("Red key"));
    assert_eq!((removed.browser, &signed_in.what), (FIREFOX, &Happened::SignedIn));
    assert_eq!(signed_in.at.plus_minutes(6), world.now.get());
}

#[test]
fn what_was_registered_on_the_directorys_page_is_remembered_once() {
    let world = World::new();
    world.origin.borrow_mut().browser = FIREFOX;
    let mut session = world.signed_in();
    let new = passkey("new", "New key", "2026-03-02T09:00:30Z");
    for methods in [vec![a_pass()], vec![a_pass(), new.clone()], vec![a_pass(), new]] {
        world.answers(METHODS, listed(&methods));
        run(overview::read(&world.gateway(), &mut session)).expect("an overview");
    }
    let found = sessions(&world, &session).activity;
    let [added, signed_in] = &found[..] else { panic!("{found:?}") };
    let Happened::Added(method) = &added.what else { panic!("{added:?}") };
    assert_eq!(method.label.as_deref(), Some("New key"));
    assert_eq!((added.browser, &signed_in.what), (FIREFOX, &Happened::SignedIn));
}

#[test]
fn many_sign_ins_do_not_wash_out_what_was_done() {
    let world = World::new();
    let mut session = world.signed_in();
    removes(&world, &mut session);
    for _ in 0..ACTIVITY_MAX {
        let left = world.sign_in();
        run(session::sign_out(&world.gateway(), Some(&left))).expect("signed out");
    }
    let done = done(&world, &session);
    assert_eq!(done.len(), ACTIVITY_MAX);
    assert!(matches!(done.last(), Some(Happened::Removed(_))), "{done:?}");
}

#[test]
fn who_came_with_a_pass_is_not_taken_to_know_a_password() {
    for (came_with_pass, knows_password, everywhere) in [
        (true, None, Everywhere::NoWayBack),
        (true, Some(false), Everywhere::NoWayBack),
        (true, Some(true), Everywhere::Offered),
        (false, None, Everywhere::Offered),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        session.record.opened_by = came_with_pass.then(|| MethodId(PASS.to_owned()));
        session.record.knows_password = knows_password;
        // The pass has been deleted since, and so is needed for nothing.
        world.answers(METHODS, listed(&[phone()]));
        let found = run(list(&world.gateway(), &mut session)).expect("a list");
        assert_eq!(found.everywhere, everywhere, "{came_with_pass} {knows_password:?}");
    }
}

#[test]
fn only_the_latest_of_the_last_thirty_days_is_remembered() {
    let world = World::new();
    for _ in 0..=ACTIVITY_MAX {
        let left = world.sign_in();
        run(session::sign_out(&world.gateway(), Some(&left))).expect("signed out");
    }
    world.pass_minutes(29 * 24 * 60);
    let session = world.signed_in();
    assert_eq!(done(&world, &session).len(), ACTIVITY_MAX);
    world.pass_minutes(24 * 60);
    let session = world.signed_in();
    assert_eq!(done(&world, &session).len(), 2);
    let stored = &world.session_lists.borrow()[&session.person_key().object_name()];
    assert_eq!(stored.expires_at, world.now.get().plus_minutes(30 * 24 * 60));
}

#[test]
fn a_session_that_ends_this_very_moment_is_listed_no_more() {
    let world = World::new();
    let key = world.signed_in().person_key();
    let kept = || run(record::read(&world.gateway(), &key)).expect("a record").sessions;
    let ends_at = kept()[0].ends_at;
    world.now.set(ends_at.plus_milliseconds(-1));
    assert_eq!(kept().len(), 1);
    world.now.set(ends_at);
    assert!(kept().is_empty());
}

#[test]
fn a_session_whose_file_is_damaged_hides_no_other_and_is_not_said_to_have_ended() {
    let world = World::new();
    let damaged = world.sign_in();
    let other = world.sign_in();
    let own = world.signed_in();
    world.damaged.replace(Some(world.named(&damaged)));
    world.undeletable.replace(Some(world.named(&damaged)));
    let fault = run(session::open(&world.gateway(), Some(&damaged))).expect_err("nobody can");
    assert_eq!(fault.code(), ProblemCode::SignInRequired);
    assert_eq!(names(&world, &own).len(), 2, "the own one and the other");
    assert_eq!(ends(&world, &own, None), Some(ProblemCode::SessionsRemain));
    assert!(run(session::open(&world.gateway(), Some(&other))).is_err(), "the others have ended");
    let left = run(session::sign_out(&world.gateway(), Some(&damaged))).expect("signed out");
    assert!(left.is_some(), "and the directory's own session ends");
}

#[test]
fn one_of_too_many_sessions_that_cannot_be_ended_keeps_nobody_out() {
    let world = World::new();
    let first = world.sign_in();
    world.damaged.replace(Some(world.named(&first)));
    world.undeletable.replace(Some(world.named(&first)));
    for _ in 0..20 {
        world.pass_minutes(1);
        world.signed_in();
    }
    let own = world.signed_in();
    assert!(is_open(&world, &own));
    let kept = run(record::read(&world.gateway(), &own.person_key())).expect("a record");
    assert!(kept.sessions.iter().any(|known| known.name == world.named(&first)), "it is told");
    assert_eq!(kept.sessions.len(), 21);
}
