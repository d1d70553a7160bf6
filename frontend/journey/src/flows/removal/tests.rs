//! The removal: foreseen refusals, confirmations, answers.

use contract::{
    AuthenticationMethod, Factor, MethodId, MethodKind, MethodState, PhoneType, ProblemCode,
    removal::MethodRemoved, routes,
};

use super::{Refusal, Removal, foresee, remaining, wire};
use crate::{
    Attempt, Effect, Event, Fault, Route, Scene, Screen, State, Task,
    fixtures::{NOW, after, method, new_passkey, overview, passkey, problem, signed_in, throttled},
    overview::Flash,
    wire::Json,
};

const CONFIRMED: Event = Event::Removal(super::Event::Confirmed);

fn at(state: &State) -> &Removal {
    match &state.screen {
        Screen::SignedIn(signed_in) => match &signed_in.task {
            Task::Removal(removal) => removal,
            other => panic!("not removing: {other:?}"),
        },
        other => panic!("not signed in: {other:?}"),
    }
}

fn page() -> State {
    signed_in("/remove?method=old", overview(vec![passkey("new"), passkey("old")]))
}

fn answered(attempt: u32, outcome: Result<(), Fault>) -> Event {
    Event::Removal(super::Event::Removed {
        attempt: Attempt(attempt),
        outcome: outcome.map(|()| MethodRemoved { method: MethodId("old".into()) }),
    })
}

#[test]
fn nothing_is_removed_before_it_is_confirmed() {
    let state = page();
    assert_eq!(
        *at(&state),
        Removal::Confirming { method: passkey("old"), accepts_password: false, failure: None }
    );
    let (_, effects) = after(state, [CONFIRMED]);
    let remove = wire::remove(&MethodId("old".into()), false);
    assert_eq!(effects, [Effect::Call { attempt: Attempt(1), call: remove }]);
}

#[test]
fn a_second_click_removes_nothing_twice() {
    let (_, effects) = after(page(), [CONFIRMED, CONFIRMED]);
    assert_eq!(effects, []);
}

#[test]
fn a_removed_method_leaves_the_list_and_the_overview_says_so_once() {
    let (state, effects) = after(page(), [CONFIRMED, answered(1, Ok(()))]);
    assert_eq!(state.route, Route::Home);
    assert_eq!(
        effects,
        [
            Effect::ReplaceRoute(Route::Home),
            // What is gone may change what the edge allows.
            Effect::Call { attempt: Attempt(2), call: crate::overview::wire::read() },
            Effect::FocusHeading,
        ]
    );
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.overview.methods, [passkey("new")]);
    assert_eq!(signed_in.flash, Some(Flash::MethodRemoved(passkey("old"))));
    let (state, _) = after(state, [Event::LinkFollowed(Route::AddPasskey)]);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.flash, None);
}

#[test]
fn the_browser_is_told_of_a_removed_passkey_whose_credential_is_known() {
    let mut overview = overview(vec![passkey("old"), passkey("new")]);
    overview.new_passkeys.push(new_passkey("old"));
    let page = signed_in("/remove?method=old", overview);
    let (state, effects) = after(page, [CONFIRMED, answered(1, Ok(()))]);
    assert_eq!(
        effects[0],
        Effect::SignalUnknownCredential {
            relying_party: "contoso.example".into(),
            credential: "AQ".into(),
        }
    );
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.overview.new_passkeys, []);
}

