//! Retiring the pass and what follows from it.

use contract::{
    MethodId, ProblemCode,
    pass::RetirePass,
    recovery::{Loss, LostMethod, Recovery},
};
use serde_json::{Value, json};

use super::retire;
use crate::{
    PersonRecord, Session, overview, person, removal,
    testing::{
        PASS, RED_KEY, World, authenticator, empty, graph_error, list, pass, passkey, phone,
        red_key, run, timeout, used_one_time_pass,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";

fn ask(world: &World, session: &mut Session, id: &str) -> Option<ProblemCode> {
    let request = RetirePass { pass: MethodId(id.to_owned()) };
    run(retire(&world.gateway(), session, request)).err().map(|fault| fault.code())
}

/// Someone who has registered the red key in this visit.
fn registered(world: &World) -> Session {
    let mut session = world.signed_in();
    registers(world, &mut session, RED_KEY);
    session
}

fn registers(world: &World, session: &mut Session, id: &str) {
    let id = MethodId(id.to_owned());
    run(session.amend(&world.gateway(), |record| record.register(&id))).expect("noted");
}

fn deletes(world: &World) -> usize {
    world.asked().iter().filter(|asked| asked.starts_with("DELETE")).count()
}

#[test]
fn the_pass_and_the_session_end_together_or_not_at_all() {
    for (answer, code) in [
        (empty(204), None),
        (graph_error(404, "resourceNotFound", ""), None),
        (graph_error(403, "Authorization_RequestDenied", ""), Some(ProblemCode::Forbidden)),
        (empty(503), Some(ProblemCode::DirectoryUnreachable)),
        (timeout(), Some(ProblemCode::DirectoryUnreachable)),
    ] {
        let world = World::new();
        let mut session = registered(&world);
        world.answers(METHODS, list(&[pass(), red_key()]));
        let path = format!("DELETE /v1.0/me/authentication/temporaryAccessPassMethods/{PASS}");
        let is_missing = answer.is_missing();
        world.answers(&path, answer);
        if is_missing {
            world.answers(METHODS, list(&[red_key()]));
        }
        assert_eq!(ask(&world, &mut session, PASS), code);
        assert_eq!(world.sessions.borrow().is_empty(), code.is_none());
        assert!(world.is_done());
    }
}

#[test]
fn only_the_pass_that_was_shown_is_retired() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[pass()]));
    assert_eq!(ask(&world, &mut session, "another"), Some(ProblemCode::PassNotFound));
    world.answers(METHODS, list(&[red_key()]));
    assert_eq!(ask(&world, &mut session, "another"), Some(ProblemCode::PassNotFound));

    // A new pass has replaced the one on the page.
    let mut newer = pass();
    newer["id"] = json!("newer");
    world.answers(METHODS, list(&[newer]));
    assert_eq!(ask(&world, &mut session, PASS), Some(ProblemCode::PassNotFound));
    assert_eq!(world.sessions.borrow().len(), 1);

    // Seen before and gone since, with no other instead: it may have let the person in.
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[pass(), red_key()]));
    run(overview::read(&world.gateway(), &mut session)).expect("an overview");
    world.answers(METHODS, list(&[red_key()]));
    assert_eq!(ask(&world, &mut session, PASS), Some(ProblemCode::PassNotFound));
    assert_eq!(deletes(&world), 0);
    assert_eq!(world.sessions.borrow().len(), 1);
}

#[test]
fn a_pass_that_one_list_leaves_out_is_deleted_by_whoever_can_do_without_it() {
    let delete = format!("DELETE /temporaryAccessPassMethods/{PASS}");
    for (is_registered, opened, answer) in [
        (true, true, empty(204)),
        (true, true, graph_error(404, "resourceNotFound", "")),
        (false, false, empty(204)),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[pass(), red_key()]));
        run(overview::read(&world.gateway(), &mut session)).expect("an overview");
        if is_registered {
            registers(&world, &mut session, RED_KEY);
        }
        if !opened {
            run(session.amend(&world.gateway(), |record| record.opened_by = None)).expect("noted");
        }
        world.answers(METHODS, list(&[red_key()]));
        let is_missing = answer.is_missing();
        world.answers(&delete, answer);
        if is_missing {
            world.answers(METHODS, list(&[red_key()]));
        }
        assert_eq!(ask(&world, &mut session, PASS), None);
        assert_eq!(deletes(&world), 1);
        assert!(world.is_done() && world.sessions.borrow().is_empty());
    }
}

