//! The guard and the delete, each rule both ways.

use contract::{
    MethodId, ProblemCode,
    removal::{MethodRemoved, RemoveMethod},
};
use serde_json::{Value, json};

use super::remove;
use crate::{
    PersonKey, PersonRecord, Session,
    fault::Fault,
    overview, person,
    testing::{
        APP_METHOD, Answer, EMAIL, PASS, PASSWORD, PHONE, RED_KEY, START, World, authenticator,
        email, empty, graph_error, list, pass, passkey, password, phone, red_key, run, timeout,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const DELETE_KEY: &str = "DELETE /v1.0/me/authentication/fido2Methods/-2_GRUg2-HYz6_1YG4YRAQ2";

fn ask(world: &World, session: &mut Session, id: &str) -> Result<MethodRemoved, Fault> {
    ask_knowing(world, session, id, true)
}

/// Asks as someone who was told that all that remains comes after a password, or was not.
fn ask_knowing(
    world: &World,
    session: &mut Session,
    id: &str,
    accepts_password: bool,
) -> Result<MethodRemoved, Fault> {
    let request = RemoveMethod { method: MethodId(id.to_owned()), accepts_password };
    run(remove(&world.gateway(), session, request))
}

fn code(outcome: Result<MethodRemoved, Fault>) -> Option<ProblemCode> {
    outcome.err().map(|fault| fault.code())
}

fn deletes(world: &World) -> usize {
    world.asked().iter().filter(|asked| asked.starts_with("DELETE")).count()
}

#[test]
fn each_kind_is_deleted_from_its_own_collection() {
    for (entry, id, path) in [
        (red_key(), RED_KEY, format!("fido2Methods/{RED_KEY}")),
        (authenticator(), APP_METHOD, format!("microsoftAuthenticatorMethods/{APP_METHOD}")),
        (phone(), PHONE, format!("phoneMethods/{PHONE}")),
        (email(), EMAIL, format!("emailMethods/{EMAIL}")),
        (
            json!({ "@odata.type": "#microsoft.graph.softwareOathAuthenticationMethod", "id": "a/b" }),
            "a/b",
            "softwareOathMethods/a%2Fb".to_owned(),
        ),
        (
            json!({ "@odata.type": "#microsoft.graph.windowsHelloForBusinessAuthenticationMethod", "id": "w" }),
            "w",
            "windowsHelloForBusinessMethods/w".to_owned(),
        ),
        (
            json!({ "@odata.type": "#microsoft.graph.platformCredentialAuthenticationMethod", "id": "m" }),
            "m",
            "platformCredentialMethods/m".to_owned(),
        ),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let other = passkey("other", "Other", "2021-01-01T00:00:00Z");
        world.answers(METHODS, list(&[entry, other]));
        world.answers(&format!("DELETE /v1.0/me/authentication/{path}"), empty(204));
        let removed = ask(&world, &mut session, id).expect("removed");
        assert_eq!(removed.method.0, id);
        assert!(world.is_done());
    }
}

#[test]
fn something_usable_must_remain_and_neither_pass_nor_password_nor_address_counts() {
    for (remaining, outcome) in [
        (vec![], Some(ProblemCode::LastMethod)),
        (vec![pass()], Some(ProblemCode::LastMethod)),
        (vec![password(), email(), pass()], Some(ProblemCode::LastMethod)),
        (
            vec![json!({ "@odata.type": "#microsoft.graph.fromTheFuture", "id": "u" })],
            Some(ProblemCode::LastMethod),
        ),
        (vec![phone()], None),
        (vec![password(), authenticator()], None),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let entries = [vec![red_key()], remaining.clone()].concat();
        world.answers(METHODS, list(&entries));
        world.answers(DELETE_KEY, empty(204));
        assert_eq!(code(ask(&world, &mut session, RED_KEY)), outcome, "{remaining:?}");
        assert_eq!(deletes(&world), usize::from(outcome.is_none()));
    }
}

#[test]
fn what_comes_after_a_password_is_enough_only_for_someone_who_says_so() {
    for (accepts, knows, outcome) in [
        (false, None, Some(ProblemCode::PasswordNeeded)),
        (false, Some(false), Some(ProblemCode::PasswordNeeded)),
        (false, Some(true), None),
        (true, None, None),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        session.record.knows_password = knows;
        world.answers(METHODS, list(&[red_key(), phone(), password()]));
        world.answers(DELETE_KEY, empty(204));
        let asked = ask_knowing(&world, &mut session, RED_KEY, accepts);
        assert_eq!(code(asked), outcome, "{accepts} {knows:?}");
        assert_eq!(deletes(&world), usize::from(outcome.is_none()));
    }
    // With another key nothing has to be said.
    let world = World::new();
    let mut session = world.signed_in();
    let other = passkey("other", "Other", "2021-01-01T00:00:00Z");
    world.answers(METHODS, list(&[red_key(), other]));
    world.answers(DELETE_KEY, empty(204));
    assert!(ask_knowing(&world, &mut session, RED_KEY, false).is_ok());
}

#[test]
fn what_is_only_remembered_does_not_count_and_the_person_is_told_to_wait() {
    let world = World::new();
    let mut session = world.signed_in();
    let mut record = PersonRecord::default();
    let key =
        crate::methods::method(&passkey("new", "New", "2025-01-01T00:00:00Z")).expect("a key");
    record.note_addition(&key, world.now.get());
    world.remember(&session, &record);
    // Whether the new key was deleted elsewhere since, or the list lags, nobody knows.
    world.answers(METHODS, list(&[red_key(), pass()]));
    let outcome = ask(&world, &mut session, RED_KEY);
    assert_eq!(code(outcome), Some(ProblemCode::NotListedYet));
    assert_eq!(deletes(&world), 0);
}

#[test]
fn what_is_of_no_use_can_go_although_nothing_usable_remains() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[email(), pass()]));
    world.answers(&format!("DELETE /emailMethods/{EMAIL}"), empty(204));
    assert!(ask(&world, &mut session, EMAIL).is_ok());
}

