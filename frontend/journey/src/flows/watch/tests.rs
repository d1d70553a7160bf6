//! The hand-off to the directory's own page: when it looks, what it recognizes, when it gives up.

use contract::{AuthenticationMethod, MethodKind, MethodState, Overview, ProblemCode};

use super::{Event as Step, LOOKS_MAX, Watch, Watcher, wire};
use crate::{
    Attempt, Effect, Event, Fault, Route, Scene, Screen, State, Task,
    fixtures::{NOW, after, method, overview, pass, passkey, problem, signed_in, throttled},
    overview::Refresh,
    registration::{self, Registration},
    sign_in::Reason,
};

fn step(step: Step) -> Event {
    Event::Watch(step)
}

fn looked(attempt: u32, outcome: Result<Vec<AuthenticationMethod>, Fault>) -> Event {
    let outcome = outcome.map(|methods| Box::new(handed_off(methods)));
    step(Step::Looked { attempt: Attempt(attempt), outcome })
}

fn handed_off(methods: Vec<AuthenticationMethod>) -> Overview {
    Overview { is_handed_off: true, ..overview(methods) }
}

fn page() -> State {
    signed_in("/add-passkey", handed_off(vec![passkey("old")]))
}

fn of(state: &State) -> &Watcher {
    match &state.screen {
        Screen::SignedIn(signed_in) => match &signed_in.task {
            Task::Registration(registration) => match &**registration {
                Registration::HandOff(hand_off) => hand_off,
                other => panic!("no hand-off: {other:?}"),
            },
            other => panic!("no registration: {other:?}"),
        },
        other => panic!("nobody is signed in: {other:?}"),
    }
}

fn look(attempt: u32) -> Effect {
    Effect::Call { attempt: Attempt(attempt), call: wire::look() }
}

fn waits(attempt: u32, milliseconds: u32) -> Effect {
    Effect::Wait { attempt: Attempt(attempt), milliseconds }
}

fn waited(attempt: u32) -> Event {
    Event::Waited { attempt: Attempt(attempt) }
}

#[test]
fn what_is_being_removed_is_not_what_was_waited_for() {
    let mut lingering = passkey("removed");
    lingering.state = MethodState::BeingRemoved;
    let (state, _) = after(
        page(),
        [step(Step::Opened), waited(1), looked(2, Ok(vec![passkey("old"), lingering]))],
    );
    assert_eq!(state.scene(), Scene::HandOff, "it goes on");
}

#[test]
fn whoever_comes_back_to_a_page_that_does_not_look_by_itself_learns_of_an_ended_session() {
    let resumed = Event::Resumed(NOW.plus_minutes(1));
    let reads = |state: &State| {
        let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
        matches!(signed_in.refresh, Refresh::Reading(_))
    };
    let (state, _) = after(page(), [resumed.clone()]);
    assert!(reads(&state), "nothing was opened yet");
    let (state, effects) = after(page(), [step(Step::Opened), resumed]);
    assert!(!reads(&state) && effects.contains(&look(2)), "one question is enough: {effects:?}");
}

#[test]
fn the_directorys_refusal_leads_to_its_own_page_and_is_remembered() {
    let state = signed_in("/add-passkey", overview(vec![]));
    let refused = Event::Registration(registration::Event::HandedOff { attempt: Attempt(1) });
    let (state, _) = after(state, [Event::Ticked(NOW), refused]);
    assert_eq!(state.scene(), Scene::HandOff);
    // The next time it opens at once, before anything is typed.
    let again = [Event::LinkFollowed(Route::Home), Event::LinkFollowed(Route::AddPasskey)];
    assert_eq!(after(state, again).0.scene(), Scene::HandOff);
}

#[test]
fn nothing_is_read_before_the_directorys_page_was_opened() {
    let (state, effects) = after(page(), [Event::Ticked(NOW.plus_minutes(1)), Event::Resumed(NOW)]);
    assert_eq!((of(&state).watch, effects), (Watch::Idle, vec![]));
}

#[test]
fn a_new_passkey_ends_the_wait_and_is_named() {
    let (state, effects) = after(page(), [step(Step::Opened)]);
    assert_eq!(effects, [waits(1, 3_000)]);
    let (state, effects) = after(state, [waited(1)]);
    assert_eq!(effects, [look(2)]);
    let (state, effects) = after(state, [looked(2, Ok(vec![passkey("old")]))]);
    assert_eq!(effects, [waits(3, 3_000)]);
    let (state, _) = after(state, [waited(3), looked(4, Ok(vec![passkey("new"), passkey("old")]))]);
    assert_eq!(state.scene(), Scene::Saved);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.overview.methods.len(), 2, "the list has it too");
}

#[test]
fn a_method_of_another_kind_is_told_and_the_wait_goes_on() {
    let number = method(
        "n",
        MethodKind::Phone { number: "+1".into(), phone_type: contract::PhoneType::Mobile },
    );
    let listed = vec![number.clone(), passkey("old")];
    let events = [step(Step::Opened), waited(1), looked(2, Ok(listed.clone()))];
    let (state, effects) = after(page(), events);
    assert_eq!(of(&state).other.as_ref(), Some(&number));
    assert_eq!(effects, [waits(3, 3_000)]);
    // It is not news twice, and does not hide the passkey that comes after it.
    let mut both = listed;
    both.push(passkey("new"));
    let (state, _) = after(state, [waited(3), looked(4, Ok(both))]);
    assert_eq!(state.scene(), Scene::Saved);
}

