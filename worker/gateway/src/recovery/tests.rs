//! What is lost counts nowhere, and goes in an order that the directory accepts.

use contract::{
    MethodId, MethodState, ProblemCode, Verdict,
    recovery::{BeginRecovery, EndRecovery, KeptMethod, Loss, LostRemoved, RemoveLost},
    removal::RemoveMethod,
};
use serde_json::{Value, json};

use super::{begin, end, remove_lost};
use crate::{
    Fault, Session, overview, removal,
    testing::{
        APP_METHOD, PHONE, RED_KEY, START, World, authenticator, empty, graph_error, list, passkey,
        phone, red_key, run, timeout,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const DELETE_APP: &str = "DELETE /v1.0/me/authentication/microsoftAuthenticatorMethods/6803c096-c096-6803-96c0-036896c00368";
const DELETE_PHONE: &str =
    "DELETE /v1.0/me/authentication/phoneMethods/3179e48a-750b-4051-897c-87b9720928f7";
const DELETE_ALTERNATE: &str =
    "DELETE /v1.0/me/authentication/phoneMethods/b6332ec1-7057-4abe-9331-3d72feddfe41";
const DELETE_OLD: &str = "DELETE /v1.0/me/authentication/fido2Methods/old";
const ALTERNATE: &str = "b6332ec1-7057-4abe-9331-3d72feddfe41";

fn alternate() -> Value {
    json!({ "@odata.type": "#microsoft.graph.phoneAuthenticationMethod", "id": ALTERNATE,
        "phoneNumber": "+1 5555550199", "phoneType": "alternateMobile" })
}

fn ids(ids: &[&str]) -> Vec<MethodId> {
    ids.iter().map(|id| MethodId((*id).to_owned())).collect()
}

fn mark(world: &World, session: &mut Session, lost: &[&str]) -> Result<(), Fault> {
    let request = BeginRecovery { loss: Loss::Lost, methods: ids(lost) };
    run(begin(&world.gateway(), session, request)).map(drop)
}

fn remove(world: &World, session: &mut Session, lost: &[&str]) -> Result<LostRemoved, Fault> {
    let request = RemoveLost { methods: ids(lost), accepts_password: false };
    run(remove_lost(&world.gateway(), session, request))
}

fn read(world: &World, session: &mut Session) -> contract::Overview {
    run(overview::read(&world.gateway(), session)).expect("an overview")
}

#[test]
fn what_is_lost_is_listed_and_counts_nowhere() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..2 {
        world.answers(METHODS, list(&[red_key(), authenticator(), phone()]));
    }
    mark(&world, &mut session, &[RED_KEY]).expect("marked");
    let overview = read(&world, &mut session);
    let state = |id: &str| overview.methods.iter().find(|m| m.id.0 == id).map(|m| m.state);
    assert_eq!(state(RED_KEY), Some(MethodState::Lost));
    assert_eq!(state(PHONE), Some(MethodState::Listed));
    assert_eq!(overview.verdict(), Verdict::WithPassword);
    let told = overview.recovery.expect("a recovery");
    assert_eq!((told.loss, told.began_at, told.removed), (Loss::Lost, START, Vec::new()));
}

#[test]
fn a_method_is_not_removed_when_only_lost_ones_would_remain() {
    let world = World::new();
    let mut session = world.signed_in();
    let other = passkey("other", "Other", "2021-01-01T00:00:00Z");
    for _ in 0..2 {
        world.answers(METHODS, list(&[red_key(), other.clone()]));
    }
    mark(&world, &mut session, &["other"]).expect("marked");
    let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: false };
    let refused = run(removal::remove(&world.gateway(), &mut session, request));
    assert_eq!(refused.map_err(|fault| fault.code()), Err(ProblemCode::LastMethod));
}

#[test]
fn what_is_not_listed_cannot_be_marked_nor_what_is_not_marked_be_removed() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..4 {
        world.answers(METHODS, list(&[red_key(), authenticator()]));
    }
    for lost in [&[][..], &["nobody's"], &[RED_KEY, "nobody's"]] {
        let marked = mark(&world, &mut session, lost);
        assert_eq!(marked.map_err(|fault| fault.code()), Err(ProblemCode::MethodNotFound));
    }
    let removed = remove(&world, &mut session, &[APP_METHOD]);
    assert_eq!(removed.map_err(|fault| fault.code()), Err(ProblemCode::MethodNotFound));
    assert!(world.asked().iter().all(|asked| !asked.starts_with("DELETE")));
}

