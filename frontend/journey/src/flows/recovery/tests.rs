//! What is marked, which step is next, and what became of the lost methods.

use contract::{
    AuthenticationMethod, DeviceKey, Factor, MethodId, MethodKind, MethodState, ProblemCode,
    Timestamp,
    recovery::{BeginRecovery, EndRecovery, KeptMethod, Loss, LostRemoved, RemoveLost},
    registration::RegistrationFinished,
    routes,
};

use super::{Event as E, Page, Recovery, Step, wire};
use crate::{
    Attempt, Effect, Event, Fault, Route, Scene, Screen, State, Task,
    fixtures::{
        NOW, after, begun as options, credential, method, overview, pass, passkey, problem,
        signed_in, throttled,
    },
    pass::Event as Retiring,
    registration::Event as Registering,
    wire::{Json, object},
};

const TOLD: Event = Event::Recovery(E::Told);
const CONFIRMED: Event = Event::Recovery(E::RemovalConfirmed);
const END_PASS: Event = Event::Retirement(Retiring::Confirmed);

fn on_phone(id: &str, kind: MethodKind) -> AuthenticationMethod {
    AuthenticationMethod {
        factor: Factor::AfterPassword,
        device: Some(DeviceKey("phone".into())),
        ..method(id, kind)
    }
}

/// A key, and an Authenticator and its codes on one phone.
fn key_and_phone() -> Vec<AuthenticationMethod> {
    vec![
        passkey("key"),
        on_phone("app", MethodKind::MicrosoftAuthenticator),
        on_phone("codes", MethodKind::SoftwareOath),
    ]
}

fn page(methods: Vec<AuthenticationMethod>) -> State {
    signed_in("/recover", overview(methods))
}

fn at(state: &State) -> &Recovery {
    match &state.screen {
        Screen::SignedIn(signed_in) => match &signed_in.task {
            Task::Recovery(recovery) => recovery,
            other => panic!("not recovering: {other:?}"),
        },
        other => panic!("not signed in: {other:?}"),
    }
}

fn listed(state: &State) -> &contract::Overview {
    match &state.screen {
        Screen::SignedIn(signed_in) => &signed_in.overview,
        other => panic!("not signed in: {other:?}"),
    }
}

fn marked(state: &State) -> Vec<&str> {
    match &at(state).page {
        Page::Asking { marked, .. } => marked.iter().map(|id| id.0.as_str()).collect(),
        other => panic!("not asking: {other:?}"),
    }
}

fn mark(id: &str) -> Event {
    Event::Recovery(E::Marked(MethodId(id.into())))
}

fn begun(outcome: Result<Timestamp, Fault>) -> Event {
    Event::Recovery(E::Begun { attempt: Attempt(1), outcome })
}

fn removed(attempt: u32, removed: &[&str], kept: Vec<KeptMethod>) -> Event {
    let removed = removed.iter().map(|id| MethodId((*id).into())).collect();
    let outcome = Ok(LostRemoved { removed, kept });
    Event::Recovery(E::Removed { attempt: Attempt(attempt), outcome })
}

/// The phone is marked, and the edge has noted it.
fn phone_lost() -> State {
    after(page(key_and_phone()), [mark("app"), TOLD, begun(Ok(NOW))]).0
}

#[test]
fn what_is_on_one_device_is_marked_together() {
    let (state, _) = after(page(key_and_phone()), [mark("codes")]);
    assert_eq!(marked(&state), ["app", "codes"]);
    let (state, _) = after(state, [mark("app")]);
    assert_eq!(marked(&state), [""; 0]);
}

#[test]
fn everything_is_marked_beforehand_where_it_is_all_on_one_device() {
    let mut methods = key_and_phone();
    methods.remove(0);
    assert_eq!(marked(&page(methods)), ["app", "codes"]);
    assert_eq!(marked(&page(key_and_phone())), [""; 0]);
}

#[test]
fn a_password_and_an_address_cannot_be_lost() {
    let mut methods = key_and_phone();
    methods.push(AuthenticationMethod {
        factor: Factor::Neither,
        ..method("password", MethodKind::Password)
    });
    let (state, _) = after(page(methods), [mark("password")]);
    assert_eq!(marked(&state), [""; 0]);
}