#[test]
fn a_pass_that_is_listed_and_not_found_is_not_said_to_have_ended() {
    let world = World::new();
    let mut session = registered(&world);
    let delete = format!("DELETE /temporaryAccessPassMethods/{PASS}");
    world.answers(METHODS, list(&[pass(), red_key()]));
    world.answers(&delete, graph_error(404, "resourceNotFound", ""));
    world.answers(METHODS, list(&[pass(), red_key()]));
    assert_eq!(ask(&world, &mut session, PASS), Some(ProblemCode::DirectoryMisbehaved));
    assert_eq!(world.sessions.borrow().len(), 1);
}

/// What the page is told of the pass, and what the edge answers; the two must agree.
fn can_be_ended(world: &World, session: &mut Session, entries: &[Value]) -> bool {
    world.answers(METHODS, list(entries));
    let overview = run(overview::read(&world.gateway(), session)).expect("an overview");
    let is_offered = overview.pass.expect("a pass").can_be_ended;
    let (sessions, person) = (world.sessions.borrow().clone(), world.person(session));
    let before = deletes(world);
    world.answers(METHODS, list(entries));
    if is_offered {
        world.answers(&format!("DELETE /temporaryAccessPassMethods/{PASS}"), empty(204));
    }
    let expected = if is_offered { None } else { Some(ProblemCode::PassNeeded) };
    assert_eq!(ask(world, session, PASS), expected);
    assert_eq!(deletes(world) - before, usize::from(is_offered));
    assert_eq!(world.sessions.borrow().is_empty(), is_offered);
    world.sessions.replace(sessions);
    world.remember(session, &person);
    is_offered
}

#[test]
fn what_was_registered_before_this_visit_may_all_be_lost_and_does_not_end_the_pass() {
    for entries in [
        vec![pass()],
        vec![pass(), red_key(), authenticator(), phone()],
        vec![used_one_time_pass(), red_key()],
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        assert!(!can_be_ended(&world, &mut session, &entries), "{entries:?}");
    }
}

#[test]
fn what_was_registered_in_this_visit_ends_the_pass_as_long_as_it_stands() {
    let new = || passkey("new", "New key", "2026-03-02T09:00:30Z");
    let world = World::new();
    let mut session = world.signed_in();
    registers(&world, &mut session, "new");
    assert!(can_be_ended(&world, &mut session, &[pass(), new()]));
    assert!(can_be_ended(&world, &mut session, &[used_one_time_pass(), red_key(), new()]));
    // Deleted elsewhere since.
    assert!(!can_be_ended(&world, &mut session, &[pass(), red_key()]));
    // Another session of the same person is another visit.
    let mut other = world.signed_in();
    world.sessions.borrow_mut().remove(&session.id().name());
    assert!(!can_be_ended(&world, &mut other, &[pass(), new()]));
}

#[test]
fn what_was_registered_and_removed_again_in_this_visit_does_not_end_the_pass() {
    for answer in [empty(204), timeout()] {
        let world = World::new();
        let mut session = registered(&world);
        let entries = [pass(), red_key(), phone()];
        assert!(can_be_ended(&world, &mut session, &entries));
        world.answers(METHODS, list(&entries));
        world.answers(&format!("DELETE /fido2Methods/{RED_KEY}"), answer);
        let request = contract::removal::RemoveMethod {
            method: MethodId(RED_KEY.to_owned()),
            accepts_password: true,
        };
        let _ = run(removal::remove(&world.gateway(), &mut session, request));
        // The list lags, and shows it all the while, also when it should have caught up.
        assert!(!can_be_ended(&world, &mut session, &entries));
        world.pass_minutes(6);
        assert!(!can_be_ended(&world, &mut session, &entries));
    }
}

#[test]
fn a_sign_in_that_cannot_have_been_made_with_the_pass_ends_it() {
    for (changes, is_ended) in [
        (json!({ "startDateTime": "2026-03-02T10:00:00Z" }), true),
        (json!({ "methodUsabilityReason": "Expired" }), true),
        (json!({ "methodUsabilityReason": "OneTimeUsed", "isUsableOnce": true }), false),
        (json!({ "methodUsabilityReason": "DisabledByPolicy" }), false),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let mut entry = pass();
        for (name, value) in changes.as_object().expect("changes") {
            entry[name] = value.clone();
        }
        assert_eq!(can_be_ended(&world, &mut session, &[entry, red_key()]), is_ended, "{changes}");
    }
}