#[test]
fn lost_methods_go_in_the_order_that_the_directory_accepts() {
    let world = World::new();
    let mut session = world.signed_in();
    let old = passkey("old", "Old key", "2020-01-01T00:00:00Z");
    let mut listed = vec![phone(), authenticator(), alternate(), old, red_key()];
    let lost = [PHONE, APP_METHOD, ALTERNATE, "old"];
    for _ in 0..3 {
        world.answers(METHODS, list(&listed));
    }
    mark(&world, &mut session, &lost).expect("marked");
    for (delete, gone) in
        [(DELETE_OLD, 3), (DELETE_ALTERNATE, 2), (DELETE_APP, 1), (DELETE_PHONE, 0)]
    {
        world.answers(delete, empty(204));
        listed.remove(gone);
        world.answers(METHODS, list(&listed));
    }
    let removed = remove(&world, &mut session, &lost).expect("removed");
    assert_eq!(removed.removed, ids(&["old", ALTERNATE, APP_METHOD, PHONE]));
    assert_eq!(removed.kept, []);
    let told = read(&world, &mut session).recovery.expect("a recovery");
    let names: Vec<_> = told.removed.iter().map(|lost| lost.method.id.0.as_str()).collect();
    assert_eq!(names, ["old", ALTERNATE, APP_METHOD, PHONE]);
}

#[test]
fn the_default_method_is_tried_again_after_the_others() {
    let world = World::new();
    let mut session = world.signed_in();
    let all = [red_key(), authenticator(), phone()];
    for _ in 0..3 {
        world.answers(METHODS, list(&all));
    }
    mark(&world, &mut session, &[APP_METHOD, PHONE]).expect("marked");
    world.answers(DELETE_APP, graph_error(400, "badRequest", "default method"));
    world.answers(METHODS, list(&all));
    world.answers(DELETE_PHONE, empty(204));
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    world.answers(DELETE_APP, empty(204));
    let removed = remove(&world, &mut session, &[APP_METHOD, PHONE]).expect("removed");
    assert_eq!(removed.removed, ids(&[PHONE, APP_METHOD]));
    assert!(world.is_done());
}

#[test]
fn one_that_fails_is_told_and_the_rest_goes_on() {
    let world = World::new();
    let mut session = world.signed_in();
    let all = [red_key(), authenticator(), phone()];
    for _ in 0..3 {
        world.answers(METHODS, list(&all));
    }
    mark(&world, &mut session, &[APP_METHOD, PHONE]).expect("marked");
    world.answers(DELETE_APP, timeout());
    world.answers(METHODS, list(&all));
    world.answers(DELETE_PHONE, empty(204));
    let removed = remove(&world, &mut session, &[APP_METHOD, PHONE]).expect("an answer");
    assert_eq!(removed.removed, ids(&[PHONE]));
    let method = MethodId(APP_METHOD.to_owned());
    assert_eq!(removed.kept, [KeptMethod { method, code: ProblemCode::DirectoryUnreachable }]);
    assert_eq!(*world.faults.borrow(), ["upstream: unreachable: no answer before the deadline"]);
    // Asked again, what went is known to have gone.
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    world.answers(DELETE_APP, empty(204));
    let again = remove(&world, &mut session, &[APP_METHOD, PHONE]);
    assert_eq!(again.map(|again| again.removed.len()), Ok(2));
}

#[test]
fn what_one_list_leaves_out_is_deleted_and_not_only_said_to_be_gone() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    for _ in 0..2 {
        world.answers(METHODS, list(&[red_key()]));
    }
    world.answers(DELETE_APP, empty(204));
    let removed = remove(&world, &mut session, &[APP_METHOD]).expect("removed");
    assert_eq!(removed.removed, ids(&[APP_METHOD]));
    assert!(world.is_done());
}

#[test]
fn the_last_way_in_stays_and_nothing_is_said_to_be_gone() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..3 {
        world.answers(METHODS, list(&[red_key()]));
    }
    mark(&world, &mut session, &[RED_KEY]).expect("marked");
    let kept = remove(&world, &mut session, &[RED_KEY]).expect("an answer");
    assert_eq!(kept.removed, []);
    assert_eq!(kept.kept.first().map(|kept| kept.code), Some(ProblemCode::LastMethod));
}