#[test]
fn nothing_is_told_before_something_is_marked() {
    let (state, effects) = after(page(key_and_phone()), [TOLD]);
    assert_eq!(effects, []);
    let (state, _) = after(state, [Event::Recovery(E::LossChosen(Loss::Stolen)), mark("app")]);
    let (_, effects) = after(state, [TOLD]);
    let ids = [MethodId("app".into()), MethodId("codes".into())];
    let call = wire::begin(Loss::Stolen, &ids);
    assert_eq!(effects, [Effect::Call { attempt: Attempt(1), call }]);
}

#[test]
fn what_is_lost_counts_no_more_and_the_next_step_is_to_remove_it() {
    let state = phone_lost();
    assert_eq!(state.scene(), Scene::RecoverySteps);
    assert_eq!(Step::next(listed(&state)), Step::Remove);
    let states: Vec<_> = listed(&state).methods.iter().map(|method| method.state).collect();
    assert_eq!(states, [MethodState::Listed, MethodState::Lost, MethodState::Lost]);
}

#[test]
fn someone_who_has_lost_everything_comes_to_the_registration_at_once() {
    let (state, effects) = after(page(vec![passkey("key")]), [TOLD, begun(Ok(NOW))]);
    assert_eq!(state.route, Route::AddPasskey);
    assert!(effects.contains(&Effect::PushRoute(Route::AddPasskey)), "{effects:?}");
    assert_eq!(Step::next(listed(&state)), Step::Register);
}

#[test]
fn lost_methods_go_together_and_are_remembered_with_their_time() {
    let (state, effects) = after(phone_lost(), [CONFIRMED]);
    let (app, codes) = (MethodId("app".into()), MethodId("codes".into()));
    let call = wire::remove(&[&app, &codes], false);
    assert_eq!(effects, [Effect::Call { attempt: Attempt(2), call }]);
    let (again, effects) = after(state, [CONFIRMED]);
    assert_eq!(effects, []);
    let (state, _) = after(again, [removed(2, &["app", "codes"], Vec::new())]);
    let told = listed(&state).recovery.as_ref().expect("a recovery");
    let gone: Vec<_> =
        told.removed.iter().map(|lost| (lost.method.id.0.as_str(), lost.at)).collect();
    assert_eq!(gone, [("app", NOW), ("codes", NOW)]);
    assert_eq!(listed(&state).methods.len(), 1);
    assert_eq!(Step::next(listed(&state)), Step::EndPass);
}

#[test]
fn what_could_not_be_removed_is_told_and_can_be_tried_again() {
    let kept = KeptMethod { method: MethodId("codes".into()), code: ProblemCode::DefaultMethod };
    let (state, _) = after(phone_lost(), [CONFIRMED, removed(2, &["app"], vec![kept.clone()])]);
    assert_eq!(at(&state).page, Page::Steps { kept: vec![kept], is_ending: false });
    let (_, effects) = after(state, [CONFIRMED]);
    let call = wire::remove(&[&MethodId("codes".into())], false);
    assert_eq!(effects, [Effect::Call { attempt: Attempt(3), call }]);
}

#[test]
fn an_old_sign_in_is_asked_for_again_and_nothing_is_sent() {
    let mut late = overview(key_and_phone());
    late.session.fresh_until = NOW;
    let state = signed_in("/recover", late);
    let (state, effects) = after(state, [mark("app"), TOLD, begun(Ok(NOW)), CONFIRMED]);
    assert_eq!(at(&state).page, Page::StepUp);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Call { .. })), "{effects:?}");
}

#[test]
fn each_refusal_leads_somewhere() {
    for (fault, scene) in [
        (problem(ProblemCode::SignInRequired), Scene::Expired),
        (problem(ProblemCode::StepUpRequired), Scene::RecoveryStepUp),
        (problem(ProblemCode::Forbidden), Scene::RecoverySteps),
        (Fault::Offline, Scene::RecoverySteps),
    ] {
        let outcome = Err(fault.clone());
        let answered = Event::Recovery(E::Removed { attempt: Attempt(2), outcome });
        let (state, _) = after(phone_lost(), [CONFIRMED, answered]);
        assert_eq!(state.scene(), scene, "{fault:?}");
    }
    for (fault, scene) in [
        (problem(ProblemCode::SignInRequired), Scene::Expired),
        (problem(ProblemCode::MethodNotFound), Scene::RecoveryAsking),
    ] {
        let told = [mark("app"), TOLD, begun(Err(fault.clone()))];
        assert_eq!(after(page(key_and_phone()), told).0.scene(), scene, "{fault:?}");
    }
}