#[test]
fn retiring_needs_a_fresh_sign_in() {
    let world = World::new();
    let mut session = world.signed_in();
    world.pass_minutes(10);
    assert_eq!(ask(&world, &mut session, PASS), Some(ProblemCode::StepUpRequired));
}

#[test]
fn what_was_registered_on_the_directorys_page_in_this_visit_ends_the_pass() {
    let made = |created: &str| passkey("new", "New key", created);
    for (before, after, ends) in [
        // Made after the sign-in, and not there at first.
        (vec![pass()], made("2026-03-02T09:03:00Z"), true),
        // An old key that a lagging list left out at first.
        (vec![pass()], made("2026-03-01T09:00:00Z"), false),
        // There at first: nobody knows since when.
        (vec![pass(), made("2026-03-02T09:03:00Z")], made("2026-03-02T09:03:00Z"), false),
        // What comes after a password says nothing about who has it.
        (vec![pass()], phone(), false),
        (vec![pass()], authenticator(), false),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        assert!(!can_be_ended(&world, &mut session, &before));
        world.pass_minutes(4);
        assert_eq!(can_be_ended(&world, &mut session, &[pass(), after.clone()]), ends, "{after}");
        // It stays so, since the visit remembers.
        assert_eq!(can_be_ended(&world, &mut session, &[pass(), after.clone()]), ends, "{after}");
    }
}

#[test]
fn an_authenticator_of_this_visit_ends_the_pass_of_someone_who_knows_their_password() {
    for (knows, ends) in [(None, false), (Some(false), false), (Some(true), true)] {
        let world = World::new();
        let mut session = world.signed_in();
        assert!(!can_be_ended(&world, &mut session, &[pass()]));
        world.pass_minutes(4);
        let mut app = authenticator();
        app["createdDateTime"] = json!("2026-03-02T09:03:00Z");
        if let Some(is_known) = knows {
            let answer = contract::overview::AnswerPassword { is_known };
            run(overview::answer_password(&world.gateway(), &mut session, answer)).expect("noted");
        }
        assert_eq!(can_be_ended(&world, &mut session, &[pass(), app]), ends, "{knows:?}");
    }
}

#[test]
fn what_is_only_remembered_does_not_end_the_pass_and_the_person_is_told_to_wait() {
    let world = World::new();
    let mut session = world.signed_in();
    registers(&world, &mut session, "new");
    let mut record = PersonRecord::default();
    let new = passkey("new", "New key", "2026-03-02T09:00:30Z");
    record.note_addition(&crate::methods::method(&new).expect("a key"), world.now.get());
    world.remember(&session, &record);
    world.answers(METHODS, list(&[pass()]));
    assert_eq!(ask(&world, &mut session, PASS), Some(ProblemCode::NotListedYet));
    assert_eq!(deletes(&world), 0);
}

#[test]
fn a_pass_that_cannot_be_read_leaves_the_doubt() {
    let world = World::new();
    let mut session = world.signed_in();
    let mut unreadable = pass();
    unreadable["lifetimeInMinutes"] = Value::Null;
    let mut nameless = pass();
    nameless["id"] = Value::Null;
    for (entries, is_proved) in [
        (vec![unreadable, red_key()], false),
        (vec![nameless, red_key()], false),
        (vec![red_key()], true),
    ] {
        world.answers(METHODS, list(&entries));
        let overview = run(overview::read(&world.gateway(), &mut session)).expect("an overview");
        assert_eq!(overview.is_proved, is_proved);
    }
}

#[test]
fn a_recovery_that_has_removed_everything_ends_with_the_pass() {
    let lost = |id: &str| vec![MethodId(id.to_owned())];
    for (loss, signs_out, lost, is_over) in [
        (Loss::Lost, false, vec![], true),
        // One list that leaves it out does not show that it is gone.
        (Loss::Lost, false, lost("unlisted"), false),
        (Loss::Lost, false, lost(RED_KEY), false),
        // Whoever has the device is still to be signed out.
        (Loss::Stolen, false, vec![], false),
        (Loss::Stolen, true, vec![], true),
    ] {
        let world = World::new();
        let mut session = recovers(&world, loss, lost, signs_out);
        assert_eq!(ask(&world, &mut session, PASS), None);
        let kept = world.person(&session).recovery;
        assert_eq!(kept.is_none(), is_over);
        // Where it goes on, it tells later when the pass ended.
        assert!(kept.is_none_or(|kept| kept.told.pass_ended_at == Some(world.now.get())));
        assert!(world.is_done());
    }
}