#[test]
fn of_the_last_two_only_one_can_go_although_the_first_lingers_in_the_list() {
    let world = World::new();
    let mut session = world.signed_in();
    let both = || list(&[red_key(), phone(), pass()]);
    world.answers(METHODS, both());
    world.answers(DELETE_KEY, empty(204));
    assert!(ask(&world, &mut session, RED_KEY).is_ok());
    world.answers(METHODS, both());
    let mut other_tab = world.open(session.id().expose());
    let outcome = ask(&world, &mut other_tab, PHONE);
    assert_eq!(code(outcome), Some(ProblemCode::LastMethod));
    assert_eq!(deletes(&world), 1);
}

#[test]
fn what_this_person_never_had_is_not_found_and_what_they_had_is_gone_already() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), phone()]));
    let outcome = ask(&world, &mut session, "someone-elses");
    assert_eq!(code(outcome), Some(ProblemCode::MethodNotFound));

    // Seen in this session, and removed elsewhere since: the directory says so.
    world.answers(METHODS, list(&[phone()]));
    world.answers(DELETE_KEY, graph_error(404, "resourceNotFound", ""));
    world.answers(METHODS, list(&[phone()]));
    assert!(ask(&world, &mut session, RED_KEY).is_ok());
    assert_eq!(deletes(&world), 1);
    assert!(world.is_done());

    // Removed here an hour ago at most, in whichever session.
    let mut record = PersonRecord::default();
    record.note_removal(&MethodId("earlier".to_owned()), START, true);
    world.remember(&session, &record);
    for (minutes, outcome) in [(59, None), (60, Some(ProblemCode::MethodNotFound))] {
        world.now.set(START.plus_minutes(minutes));
        let mut other_session = world.signed_in();
        world.answers(METHODS, list(&[phone()]));
        assert_eq!(code(ask(&world, &mut other_session, "earlier")), outcome);
    }
}

#[test]
fn a_lost_answer_leaves_a_removal_that_can_be_asked_for_again() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), phone()]));
    world.answers(DELETE_KEY, timeout());
    let outcome = ask(&world, &mut session, RED_KEY);
    assert_eq!(code(outcome), Some(ProblemCode::DirectoryUnreachable));
    // It had arrived.
    let mut later = world.signed_in();
    world.answers(METHODS, list(&[phone()]));
    assert!(ask(&world, &mut later, RED_KEY).is_ok());
    assert_eq!(deletes(&world), 1);
}

#[test]
fn what_one_list_leaves_out_is_deleted_and_the_guard_counts_the_others() {
    for (others, outcome) in
        [(vec![phone()], None), (vec![password(), email()], Some(ProblemCode::LastMethod))]
    {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[vec![red_key()], others.clone()].concat()));
        run(overview::read(&world.gateway(), &mut session)).expect("an overview");
        // A list that lags.
        world.answers(METHODS, list(&others));
        world.answers(DELETE_KEY, empty(204));
        assert_eq!(code(ask(&world, &mut session, RED_KEY)), outcome, "{others:?}");
        assert_eq!(deletes(&world), usize::from(outcome.is_none()));
    }
}