#[test]
fn while_the_directory_asks_for_a_pause_nothing_is_sent() {
    let throttled = Event::Recovery(E::Removed { attempt: Attempt(2), outcome: Err(throttled(5)) });
    let (state, _) = after(phone_lost(), [CONFIRMED, throttled]);
    assert_eq!(state.tick_every(), 1_000, "the countdown moves");
    assert_eq!(after(state.clone(), [CONFIRMED]).1, []);
    let (_, effects) = after(state, [Event::Ticked(NOW.plus_seconds(5)), CONFIRMED]);
    assert!(matches!(effects.as_slice(), [Effect::Call { .. }]), "{effects:?}");
}

#[test]
fn it_is_taken_up_where_it_was_and_can_be_said_anew() {
    let overview = listed(&phone_lost()).clone();
    let state = signed_in("/recover", overview);
    assert_eq!(state.scene(), Scene::RecoverySteps);
    let (state, _) = after(state, [Event::Recovery(E::RetoldChosen)]);
    assert_eq!(marked(&state), ["app", "codes"]);
    let (state, _) = after(state, [mark("app"), mark("key"), TOLD, begun(Ok(NOW))]);
    let states: Vec<_> = listed(&state).methods.iter().map(|method| method.state).collect();
    assert_eq!(states, [MethodState::Lost, MethodState::Listed, MethodState::Listed]);
}

#[test]
fn what_is_said_anew_goes_on_from_the_first_time_and_its_end_names_the_last() {
    let (state, _) = after(phone_lost(), [Event::Ticked(NOW.plus_minutes(3))]);
    let began_at = listed(&state).recovery.as_ref().expect("told").began_at;
    let told_at = NOW.plus_minutes(3).plus_milliseconds(700);
    let again = Event::Recovery(E::Begun { attempt: Attempt(2), outcome: Ok(told_at) });
    let (state, _) =
        after(state, [Event::Recovery(E::RetoldChosen), mark("app"), mark("key"), TOLD, again]);
    let told = listed(&state).recovery.as_ref().expect("told");
    assert_eq!(
        (told.began_at, told.retold_at),
        (began_at, Some(told_at)),
        "by the clock of the edge"
    );
    let (_, effects) = after(state, [Event::Recovery(E::EndChosen)]);
    let call = wire::end(told_at);
    assert!(effects.contains(&Effect::Call { attempt: Attempt(3), call }), "{effects:?}");
}

#[test]
fn what_failed_last_is_what_is_tried_again() {
    let is_ending = |state: &State| match at(state).page {
        Page::Steps { is_ending, .. } => is_ending,
        _ => panic!("not at the steps"),
    };
    let lost = Event::Recovery(E::Ended { attempt: Attempt(2), outcome: Err(Fault::Offline) });
    let (state, _) = after(phone_lost(), [Event::Recovery(E::EndChosen), lost]);
    assert!(at(&state).failure.is_some() && is_ending(&state));
    let lost = Event::Recovery(E::Removed { attempt: Attempt(3), outcome: Err(Fault::Offline) });
    let (state, _) = after(state, [CONFIRMED, lost]);
    assert!(at(&state).failure.is_some() && !is_ending(&state));
}

#[test]
fn the_end_makes_everything_count_again() {
    let ended = Event::Recovery(E::Ended { attempt: Attempt(2), outcome: Ok(()) });
    let (state, effects) = after(phone_lost(), [Event::Recovery(E::EndChosen), ended]);
    assert!(effects.contains(&Effect::ReplaceRoute(Route::Home)), "{effects:?}");
    assert_eq!(listed(&state).recovery, None);
    assert!(listed(&state).methods.iter().all(|method| method.state == MethodState::Listed));
}