#[test]
fn coming_back_and_saying_so_look_at_once_and_never_twice_at_a_time() {
    for event in [Event::Resumed(NOW), step(Step::FinishedChosen)] {
        let (state, _) = after(page(), [step(Step::Opened)]);
        let (state, effects) = after(state, [event.clone()]);
        assert_eq!(effects, [look(2)], "{event:?}");
        let (state, effects) = after(state, [event.clone(), event.clone()]);
        assert_eq!(effects, [], "{event:?}");
        // The wait that was overtaken changes nothing.
        assert_eq!(after(state, [waited(1)]).1, []);
    }
    let (state, effects) = after(page(), [step(Step::FinishedChosen)]);
    assert_eq!(effects, [look(1)], "also for someone who opened the page another way");
    assert!(of(&state).is_awaited);
}

#[test]
fn the_looks_become_rare_and_end_and_the_person_can_have_them_go_on() {
    let (mut state, _) = after(page(), [step(Step::Opened)]);
    let mut pauses = Vec::new();
    let mut attempt = 1;
    while let Watch::Waiting { .. } = of(&state).watch {
        let (next, effects) =
            after(state, [waited(attempt), looked(attempt + 1, Ok(vec![passkey("old")]))]);
        for effect in effects {
            if let Effect::Wait { milliseconds, .. } = effect {
                pauses.push(milliseconds);
            }
        }
        attempt += 2;
        state = next;
    }
    assert_eq!(of(&state).watch, Watch::Paused);
    assert_eq!(pauses.len(), usize::from(LOOKS_MAX));
    assert!(pauses.is_sorted() && pauses.last() == Some(&30_000), "{pauses:?}");
    let minutes = pauses.iter().sum::<u32>() / 60_000;
    assert!((10..25).contains(&minutes), "{minutes} minutes");
    let (state, effects) = after(state, [step(Step::FinishedChosen)]);
    assert_eq!(effects, [look(attempt)]);
    let again = [looked(attempt, Ok(vec![passkey("old")]))];
    assert_eq!(after(state, again).1, [waits(attempt + 1, 3_000)]);
}

#[test]
fn an_old_key_that_a_lagging_list_left_out_is_not_announced_as_new() {
    let made = |minutes| AuthenticationMethod {
        created_at: Some(NOW.plus_minutes(minutes)),
        ..passkey("late")
    };
    for (minutes, scene) in [(-60, Scene::HandOff), (-4, Scene::Saved), (2, Scene::Saved)] {
        let events = [step(Step::Opened), waited(1), looked(2, Ok(vec![made(minutes)]))];
        assert_eq!(after(page(), events).0.scene(), scene, "{minutes}");
    }
}

#[test]
fn a_directory_that_wants_a_fresher_sign_in_before_it_shows_the_list_gets_it() {
    let fault = problem(ProblemCode::StepUpRequired);
    let events = [step(Step::Opened), waited(1), looked(2, Err(fault))];
    assert_eq!(after(page(), events).0.scene(), Scene::RegistrationStepUp);
}

#[test]
fn a_look_that_fails_is_made_again_and_an_ended_session_ends_it() {
    let looking = || after(page(), [step(Step::Opened), waited(1)]).0;
    for (fault, pause) in [
        (Fault::Offline, 3_000),
        (problem(ProblemCode::DirectoryUnreachable), 3_000),
        (throttled(20), 20_000),
    ] {
        let (state, effects) = after(looking(), [looked(2, Err(fault.clone()))]);
        assert_eq!(effects, [waits(3, pause)], "{fault:?}");
        assert_eq!(of(&state).failure.as_ref().map(|failure| &failure.fault), Some(&fault), "told");
        assert_eq!(state.scene(), Scene::HandOff);
    }
    let (state, _) = after(looking(), [looked(2, Err(problem(ProblemCode::SignInRequired)))]);
    let Screen::Welcome(welcome) = state.screen else { panic!("the first page") };
    assert_eq!((welcome.reason, welcome.return_to), (Reason::Expired, Route::AddPasskey));
}

#[test]
fn a_late_look_changes_nothing() {
    let (state, _) = after(page(), [step(Step::Opened)]);
    assert_eq!(after(state.clone(), [looked(9, Ok(vec![passkey("new")]))]), (state, vec![]));
}

#[test]
fn a_session_whose_looks_are_used_up_is_told_and_having_finished_loads_the_page_again() {
    let (state, _) = after(page(), [step(Step::Opened), waited(1)]);
    let refused = looked(2, Err(problem(ProblemCode::LooksUsedUp)));
    let (state, effects) = after(state, [refused]);
    assert_eq!((of(&state).watch, effects), (Watch::Over, vec![]));
    assert!(of(&state).failure.is_some());
    let quiet = [Event::Resumed(NOW), Event::Ticked(NOW.plus_minutes(1)), step(Step::Opened)];
    let (state, effects) = after(state, quiet);
    assert_eq!((of(&state).watch, effects), (Watch::Over, vec![]));
    let (_, effects) = after(state, [step(Step::FinishedChosen)]);
    assert_eq!(effects, [Effect::Reload]);
}

#[test]
fn a_page_that_leads_to_another_device_watches_by_itself() {
    let state = signed_in("/other-device", Overview { pass: Some(pass()), ..overview(vec![]) });
    assert_eq!(state.scene(), Scene::OtherDevice);
    let (state, effects) = after(state, [Event::Ticked(NOW)]);
    assert_eq!(effects, [waits(1, 3_000)]);
    let (state, effects) = after(state, [Event::Ticked(NOW.plus_minutes(1))]);
    assert_eq!(effects, [], "it waits already");
    let came = [waited(1), looked(2, Ok(vec![passkey("new")]))];
    assert_eq!(after(state, came).0.scene(), Scene::Saved);
}