#[test]
fn what_may_not_be_removed_here_is_not_removed_from_memory_either() {
    let mut world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), phone()]));
    run(overview::read(&world.gateway(), &mut session)).expect("an overview");
    // The operator takes the scope away, and the list lags.
    world.settings.scopes.retain(|scope| !scope.starts_with("UserAuthMethod-Passkey"));
    world.answers(METHODS, list(&[phone()]));
    let outcome = ask(&world, &mut session, RED_KEY);
    assert_eq!(code(outcome), Some(ProblemCode::MethodUnsupported));
    assert_eq!(deletes(&world), 0);
}

#[test]
fn what_the_directory_does_not_find_is_gone_when_a_later_list_says_so_too() {
    let missing = || graph_error(404, "resourceNotFound", "");
    let world = World::new();
    let mut session = world.signed_in();
    let both = || list(&[red_key(), phone()]);
    world.answers(METHODS, both());
    world.answers(DELETE_KEY, missing());
    world.answers(METHODS, both());
    let outcome = ask(&world, &mut session, RED_KEY);
    assert_eq!(code(outcome), Some(ProblemCode::DirectoryMisbehaved));
    // It is shown, and counts nowhere meanwhile.
    world.answers(METHODS, both());
    let overview = run(overview::read(&world.gateway(), &mut session)).expect("an overview");
    assert_eq!(overview.methods.len(), 2);
    world.answers(METHODS, both());
    assert_eq!(code(ask(&world, &mut session, PHONE)), Some(ProblemCode::LastMethod));
    // Found the second time.
    world.answers(METHODS, both());
    world.answers(DELETE_KEY, empty(204));
    assert_eq!(code(ask(&world, &mut session, RED_KEY)), None);
    assert!(world.is_done());
}

#[test]
fn after_a_lost_answer_not_found_says_that_it_had_arrived() {
    for lingers in [true, false] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[red_key(), phone()]));
        world.answers(DELETE_KEY, timeout());
        ask(&world, &mut session, RED_KEY).expect_err("lost");
        world.answers(
            METHODS,
            list(&if lingers { vec![red_key(), phone()] } else { vec![phone()] }),
        );
        world.answers(DELETE_KEY, graph_error(404, "resourceNotFound", ""));
        assert_eq!(code(ask(&world, &mut session, RED_KEY)), None);
        assert!(world.person(&session).is_gone(&MethodId(RED_KEY.to_owned())));
        assert!(world.is_done());
    }
}

#[test]
fn a_lost_answer_hides_nothing_that_is_still_there() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), phone()]));
    world.answers(DELETE_KEY, timeout());
    ask(&world, &mut session, RED_KEY).expect_err("lost");
    world.answers(METHODS, list(&[red_key(), phone()]));
    let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
    assert_eq!(overview.methods.len(), 2);
}

#[test]
fn a_method_whose_removal_may_have_happened_does_not_count_as_one_that_remains() {
    let world = World::new();
    let mut session = world.signed_in();
    let both = || list(&[red_key(), phone()]);
    world.answers(METHODS, both());
    world.answers(DELETE_KEY, timeout());
    ask(&world, &mut session, RED_KEY).expect_err("lost");
    // It may have arrived, and linger in the list.
    world.answers(METHODS, both());
    let outcome = ask(&world, &mut session, PHONE);
    assert_eq!(code(outcome), Some(ProblemCode::LastMethod));
    assert_eq!(deletes(&world), 1);
    // A list that lags for longer than it should says no more.
    world.now.set(world.now.get().plus_minutes(6));
    world.answers(METHODS, both());
    let outcome = ask(&world, &mut session, PHONE);
    assert_eq!(code(outcome), Some(ProblemCode::LastMethod));
    world.now.set(world.now.get().plus_minutes(10));
    world.answers(METHODS, both());
    world.answers(&format!("DELETE /phoneMethods/{PHONE}"), empty(204));
    let mut session = world.signed_in();
    assert!(ask(&world, &mut session, PHONE).is_ok(), "it has been listed for long enough");
}

#[test]
fn a_refusal_leaves_a_method_that_still_counts_as_one_that_remains() {
    let stale = "MFA is required for a 'RemoveKey' operation, but was not performed.";
    for refusal in [
        graph_error(429, "TooManyRequests", ""),
        graph_error(403, "Authorization_RequestDenied", ""),
        graph_error(403, "accessDenied", stale),
        graph_error(409, "conflict", ""),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[red_key(), phone()]));
        world.answers(DELETE_KEY, refusal.clone());
        ask(&world, &mut session, RED_KEY).expect_err("refused");
        world.answers(METHODS, list(&[red_key(), phone()]));
        world.answers(&format!("DELETE /phoneMethods/{PHONE}"), empty(204));
        assert!(ask(&world, &mut session, PHONE).is_ok(), "{refusal:?}");
    }
}