#[test]
fn who_confirms_with_a_password_has_said_that_they_know_it() {
    let answers = |state: &State, effects: &[Effect]| {
        let told = effects.iter().any(|effect| {
            matches!(effect, Effect::Call { call, .. } if call.path == routes::ANSWER_PASSWORD)
        });
        assert_eq!(told, listed(state).knows_password == Some(true));
        told
    };
    // A new number comes after a password; the key is lost, and everything was removed with one button.
    let number = AuthenticationMethod {
        factor: Factor::AfterPassword,
        ..method("number", MethodKind::SoftwareOath)
    };
    let methods = vec![passkey("key"), number];
    let (state, _) = after(page(methods), [mark("key"), TOLD, begun(Ok(NOW)), CONFIRMED]);
    let (state, effects) = after(state, [removed(2, &["key"], vec![])]);
    assert!(answers(&state, &effects), "what ends the pass may hang on it");
    let (state, _) = after(phone_lost(), [CONFIRMED]);
    let (state, effects) = after(state, [removed(2, &["app", "codes"], vec![])]);
    assert!(!answers(&state, &effects), "nobody has asked");
}

/// What the contract's own form makes of the body that the app writes.
fn body<T: serde::de::DeserializeOwned>(call: &crate::Call) -> T {
    let body = call.body.as_ref().expect("a body");
    serde_json::from_value(crate::wire::tests::value(body)).expect("the form of the contract")
}

#[test]
fn bodies_and_answers_are_those_of_the_contract() {
    let ids = [MethodId("1".into()), MethodId("2".into())];
    for loss in [Loss::Lost, Loss::Stolen, Loss::Replaced] {
        let begin: BeginRecovery = body(&wire::begin(loss, &ids));
        assert_eq!(begin, BeginRecovery { loss, methods: ids.to_vec() });
    }
    let remove: RemoveLost = body(&wire::remove(&[&MethodId("1".into())], true));
    assert_eq!(remove, RemoveLost { methods: ids[..1].to_vec(), accepts_password: true });
    let end: EndRecovery = body(&wire::end(NOW));
    assert_eq!(end, EndRecovery { told_at: NOW });
    let kept = KeptMethod { method: MethodId("2".into()), code: ProblemCode::LastMethod };
    let answer = LostRemoved { removed: ids[..1].to_vec(), kept: vec![kept] };
    let read =
        wire::remove(&[], false).answered(Attempt(1), Ok(crate::wire::tests::written(&answer)));
    let outcome = Ok(answer);
    assert_eq!(read, Event::Recovery(E::Removed { attempt: Attempt(1), outcome }));
}

#[test]
fn an_answer_that_cannot_be_read_is_no_answer() {
    let call = wire::remove(&[], false);
    let answer = object(vec![("removed", Json::Null), ("kept", Json::List(Vec::new()))]);
    let Event::Recovery(E::Removed { outcome, .. }) = call.answered(Attempt(1), Ok(answer)) else {
        panic!("another event");
    };
    assert_eq!(outcome, Err(Fault::Unreadable));
}

/// A key is lost, and a new one was just registered.
fn saved() -> State {
    let mut told = overview(vec![passkey("key")]);
    told.recovery = Some(Box::new(contract::recovery::Recovery {
        loss: Loss::Lost,
        began_at: NOW,
        retold_at: None,
        removed: Vec::new(),
        signed_out_at: None,
        pass_ended_at: None,
    }));
    told.methods[0].state = MethodState::Lost;
    told.pass = Some(pass());
    let finished = RegistrationFinished { method: passkey("new"), passkey: None };
    let outcome = Ok(Box::new(finished));
    let events = [
        Event::Ticked(NOW),
        Event::Registration(Registering::NameTyped("New".into())),
        Event::Registration(Registering::Begun { attempt: Attempt(1), outcome: Ok(options(1)) }),
        Event::Registration(Registering::Confirmed),
        Event::Registration(Registering::CredentialCreated {
            attempt: Attempt(2),
            outcome: Ok(credential()),
        }),
        Event::Registration(Registering::Finished { attempt: Attempt(3), outcome }),
    ];
    let (state, _) = after(signed_in("/add-passkey", told), events);
    assert_eq!(state.scene(), Scene::Saved);
    state
}

