//! The overview and its refresh.

use contract::ProblemCode;

use super::{Refresh, wire};
use crate::{
    Attempt, Effect, Event, Fault, Scene, Screen, SignedIn, State,
    fixtures::{NOW, after, overview, passkey, problem, signed_in, throttled},
};

const REFRESH: Event = Event::Overview(super::Event::RefreshChosen);

fn reading(attempt: u32) -> Effect {
    Effect::Call { attempt: Attempt(attempt), call: wire::read() }
}

fn home() -> State {
    signed_in("/", overview(vec![]))
}

fn signed(state: &State) -> &SignedIn {
    match &state.screen {
        Screen::SignedIn(signed_in) => signed_in,
        other => panic!("not signed in: {other:?}"),
    }
}

fn read(attempt: u32, outcome: Result<(), Fault>) -> Event {
    let mut fresh = overview(vec![passkey("1")]);
    fresh.now = NOW.plus_seconds(60);
    Event::Overview(super::Event::Read {
        attempt: Attempt(attempt),
        outcome: outcome.map(|()| Box::new(fresh)),
    })
}

#[test]
fn coming_back_after_a_while_reads_the_overview_anew() {
    for (seconds, expected) in [(1, 0), (2, 1)] {
        let (_, effects) = after(home(), [Event::Resumed(NOW.plus_seconds(seconds))]);
        assert_eq!(effects.len(), expected, "{seconds}");
    }
}

#[test]
fn a_doubt_about_the_clock_reads_the_overview_and_its_time() {
    let (state, effects) = after(home(), [Event::ClockDoubted]);
    assert_eq!(effects, [reading(1)]);
    let (state, _) = after(state, [read(1, Ok(()))]);
    assert_eq!(state.now, NOW.plus_seconds(60));
    assert_eq!(signed(&state).overview.methods, [passkey("1")]);
    assert_eq!(signed(&state).refresh, Refresh::Idle);
}

#[test]
fn an_overview_of_somebody_else_loads_the_page_again_and_is_not_mixed_with_this_one() {
    let mut theirs = overview(vec![passkey("theirs")]);
    theirs.person.key = "lena".into();
    let outcome = Ok(Box::new(theirs));
    let read = Event::Overview(super::Event::Read { attempt: Attempt(1), outcome });
    let (state, effects) = after(home(), [REFRESH, read]);
    assert_eq!(effects, [Effect::Reload]);
    assert_eq!(signed(&state).overview, overview(vec![]));
}

#[test]
fn a_failed_refresh_keeps_what_is_shown_and_can_be_repeated() {
    for fault in [Fault::Offline, Fault::TimedOut, problem(ProblemCode::DirectoryUnreachable)] {
        let (state, _) = after(home(), [REFRESH, read(1, Err(fault))]);
        assert_eq!(signed(&state).overview, overview(vec![]));
        assert!(matches!(signed(&state).refresh, Refresh::Failed(_)));
        let (_, effects) = after(state, [REFRESH]);
        assert_eq!(effects, [reading(2)]);
    }
}

#[test]
fn a_throttled_refresh_waits_for_its_time() {
    let (state, _) = after(home(), [REFRESH, read(1, Err(throttled(20)))]);
    assert_eq!(state.tick_every(), 1_000, "the countdown moves");
    let (state, effects) = after(state, [REFRESH]);
    assert_eq!(effects, []);
    let (_, effects) = after(state, [Event::Ticked(NOW.plus_seconds(20)), REFRESH]);
    assert_eq!(effects.len(), 1);
}

#[test]
fn a_session_that_ended_meanwhile_offers_to_sign_in() {
    let gone = read(1, Err(problem(ProblemCode::SignInRequired)));
    let (state, _) = after(home(), [REFRESH, gone]);
    assert_eq!(state.scene(), Scene::Expired);
}

#[test]
fn a_late_overview_changes_nothing() {
    let (state, _) = after(home(), [REFRESH]);
    let (after_late, effects) = after(state.clone(), [read(7, Err(Fault::Offline))]);
    assert_eq!((after_late, effects), (state, vec![]));
}

#[test]
fn what_is_said_of_the_password_is_shown_at_once_noted_at_the_edge_and_read_again() {
    for is_known in [true, false] {
        let said = Event::Overview(super::Event::PasswordAnswered { is_known });
        let (state, effects) = after(home(), [said]);
        assert_eq!(signed(&state).overview.knows_password, Some(is_known));
        let call = wire::answer_password(is_known);
        assert_eq!(effects, [Effect::Call { attempt: Attempt(1), call }]);
        let noted = |outcome| Event::Overview(super::Event::PasswordNoted { outcome });
        let (_, effects) = after(state.clone(), [noted(Ok(()))]);
        assert_eq!(effects, [reading(2)], "what ends the pass may hang on it");
        // An answer that is not noted is asked about again by the guards.
        let (unchanged, effects) = after(state.clone(), [noted(Err(Fault::Offline))]);
        assert_eq!((unchanged, effects), (state.clone(), vec![]));
        let ended = noted(Err(problem(ProblemCode::SignInRequired)));
        assert_eq!(after(state, [ended]).0.scene(), Scene::Expired);
    }
}