#[test]
fn a_refusal_does_not_take_back_the_doubt_that_an_earlier_lost_answer_left() {
    for refusal in [graph_error(429, "TooManyRequests", ""), graph_error(403, "accessDenied", "")] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[red_key(), phone()]));
        world.answers(DELETE_KEY, timeout());
        ask(&world, &mut session, RED_KEY).expect_err("lost");
        // It had arrived; the list lags, and the second request is refused for another reason.
        world.answers(METHODS, list(&[red_key(), phone()]));
        world.answers(DELETE_KEY, refusal);
        ask(&world, &mut session, RED_KEY).expect_err("refused");
        world.answers(METHODS, list(&[red_key(), phone()]));
        let outcome = ask(&world, &mut session, PHONE);
        assert_eq!(code(outcome), Some(ProblemCode::LastMethod));
        assert_eq!(deletes(&world), 2);
        // And the first request is still remembered, so that the key counts as removed when gone.
        let mut other_session = world.signed_in();
        world.answers(METHODS, list(&[phone()]));
        assert!(ask(&world, &mut other_session, RED_KEY).is_ok());
    }
}

#[test]
fn kinds_that_people_do_not_remove_here_are_unsupported() {
    let unknown = json!({ "@odata.type": "#microsoft.graph.fromTheFuture", "id": "u" });
    let hardware =
        json!({ "@odata.type": "#microsoft.graph.hardwareOathAuthenticationMethod", "id": "h" });
    for id in [PASSWORD, PASS, "u", "h"] {
        let world = World::new();
        let mut session = world.signed_in();
        let entries = [password(), pass(), unknown.clone(), hardware.clone(), phone(), red_key()];
        world.answers(METHODS, list(&entries));
        let outcome = ask(&world, &mut session, id);
        assert_eq!(code(outcome), Some(ProblemCode::MethodUnsupported), "{id}");
        assert_eq!(deletes(&world), 0);
    }
}

#[test]
fn the_directorys_answers_are_told_apart() {
    let refusal = |status, code| graph_error(status, code, "some text");
    let stale = "MFA is required for a 'RemoveKey' operation, but was not performed.";
    let cases: [(Value, &str, Answer, Option<ProblemCode>); 8] = [
        (red_key(), RED_KEY, refusal(404, "resourceNotFound"), None),
        (phone(), PHONE, refusal(400, "badRequest"), Some(ProblemCode::DefaultMethod)),
        (red_key(), RED_KEY, refusal(400, "badRequest"), Some(ProblemCode::DirectoryMisbehaved)),
        (
            red_key(),
            RED_KEY,
            refusal(403, "Authorization_RequestDenied"),
            Some(ProblemCode::Forbidden),
        ),
        (
            red_key(),
            RED_KEY,
            graph_error(403, "accessDenied", stale),
            Some(ProblemCode::StepUpRequired),
        ),
        (red_key(), RED_KEY, refusal(429, "x"), Some(ProblemCode::Throttled)),
        (red_key(), RED_KEY, empty(503), Some(ProblemCode::DirectoryUnreachable)),
        (red_key(), RED_KEY, empty(200), None),
    ];
    for (entry, id, answer, outcome) in cases {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[entry, authenticator()]));
        let path = if id == PHONE { "phoneMethods" } else { "fido2Methods" };
        world.answers(&format!("DELETE /{path}/{id}"), answer.clone());
        if answer.is_missing() {
            world.answers(METHODS, list(&[authenticator()]));
        }
        assert_eq!(code(ask(&world, &mut session, id)), outcome, "{answer:?}");
        assert_eq!(deletes(&world), 1, "a change is never repeated");
    }
}

#[test]
fn what_the_directory_keeps_as_the_default_method_is_told_while_it_is_listed() {
    let world = World::new();
    let mut session = world.signed_in();
    let told = |session: &mut Session, entries: &[Value]| {
        world.answers(METHODS, list(entries));
        run(overview::read(&world.gateway(), session)).expect("read").default_method
    };
    assert_eq!(told(&mut session, &[phone(), red_key()]), None, "nobody knows yet");
    world.answers(METHODS, list(&[phone(), red_key()]));
    world.answers(&format!("DELETE /phoneMethods/{PHONE}"), graph_error(400, "badRequest", ""));
    assert_eq!(code(ask(&world, &mut session, PHONE)), Some(ProblemCode::DefaultMethod));
    assert_eq!(told(&mut session, &[phone(), red_key()]), Some(MethodId(PHONE.to_owned())));
    assert_eq!(told(&mut session, &[red_key()]), None);
}