#[test]
fn what_is_lost_can_be_removed_from_the_page_of_the_new_passkey() {
    let (state, effects) = after(saved(), [CONFIRMED]);
    assert_eq!((&state.route, state.scene()), (&Route::Recover, Scene::RecoverySteps));
    let call = wire::remove(&[&MethodId("key".into())], false);
    assert!(effects.contains(&Effect::PushRoute(Route::Recover)));
    assert!(effects.contains(&Effect::Call { attempt: Attempt(4), call }), "{effects:?}");
    // And from there the pass is ended, which was asked on that page.
    let (state, _) = after(state, [removed(4, &["key"], vec![])]);
    assert_eq!(Step::next(listed(&state)), Step::EndPass);
    let (state, effects) = after(state, [END_PASS]);
    assert_eq!((&state.route, state.scene()), (&Route::RetirePass, Scene::RetirementConfirming));
    let is_retiring = |effect: &Effect| matches!(effect, Effect::Call { call, .. } if call.path == routes::RETIRE);
    assert!(effects.iter().any(is_retiring), "{effects:?}");
}

#[test]
fn nothing_is_removed_and_no_pass_is_ended_from_a_page_that_does_not_offer_it() {
    // Nothing is lost any more, or nothing was.
    let (state, effects) = after(saved(), [END_PASS]);
    assert_eq!((state.scene(), effects), (Scene::Saved, vec![]));
    let naming = signed_in("/add-passkey", overview(key_and_phone()));
    for event in [CONFIRMED, END_PASS] {
        let (state, effects) = after(naming.clone(), [event]);
        assert_eq!((state.scene(), effects), (Scene::Naming, vec![]));
    }
    // Something is still to be removed.
    let (state, effects) = after(phone_lost(), [END_PASS]);
    assert_eq!((state.scene(), effects), (Scene::RecoverySteps, vec![]));
    // While the edge works.
    let (state, _) = after(saved(), [CONFIRMED]);
    let (state, effects) = after(state, [END_PASS]);
    assert_eq!((state.scene(), effects), (Scene::RecoverySteps, vec![]));
}

#[test]
fn a_sign_in_that_has_grown_old_is_renewed_before_either() {
    let (state, effects) = after(saved(), [Event::Ticked(NOW.plus_minutes(11)), CONFIRMED]);
    assert_eq!((&state.route, state.scene()), (&Route::Recover, Scene::RecoveryStepUp));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Call { .. })), "{effects:?}");
}

#[test]
fn whose_device_was_stolen_signs_out_everywhere_once_what_is_gone_and_the_pass_are_away() {
    for loss in [Loss::Lost, Loss::Stolen, Loss::Replaced] {
        let chosen = Event::Recovery(E::LossChosen(loss));
        let told = [chosen, mark("app"), TOLD, begun(Ok(NOW)), CONFIRMED];
        let (state, _) = after(page(key_and_phone()), told);
        assert_eq!(Step::next(listed(&state)), Step::Remove);
        let (state, _) = after(state, [removed(2, &["app", "codes"], Vec::new())]);
        let mut overview = listed(&state).clone();
        assert_eq!(Step::next(&overview), Step::EndPass, "{loss:?}");
        overview.pass = None;
        overview.is_proved = true;
        let next = if loss == Loss::Stolen { Step::SignOut } else { Step::Finish };
        assert_eq!(Step::next(&overview), next, "{loss:?}");
        // Also where what they have may not let them in again: nobody is done with a thief signed in.
        overview.is_proved = false;
        assert_eq!(Step::next(&overview), next, "{loss:?}");
        overview.is_proved = true;
        overview.recovery.as_mut().expect("a recovery").signed_out_at = Some(NOW);
        assert_eq!(Step::next(&overview), Step::Finish);
        // What was stolen since is another device.
        overview.recovery.as_mut().expect("a recovery").retold_at = Some(NOW.plus_minutes(1));
        assert_eq!(Step::next(&overview), next, "{loss:?}");
    }
}