#[test]
fn what_may_be_gone_stays_marked_until_its_removal_is_certain() {
    let world = World::new();
    let mut session = world.signed_in();
    let lists = |count| {
        (0..count).for_each(|_| world.answers(METHODS, list(&[red_key(), authenticator()])));
    };
    let app = |overview: &contract::Overview| {
        overview.methods.iter().find(|method| method.id.0 == APP_METHOD).map(|app| app.state)
    };
    lists(3);
    world.answers(DELETE_APP, timeout());
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    assert_eq!(remove(&world, &mut session, &[APP_METHOD]).expect("an answer").removed, []);
    lists(3);
    world.answers(DELETE_APP, empty(204));
    assert_eq!(app(&read(&world, &mut session)), Some(MethodState::Lost));
    let again = remove(&world, &mut session, &[APP_METHOD]).expect("asked again");
    assert_eq!(again.removed, ids(&[APP_METHOD]));
    lists(1);
    let overview = read(&world, &mut session);
    assert_eq!(app(&overview), None);
    assert_eq!(overview.recovery.expect("a recovery").removed.len(), 1);
}

#[test]
fn what_had_gone_without_an_answer_is_told_as_removed_once_the_list_lacks_it() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..3 {
        world.answers(METHODS, list(&[red_key(), authenticator()]));
    }
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    world.answers(DELETE_APP, timeout());
    let sent_at = world.now.get();
    assert_eq!(remove(&world, &mut session, &[APP_METHOD]).expect("an answer").removed, []);
    // One list may leave out what is there: it is asked for again.
    world.answers(METHODS, list(&[red_key()]));
    let overview = read(&world, &mut session);
    let states: Vec<_> = overview.methods.iter().map(|it| (&*it.id.0, it.state)).collect();
    assert!(states.contains(&(APP_METHOD, MethodState::Lost)), "{states:?}");
    assert_eq!(overview.recovery.map(|told| told.removed), Some(Vec::new()));
    world.pass_minutes(6);
    world.answers(METHODS, list(&[red_key()]));
    let told = read(&world, &mut session).recovery.expect("a recovery");
    let removed: Vec<_> = told.removed.iter().map(|gone| (&*gone.method.id.0, gone.at)).collect();
    assert_eq!(removed, [(APP_METHOD, sent_at)]);
    // Of what one list leaves out, and nobody has asked to remove, nothing is said.
    world.answers(METHODS, list(&[red_key()]));
    mark(&world, &mut session, &[RED_KEY]).expect("marked anew");
    world.answers(METHODS, list(&[]));
    assert_eq!(read(&world, &mut session).recovery.expect("a recovery").removed.len(), 1);
}

fn retells(world: &World, session: &mut Session, lost: &[&str]) {
    world.pass_minutes(1);
    mark(world, session, lost).expect("marked anew");
}

fn state(overview: &contract::Overview, id: &str) -> Option<MethodState> {
    overview.methods.iter().find(|method| method.id.0 == id).map(|method| method.state)
}

#[test]
fn what_was_sent_without_an_answer_stays_known_when_the_loss_is_told_anew() {
    let world = World::new();
    let mut session = world.signed_in();
    let sent_at = world.now.get();
    for _ in 0..3 {
        world.answers(METHODS, list(&[red_key(), authenticator()]));
    }
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    world.answers(DELETE_APP, timeout());
    assert_eq!(remove(&world, &mut session, &[APP_METHOD]).expect("an answer").removed, []);
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    // They have found the phone: nobody can say whether it still lets them in.
    retells(&world, &mut session, &[RED_KEY]);
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    assert_eq!(state(&read(&world, &mut session), APP_METHOD), Some(MethodState::Doubtful));
    world.pass_minutes(5);
    world.answers(METHODS, list(&[red_key()]));
    let overview = read(&world, &mut session);
    assert_eq!(state(&overview, APP_METHOD), None);
    assert_eq!(state(&overview, RED_KEY), Some(MethodState::Lost));
    let told = overview.recovery.expect("a recovery");
    let removed: Vec<_> = told.removed.iter().map(|gone| (&*gone.method.id.0, gone.at)).collect();
    assert_eq!(removed, [(APP_METHOD, sent_at)]);
}

#[test]
fn what_is_lost_stays_so_though_a_list_leaves_it_out_and_goes_though_somebody_else_removed_it() {
    for (answer, lists) in [(empty(204), 0), (graph_error(404, "resourceNotFound", ""), 1)] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[red_key(), authenticator()]));
        mark(&world, &mut session, &[APP_METHOD]).expect("marked");
        // Whoever looks, and however long after: nobody knows that it is gone.
        world.pass_minutes(30);
        let mut other = world.signed_in();
        for _ in 0..3 {
            world.answers(METHODS, list(&[red_key()]));
        }
        assert_eq!(state(&read(&world, &mut other), APP_METHOD), Some(MethodState::Lost));
        world.answers(DELETE_APP, answer);
        for _ in 0..=lists {
            world.answers(METHODS, list(&[red_key()]));
        }
        let removed = remove(&world, &mut other, &[APP_METHOD]).expect("removed");
        assert_eq!((removed.removed, removed.kept), (ids(&[APP_METHOD]), Vec::new()));
        let overview = read(&world, &mut other);
        assert_eq!(state(&overview, APP_METHOD), None);
        assert_eq!(overview.recovery.map(|told| told.removed.len()), Some(1));
        assert!(world.is_done());
    }
}