#[test]
fn a_removal_needs_a_fresh_sign_in_and_asks_nothing_without_one() {
    let world = World::new();
    let mut session = world.signed_in();
    let before = world.asked().len();
    world.pass_minutes(10);
    let outcome = ask(&world, &mut session, RED_KEY);
    assert_eq!(code(outcome), Some(ProblemCode::StepUpRequired));
    assert_eq!(world.asked().len(), before);
}

#[test]
fn a_mobile_number_waits_for_the_alternate_one() {
    let number = |id: &str, kind: &str| {
        json!({
            "@odata.type": "#microsoft.graph.phoneAuthenticationMethod",
            "id": id, "phoneNumber": "+1 2065550100", "phoneType": kind,
        })
    };
    for (other, outcome) in
        [("alternateMobile", Some(ProblemCode::AlternateNumberFirst)), ("office", None)]
    {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[red_key(), number("m", "mobile"), number("o", other)]));
        world.answers("DELETE /phoneMethods/m", empty(204));
        assert_eq!(code(ask(&world, &mut session, "m")), outcome, "{other}");
        assert_eq!(deletes(&world), usize::from(outcome.is_none()));
    }
}

#[test]
fn a_removal_that_the_list_left_no_time_for_is_not_sent_and_leaves_no_doubt() {
    let world = World::new();
    let mut session = world.signed_in();
    let gateway = world.gateway();
    // The list comes at the third attempt.
    world.answers(METHODS, timeout());
    world.answers(METHODS, timeout());
    let both = [red_key(), passkey("other", "Other", "2021-01-01T00:00:00Z")];
    world.answers(METHODS, list(&both));
    let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: true };
    world.now.set(world.now.get().plus_seconds(2));
    let outcome = run(remove(&gateway, &mut session, request));
    assert_eq!(code(outcome), Some(ProblemCode::DirectoryUnreachable));
    assert_eq!(deletes(&world), 0);
    assert!(world.person(&session).removals.is_empty());
}

#[test]
fn a_record_that_cannot_be_read_is_set_aside_and_what_the_directory_lists_is_counted() {
    let world = World::new();
    let mut session = world.signed_in();
    let mut record = PersonRecord::default();
    record.note_removal(&MethodId("other".to_owned()), world.now.get(), true);
    world.remember(&session, &record);
    let name = session.person_key().object_name();
    world.people.borrow_mut().get_mut(&name).expect("stored").text.truncate(40);
    // Another person's record does not open here either.
    let other = PersonKey { tenant_id: "tenant".to_owned(), object_id: "other".to_owned() };
    run(person::write(&world.gateway(), &other, &record)).expect("the store");
    let moved = world.people.borrow()[&other.object_name()].clone();
    let damaged = world.people.borrow()[&name].clone();
    for unreadable in [damaged, moved] {
        world.people.borrow_mut().insert(name.clone(), unreadable);
        assert!(world.person(&session).is_begun_anew);
        world.answers(METHODS, list(&[red_key()]));
        let outcome = ask(&world, &mut session, RED_KEY);
        assert_eq!(code(outcome), Some(ProblemCode::LastMethod));
    }
    assert_eq!(deletes(&world), 0);
    world.answers(METHODS, list(&[red_key(), passkey("other", "Other", "2021-01-01T00:00:00Z")]));
    world.answers(DELETE_KEY, empty(204));
    assert_eq!(code(ask(&world, &mut session, RED_KEY)), None);
    assert!(world.people.borrow()[&name].sets_aside, "kept beside the new one");
    let record = world.person(&session);
    assert!(!record.is_begun_anew && record.has_removed(&MethodId(RED_KEY.to_owned())));
}

#[test]
fn a_refusal_that_shows_the_method_ends_the_doubt_of_an_earlier_lost_answer() {
    let world = World::new();
    let mut session = world.signed_in();
    let delete = format!("DELETE /phoneMethods/{PHONE}");
    world.answers(METHODS, list(&[phone(), red_key()]));
    world.answers(&delete, timeout());
    ask(&world, &mut session, PHONE).expect_err("lost");
    // The directory keeps it as the default method, so it is there.
    world.answers(METHODS, list(&[phone(), red_key()]));
    world.answers(&delete, graph_error(400, "badRequest", ""));
    assert_eq!(code(ask(&world, &mut session, PHONE)), Some(ProblemCode::DefaultMethod));
    world.answers(METHODS, list(&[phone(), red_key()]));
    let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
    assert!(overview.methods.iter().all(|method| method.state == contract::MethodState::Listed));
}