#[test]
fn a_refusal_is_foreseen_before_it_is_asked() {
    let email = method("email", MethodKind::Email { address: "a…@b".into() });
    let kept = |mut method: AuthenticationMethod| {
        method.is_removable = false;
        method
    };
    let weak = |mut method: AuthenticationMethod| {
        method.factor = Factor::ResetOnly;
        method
    };
    for (methods, id, refusal) in [
        (vec![passkey("1")], "1", Some(Refusal::Last)),
        (vec![passkey("1"), weak(email.clone())], "1", Some(Refusal::Last)),
        (vec![passkey("1"), weak(email.clone())], "email", None),
        (vec![weak(email)], "email", None),
        (vec![passkey("1"), passkey("2")], "1", None),
        (vec![passkey("1"), kept(passkey("2"))], "2", Some(Refusal::Unsupported)),
    ] {
        let overview = overview(methods);
        let opened = Removal::open(&MethodId(id.into()), &overview, NOW);
        match refusal {
            Some(expected) => {
                assert!(matches!(opened, Removal::Refused { refusal, .. } if refusal == expected));
            }
            None => assert!(matches!(opened, Removal::Confirming { .. }), "{id}: {opened:?}"),
        }
    }
}

#[test]
fn a_mobile_number_waits_for_the_alternate_one() {
    let number =
        |id: &str, phone_type| method(id, MethodKind::Phone { number: "+1".into(), phone_type });
    for (other, refusal) in
        [(PhoneType::AlternateMobile, Some(Refusal::AlternateFirst)), (PhoneType::Office, None)]
    {
        let mobile = number("m", PhoneType::Mobile);
        let list = overview(vec![passkey("1"), mobile.clone(), number("o", other)]);
        assert_eq!(foresee(&mobile, &list), refusal);
    }
}

#[test]
fn where_only_a_password_would_help_the_person_confirms_that_they_know_it() {
    let mut number = method("phone", MethodKind::SoftwareOath);
    number.factor = Factor::AfterPassword;
    for (knows, other, asks) in [
        (None, number.clone(), true),
        (Some(false), number.clone(), true),
        (Some(true), number, false),
        (None, passkey("2"), false),
    ] {
        let mut overview = overview(vec![passkey("1"), other]);
        overview.knows_password = knows;
        let state = signed_in("/remove?method=1", overview);
        let Removal::Confirming { accepts_password, .. } = at(&state) else { panic!("asked") };
        assert_eq!(*accepts_password, asks);
        let (state, effects) = after(state, [CONFIRMED]);
        let [Effect::Call { call, .. }] = effects.as_slice() else { panic!("one call") };
        let said = call.body.as_ref().map(|body| body.get("acceptsPassword").clone());
        assert_eq!(said, Some(Json::Flag(asks)));
        // Whoever has said so is not asked again on the overview.
        let (state, effects) = after(state, [answered(1, Ok(()))]);
        let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
        let is_known = if asks { Some(true) } else { knows };
        assert_eq!(signed_in.overview.knows_password, is_known);
        let told = effects.iter().any(|effect| {
            matches!(effect, Effect::Call { call, .. } if call.path == routes::ANSWER_PASSWORD)
        });
        assert_eq!(told, asks);
    }
    // The edge's list knew better: the person is asked again.
    let refused = answered(1, Err(problem(ProblemCode::PasswordNeeded)));
    let (state, effects) = after(page(), [CONFIRMED, refused]);
    assert!(matches!(at(&state), Removal::Confirming { accepts_password: true, .. }));
    assert_eq!(effects, []);
}

#[test]
fn what_remains_is_named_without_what_goes_and_what_may_not_last() {
    let lost = AuthenticationMethod { state: MethodState::Lost, ..passkey("lost") };
    let weak = AuthenticationMethod { factor: Factor::AfterPassword, ..passkey("weak") };
    let overview = overview(vec![passkey("1"), passkey("2"), weak, lost]);
    let named = |gone: Option<&str>, factor| {
        let gone = gone.map(|id| MethodId(id.into()));
        let left = remaining(gone.as_ref(), factor, &overview);
        left.map(|method| method.id.0.clone()).collect::<Vec<_>>()
    };
    assert_eq!(named(Some("1"), Factor::Alone), ["2"]);
    assert_eq!(named(None, Factor::Alone), ["1", "2"]);
    assert_eq!(named(Some("1"), Factor::AfterPassword), ["weak"]);
}