#[test]
fn of_what_cannot_be_removed_here_the_list_tells_whether_it_is_gone() {
    let world = World::new();
    let mut session = world.signed_in();
    let token = json!({ "@odata.type": "#microsoft.graph.hardwareOathAuthenticationMethod",
        "id": "token" });
    world.answers(METHODS, list(&[red_key(), token]));
    mark(&world, &mut session, &["token"]).expect("marked");
    for (minutes, expected) in [(4, Some(MethodState::Lost)), (1, None)] {
        world.pass_minutes(minutes);
        world.answers(METHODS, list(&[red_key()]));
        assert_eq!(state(&read(&world, &mut session), "token"), expected);
    }
}

#[test]
fn a_mark_is_taken_back_from_whatever_is_shown() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), authenticator(), phone()]));
    mark(&world, &mut session, &[APP_METHOD, PHONE]).expect("marked");
    world.answers(METHODS, list(&[red_key()]));
    retells(&world, &mut session, &[PHONE]);
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    let overview = read(&world, &mut session);
    assert_eq!(state(&overview, APP_METHOD), Some(MethodState::Listed));
    assert_eq!(state(&overview, PHONE), Some(MethodState::Lost));
}

#[test]
fn what_went_long_ago_is_answered_as_removed_as_long_as_it_is_not_there_again() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..3 {
        world.answers(METHODS, list(&[red_key(), authenticator()]));
    }
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    world.answers(DELETE_APP, empty(204));
    remove(&world, &mut session, &[APP_METHOD]).expect("removed");
    // The hour is over for which changes are remembered; and there is another session.
    world.pass_minutes(61);
    let mut later = world.signed_in();
    world.answers(METHODS, list(&[red_key()]));
    let again = remove(&world, &mut later, &[APP_METHOD]).expect("an answer");
    assert_eq!((again.removed, again.kept), (ids(&[APP_METHOD]), Vec::new()));
    let mut anew = authenticator();
    anew["createdDateTime"] = json!("2026-03-02T10:00:30Z");
    world.answers(METHODS, list(&[red_key(), anew]));
    let refused = remove(&world, &mut later, &[APP_METHOD]);
    assert_eq!(refused.map_err(|fault| fault.code()), Err(ProblemCode::MethodNotFound));
}

#[test]
fn what_may_be_there_is_not_said_to_have_gone_though_its_mark_was_taken_back() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..3 {
        world.answers(METHODS, list(&[red_key(), authenticator()]));
    }
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    world.answers(DELETE_APP, timeout());
    remove(&world, &mut session, &[APP_METHOD]).expect("an answer");
    for _ in 0..2 {
        world.answers(METHODS, list(&[red_key(), authenticator()]));
    }
    retells(&world, &mut session, &[RED_KEY]);
    let refused = remove(&world, &mut session, &[APP_METHOD]);
    assert_eq!(refused.map_err(|fault| fault.code()), Err(ProblemCode::MethodNotFound));
}

#[test]
fn what_is_marked_and_cannot_be_found_is_not_said_to_be_removed() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    let mut record = world.person(&session);
    record.recovery.as_mut().expect("a recovery").marked.clear();
    world.remember(&session, &record);
    let mut other = world.signed_in();
    world.answers(METHODS, list(&[red_key()]));
    let refused = remove(&world, &mut other, &[APP_METHOD]);
    assert_eq!(refused.map_err(|fault| fault.code()), Err(ProblemCode::MethodNotFound));
}