#[test]
fn a_pass_that_has_ended_is_not_brought_back_by_a_list_that_lags() {
    let world = World::new();
    let mut session = recovers(&world, Loss::Stolen, Vec::new(), false);
    assert_eq!(ask(&world, &mut session, PASS), None);
    let mut later = world.signed_in();
    let mut other = pass();
    other["id"] = json!("another");
    for (listed, is_proved) in [(pass(), true), (other, false)] {
        world.answers(METHODS, list(&[listed, red_key()]));
        let overview = run(overview::read(&world.gateway(), &mut later)).expect("an overview");
        assert_eq!((overview.pass.is_none(), overview.is_proved), (is_proved, is_proved));
    }
}

#[test]
fn what_somebody_else_had_to_remove_keeps_no_recovery_open_once_the_list_lacks_it() {
    for (minutes, is_over) in [(4, false), (5, true)] {
        let world = World::new();
        let mut session = recovers(&world, Loss::Lost, vec![MethodId("token".to_owned())], false);
        let mut record = world.person(&session);
        let recovery = record.recovery.as_mut().expect("a recovery");
        recovery.marked[0].method.is_removable = false;
        world.remember(&session, &record);
        world.pass_minutes(minutes);
        assert_eq!(ask(&world, &mut session, PASS), None);
        assert_eq!(world.person(&session).recovery.is_none(), is_over, "{minutes}");
    }
}

#[test]
fn of_two_passes_the_one_that_has_ended_hides_no_other() {
    let world = World::new();
    let mut session = recovers(&world, Loss::Stolen, Vec::new(), false);
    assert_eq!(ask(&world, &mut session, PASS), None);
    let mut later = world.signed_in();
    let mut sooner = pass();
    sooner["id"] = json!("another");
    sooner["lifetimeInMinutes"] = json!(30);
    world.answers(METHODS, list(&[pass(), sooner, red_key()]));
    let overview = run(overview::read(&world.gateway(), &mut later)).expect("an overview");
    assert_eq!(overview.pass.map(|pass| pass.id), Some(MethodId("another".to_owned())));
}

#[test]
fn what_was_sent_and_is_not_listed_any_more_keeps_no_recovery_open() {
    for (minutes, is_over) in [(4, false), (5, true)] {
        let world = World::new();
        let mut session = recovers(&world, Loss::Lost, vec![MethodId("app".to_owned())], false);
        let mut record = world.person(&session);
        record.note_sent(&crate::testing::method("app"), world.now.get());
        world.remember(&session, &record);
        world.pass_minutes(minutes);
        assert_eq!(ask(&world, &mut session, PASS), None);
        assert_eq!(world.person(&session).recovery.is_none(), is_over, "{minutes}");
    }
}

/// Someone who recovers from this loss, has registered two keys, and whose pass the directory deletes.
fn recovers(world: &World, loss: Loss, lost: Vec<MethodId>, signs_out: bool) -> Session {
    let mut session = registered(world);
    let other = passkey("new", "New", "2026-03-02T09:00:00Z");
    registers(world, &mut session, "new");
    let told = Recovery {
        loss,
        began_at: world.now.get(),
        retold_at: None,
        removed: Vec::new(),
        signed_out_at: signs_out.then(|| world.now.get()),
        pass_ended_at: None,
    };
    let at = world.now.get();
    let marked = |id: &MethodId| LostMethod { method: crate::testing::method(&id.0), at };
    let marked = lost.iter().map(marked).collect();
    let recovery = Some(person::Recovery { told, lost, sent: Vec::new(), marked });
    world.remember(&session, &PersonRecord { recovery, ..PersonRecord::default() });
    world.answers(METHODS, list(&[pass(), red_key(), other]));
    let path = format!("DELETE /v1.0/me/authentication/temporaryAccessPassMethods/{PASS}");
    world.answers(&path, empty(204));
    session
}

#[test]
fn after_a_theft_the_person_is_told_that_signing_out_everywhere_is_due() {
    for (loss, signs_out, is_due) in
        [(Loss::Stolen, false, true), (Loss::Stolen, true, false), (Loss::Lost, false, false)]
    {
        let world = World::new();
        let mut session = recovers(&world, loss, Vec::new(), signs_out);
        let request = RetirePass { pass: MethodId(PASS.to_owned()) };
        let retired = run(retire(&world.gateway(), &mut session, request)).expect("it ends");
        assert_eq!(retired.is_sign_out_due, is_due);
        assert_eq!(world.person(&session).recovery.is_some(), is_due, "it is offered again");
    }
}