#[test]
fn answers_of_the_edge_lead_where_they_should() {
    for (code, scene) in [
        (ProblemCode::SignInRequired, Scene::Expired),
        (ProblemCode::StepUpRequired, Scene::RemovalStepUp),
        (ProblemCode::MethodNotFound, Scene::RemovalMissing),
        (ProblemCode::LastMethod, Scene::RemovalRefused),
        (ProblemCode::NotListedYet, Scene::RemovalConfirming),
        (ProblemCode::DefaultMethod, Scene::RemovalRefused),
        (ProblemCode::AlternateNumberFirst, Scene::RemovalRefused),
        (ProblemCode::MethodUnsupported, Scene::RemovalRefused),
        (ProblemCode::DirectoryUnreachable, Scene::RemovalConfirming),
        (ProblemCode::Outdated, Scene::RemovalConfirming),
        (ProblemCode::Unknown, Scene::RemovalConfirming),
    ] {
        let (state, _) = after(page(), [CONFIRMED, answered(1, Err(problem(code)))]);
        assert_eq!(state.scene(), scene, "{code:?}");
    }
}

#[test]
fn the_list_tells_what_the_directory_keeps_as_the_default_method() {
    let answer = answered(1, Err(problem(ProblemCode::DefaultMethod)));
    let (state, _) = after(page(), [CONFIRMED, answer]);
    let (state, _) = after(state, [Event::LinkFollowed(Route::Home)]);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.overview.default_method, Some(MethodId("old".into())));
}

#[test]
fn a_lost_answer_asks_the_person_again_and_repeats_nothing_by_itself() {
    let (state, effects) = after(page(), [CONFIRMED, answered(1, Err(Fault::TimedOut))]);
    assert_eq!(effects, []);
    assert!(matches!(at(&state), Removal::Confirming { failure: Some(_), .. }));
    let (_, effects) = after(state, [CONFIRMED]);
    assert_eq!(effects.len(), 1);
}

#[test]
fn a_throttled_removal_waits_for_its_time() {
    let (state, _) = after(page(), [CONFIRMED, answered(1, Err(throttled(9)))]);
    assert_eq!(state.tick_every(), 1_000, "the countdown moves");
    let (state, effects) = after(state, [CONFIRMED]);
    assert_eq!(effects, []);
    let (_, effects) = after(state, [Event::Ticked(NOW.plus_seconds(9)), CONFIRMED]);
    assert_eq!(effects.len(), 1);
}

#[test]
fn after_a_stale_sign_in_it_is_asked_again_and_never_replayed() {
    let mut overview = overview(vec![passkey("new"), passkey("old")]);
    overview.session.fresh_until = NOW;
    let state = signed_in("/remove?method=old", overview);
    assert_eq!(state.scene(), Scene::RemovalStepUp);
    let (_, effects) = after(state, [CONFIRMED]);
    assert_eq!(effects, []);
}

#[test]
fn a_method_that_is_not_listed_is_gone_already() {
    let state = signed_in("/remove?method=none", overview(vec![passkey("1")]));
    assert_eq!(*at(&state), Removal::Missing);
}

#[test]
fn a_late_answer_to_an_abandoned_removal_changes_nothing() {
    let (state, _) = after(page(), [CONFIRMED, Event::LinkFollowed(Route::Home)]);
    assert_eq!(after(state.clone(), [answered(1, Ok(()))]), (state, vec![]));
}

#[test]
fn no_list_that_was_read_while_it_was_removed_tells_how_it_was_before() {
    let calls = |effects: &[Effect]| {
        effects.iter().filter(|effect| matches!(effect, Effect::Call { .. })).count()
    };
    let resumed = Event::Resumed(NOW.plus_minutes(1));
    let (state, effects) = after(page(), [CONFIRMED, resumed.clone()]);
    assert_eq!(calls(&effects), 0, "the removal tells of an ended session");
    let (_, effects) = after(state, [answered(1, Ok(()))]);
    assert_eq!(calls(&effects), 1);
    // One that was asked for before is not waited for.
    let (_, effects) = after(page(), [resumed, CONFIRMED, answered(2, Ok(()))]);
    assert_eq!(calls(&effects), 1);
}
