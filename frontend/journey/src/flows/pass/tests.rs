//! The retirement of the pass.

use contract::{Overview, Pass, PassUsability, ProblemCode, pass::PassRetired};

use super::wire;
use crate::{
    Attempt, Effect, Event, Fault, Route, Scene, Screen, State,
    fixtures::{NOW, after, overview, pass, passkey, problem, signed_in, throttled},
    recovery::Step,
    sign_in::Reason,
};

const CONFIRMED: Event = Event::Retirement(super::Event::Confirmed);

fn page() -> State {
    signed_in("/retire-pass", overview(vec![passkey("1")]))
}

fn retired(is_sign_out_due: bool) -> Event {
    answered(Ok(PassRetired { is_sign_out_due }))
}

fn answered(outcome: Result<PassRetired, Fault>) -> Event {
    Event::Retirement(super::Event::Retired { attempt: Attempt(1), outcome })
}

#[test]
fn the_pass_is_retired_only_when_that_is_confirmed() {
    let state = page();
    assert_eq!(state.scene(), Scene::RetirementConfirming);
    let (state, effects) = after(state, [CONFIRMED]);
    assert_eq!(effects, [Effect::Call { attempt: Attempt(1), call: wire::retire(&pass().id) }]);
    let (_, effects) = after(state, [CONFIRMED]);
    assert_eq!(effects, []);
}

#[test]
fn a_retired_pass_ends_the_session_and_says_so() {
    let (state, effects) = after(page(), [CONFIRMED, retired(false)]);
    assert_eq!(effects, [Effect::ReplaceRoute(Route::Home), Effect::FocusHeading]);
    assert_eq!(state.route, Route::Home);
    let Screen::Welcome(welcome) = state.screen else { panic!("the first page") };
    assert_eq!(welcome.reason, Reason::PassRetired { done: None });
    assert_eq!(welcome.return_to, Route::Home);
}

#[test]
fn a_stolen_device_leaves_signing_out_everywhere_and_the_next_sign_in_comes_back_for_it() {
    let (state, effects) = after(page(), [CONFIRMED, retired(true)]);
    assert_eq!(effects, [Effect::ReplaceRoute(Route::Recover), Effect::FocusHeading]);
    assert_eq!(state.route, Route::Recover);
    let Screen::Welcome(welcome) = state.screen else { panic!("the first page") };
    assert_eq!(welcome.reason, Reason::SignOutDue { done: None });
    assert_eq!(welcome.return_to, Route::Recover);
    assert!(!welcome.account.is_empty(), "nothing is asked that is known");
}

#[test]
fn a_pass_that_is_still_needed_is_not_retired() {
    // Whatever is registered may be on a lost device: the edge decides.
    for methods in [vec![], vec![passkey("1")]] {
        let mut overview = overview(methods);
        overview.pass.as_mut().expect("a pass").can_be_ended = false;
        let state = signed_in("/retire-pass", overview);
        assert_eq!(state.scene(), Scene::PassNeeded);
        let (_, effects) = after(state, [CONFIRMED]);
        assert_eq!(effects, []);
    }
}

#[test]
fn without_a_pass_that_works_there_is_nothing_to_retire() {
    let of = |pass: Option<Pass>| Overview { pass, ..overview(vec![passkey("1")]) };
    assert_eq!(signed_in("/retire-pass", of(None)).scene(), Scene::NoPass);
    for (usability, scene, step) in [
        (PassUsability::Usable, Scene::RetirementConfirming, Step::EndPass),
        (PassUsability::DisabledByPolicy, Scene::RetirementConfirming, Step::EndPass),
        (PassUsability::Used, Scene::NoPass, Step::Finish),
        (PassUsability::Expired, Scene::NoPass, Step::Finish),
    ] {
        let pass = || Some(Pass { usability, ..pass() });
        assert_eq!(signed_in("/retire-pass", of(pass())).scene(), scene, "{usability:?}");
        assert_eq!(Step::next(&of(pass())), step, "{usability:?}");
    }
}

#[test]
fn while_the_directory_asks_for_a_pause_the_pass_is_not_retired() {
    let (state, _) = after(page(), [CONFIRMED, answered(Err(throttled(9)))]);
    assert_eq!(state.tick_every(), 1_000, "the countdown moves");
    let (state, effects) = after(state, [CONFIRMED]);
    assert_eq!(effects, []);
    let (_, effects) = after(state, [Event::Ticked(NOW.plus_seconds(9)), CONFIRMED]);
    assert_eq!(effects.len(), 1);
}

#[test]
fn answers_of_the_edge_lead_where_they_should() {
    for (fault, scene) in [
        (problem(ProblemCode::SignInRequired), Scene::Expired),
        (problem(ProblemCode::StepUpRequired), Scene::RetirementStepUp),
        (problem(ProblemCode::PassNotFound), Scene::NoPass),
        (problem(ProblemCode::PassNeeded), Scene::PassNeeded),
        (problem(ProblemCode::Broken), Scene::RetirementConfirming),
        (Fault::Offline, Scene::RetirementConfirming),
    ] {
        let (state, _) = after(page(), [CONFIRMED, answered(Err(fault.clone()))]);
        assert_eq!(state.scene(), scene, "{fault:?}");
    }
}

#[test]
fn a_sign_in_that_is_too_old_is_asked_for_before_the_question() {
    for fresh_until in [NOW, contract::Timestamp::default()] {
        let mut overview = overview(vec![passkey("1")]);
        overview.session.fresh_until = fresh_until;
        let state = signed_in("/retire-pass", overview.clone());
        assert_eq!(state.scene(), Scene::RetirementStepUp);
        // Whoever still needs the pass is told so first.
        overview.pass.as_mut().expect("a pass").can_be_ended = false;
        assert_eq!(signed_in("/retire-pass", overview).scene(), Scene::PassNeeded);
    }
}