#[test]
fn a_number_that_is_registered_again_is_neither_lost_nor_removed_and_the_one_before_has_gone() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..3 {
        world.answers(METHODS, list(&[red_key(), phone()]));
    }
    mark(&world, &mut session, &[PHONE]).expect("marked");
    world.answers(DELETE_PHONE, timeout());
    remove(&world, &mut session, &[PHONE]).expect("an answer");
    // It went after all, and the person has registered a number on the directory's page.
    let mut anew = phone();
    anew["createdDateTime"] = json!("2026-03-02T09:02:00Z");
    world.pass_minutes(3);
    let removed = |overview: &contract::Overview| {
        overview.recovery.as_ref().map_or(0, |told| told.removed.len())
    };
    world.answers(METHODS, list(&[red_key(), anew.clone()]));
    let overview = read(&world, &mut session);
    assert_eq!((state(&overview, PHONE), removed(&overview)), (Some(MethodState::Listed), 1));
    // Also when the loss is told anew: this one is in their hands, and stays so if a list leaves it out.
    world.answers(METHODS, list(&[red_key(), anew.clone()]));
    retells(&world, &mut session, &[RED_KEY]);
    world.answers(METHODS, list(&[red_key()]));
    let overview = read(&world, &mut session);
    assert_eq!((state(&overview, PHONE), removed(&overview)), (None, 1));
    // Lost as well, it is another one.
    world.answers(METHODS, list(&[red_key(), anew.clone()]));
    retells(&world, &mut session, &[PHONE]);
    world.answers(METHODS, list(&[red_key(), anew]));
    let overview = read(&world, &mut session);
    assert_eq!((state(&overview, PHONE), removed(&overview)), (Some(MethodState::Lost), 1));
}

#[test]
fn an_old_sign_in_is_asked_for_again_before_anything_is_removed() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    world.pass_minutes(11);
    let refused = remove(&world, &mut session, &[APP_METHOD]);
    assert_eq!(refused.map_err(|fault| fault.code()), Err(ProblemCode::StepUpRequired));
}

#[test]
fn a_number_that_is_registered_again_is_not_lost_any_more() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), phone()]));
    mark(&world, &mut session, &[PHONE]).expect("marked");
    let mut anew = phone();
    anew["createdDateTime"] = json!("2026-03-02T09:05:00Z");
    world.answers(METHODS, list(&[red_key(), anew]));
    let overview = read(&world, &mut session);
    let states: Vec<_> = overview.methods.iter().map(|method| method.state).collect();
    assert_eq!(states, [MethodState::Listed, MethodState::Listed]);
}

#[test]
fn what_is_said_anew_goes_on_from_the_first_time_and_counts_from_the_last() {
    let world = World::new();
    let mut session = world.signed_in();
    let mut anew = authenticator();
    anew["createdDateTime"] = json!("2026-03-02T09:05:00Z");
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    world.pass_minutes(8);
    for _ in 0..2 {
        world.answers(METHODS, list(&[red_key(), anew.clone()]));
    }
    // What was registered since can be lost too.
    let request = BeginRecovery { loss: Loss::Lost, methods: ids(&[APP_METHOD]) };
    let begun = run(begin(&world.gateway(), &mut session, request)).expect("marked anew");
    assert_eq!(begun.told_at, START.plus_minutes(8));
    let overview = read(&world, &mut session);
    let app = overview.methods.iter().find(|method| method.id.0 == APP_METHOD);
    assert_eq!(app.map(|method| method.state), Some(MethodState::Lost));
    let told = overview.recovery.expect("a recovery");
    assert_eq!((told.began_at, told.retold_at), (START, Some(START.plus_minutes(8))));
    // An end that was chosen before it was said anew ends nothing.
    for (told_at, is_over) in [(START, false), (START.plus_minutes(8), true)] {
        run(end(&world.gateway(), &session, EndRecovery { told_at })).expect("answered");
        assert_eq!(world.person(&session).recovery.is_none(), is_over);
    }
}

#[test]
fn it_can_be_taken_up_in_another_session_for_a_week() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[red_key(), authenticator()]));
    mark(&world, &mut session, &[APP_METHOD]).expect("marked");
    for (minutes, is_there) in [(60 * 24 * 6, true), (60 * 24 - 1, true), (1, false)] {
        world.pass_minutes(minutes);
        let mut later = world.signed_in();
        world.answers(METHODS, list(&[red_key(), authenticator()]));
        assert_eq!(read(&world, &mut later).recovery.is_some(), is_there, "{minutes}");
    }
}

#[test]
fn it_ends_when_the_person_says_so_and_what_was_marked_counts_again() {
    let world = World::new();
    let mut session = world.signed_in();
    for _ in 0..2 {
        world.answers(METHODS, list(&[red_key()]));
    }
    mark(&world, &mut session, &[RED_KEY]).expect("marked");
    let ends = |told_at| {
        run(end(&world.gateway(), &session, EndRecovery { told_at })).expect("ended");
    };
    ends(START.plus_minutes(-1));
    assert!(world.person(&session).recovery.is_some(), "another one than was shown");
    ends(START);
    ends(START);
    let overview = read(&world, &mut session);
    assert_eq!(overview.recovery, None);
    assert_eq!(overview.verdict(), Verdict::Yes);
}
