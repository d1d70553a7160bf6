//! The proof of a new passkey, from the offer to the verdict, with a fault at every step.

use contract::{MethodId, ProblemCode, proof::Proved, registration::RegistrationFinished};

use super::{Event as Own, Proof, Step, wire};
use crate::{
    Attempt, CeremonyFault, Effect, Event, Fault, Route, Scene, Screen, State, Task,
    fixtures::{
        NOW, after, assertion, begun, challenge, credential, new_passkey, overview, passkey,
        problem, signed_in, throttled,
    },
    registration::{self, Registration},
};

/// The passkey is saved, and its challenge on its way as attempt 4.
fn saved() -> State {
    let finished =
        RegistrationFinished { method: passkey("new"), passkey: Some(new_passkey("new")) };
    let events = [
        registration::Event::NameTyped("Blue key".into()),
        registration::Event::Begun { attempt: Attempt(1), outcome: Ok(begun(1)) },
        registration::Event::Confirmed,
        registration::Event::CredentialCreated { attempt: Attempt(2), outcome: Ok(credential()) },
        registration::Event::Finished { attempt: Attempt(3), outcome: Ok(Box::new(finished)) },
    ];
    let state = after(signed_in("/add-passkey", overview(vec![])), [Event::Ticked(NOW)]).0;
    after(state, events.map(Event::Registration)).0
}

const TRIED: Event = Event::Proof(Own::Tried);

fn came(attempt: u32) -> Event {
    Event::Proof(Own::Begun { attempt: Attempt(attempt), outcome: Ok(challenge()) })
}

fn signed(attempt: u32, fault: Option<CeremonyFault>) -> Event {
    let outcome = fault.map_or_else(|| Ok(assertion()), Err);
    Event::Proof(Own::Signed { attempt: Attempt(attempt), outcome })
}

fn finished(attempt: u32, fault: Option<Fault>) -> Event {
    let proved = Proved { method: MethodId("new".into()) };
    let outcome = fault.map_or(Ok(proved), Err);
    Event::Proof(Own::Finished { attempt: Attempt(attempt), outcome })
}

fn asking(attempt: u32) -> Effect {
    let call = wire::begin(&MethodId("new".into()));
    Effect::Call { attempt: Attempt(attempt), call }
}

fn proof(state: &State) -> &Proof {
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    match &signed_in.task {
        Task::Registration(flow) => match &**flow {
            Registration::Saved { proof, .. } => proof,
            other => panic!("not saved: {other:?}"),
        },
        other => panic!("not adding a passkey: {other:?}"),
    }
}

/// The browser's prompt is open as attempt 5.
fn prompting() -> State {
    after(saved(), [came(4), TRIED]).0
}

#[test]
fn a_new_passkey_signs_once_and_the_page_and_the_overview_know_it() {
    let state = saved();
    assert_eq!(proof(&state).step, Step::Asked(Attempt(4)));
    let (state, effects) = after(state, [came(4), TRIED]);
    assert_eq!(state.scene(), Scene::Proving);
    let options = challenge().options;
    assert_eq!(effects[0], Effect::GetCredential { attempt: Attempt(5), options });
    let (state, effects) = after(state, [signed(5, None)]);
    let call = wire::finish(&assertion());
    assert_eq!(effects[0], Effect::Call { attempt: Attempt(6), call });
    let (state, _) = after(state, [finished(6, None)]);
    assert_eq!(state.scene(), Scene::Proved);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert!(signed_in.overview.new_passkeys[0].is_proved);
}

#[test]
fn whatever_ends_the_prompt_the_passkey_is_saved_and_can_be_tried_again() {
    for &fault in CeremonyFault::ALL {
        let (state, _) = after(prompting(), [signed(5, Some(fault))]);
        assert_eq!(state.scene(), Scene::Saved, "{fault:?}");
        let failure = proof(&state).failure.as_ref().expect("it is told");
        assert_eq!(failure.fault, Fault::Ceremony(fault));
        assert_eq!(after(state, [TRIED]).0.scene(), Scene::Proving, "with the same challenge");
    }
    let cancelled = Event::Proof(Own::CeremonyCancelled);
    let (state, effects) = after(prompting(), [cancelled]);
    assert!(effects.contains(&Effect::AbortCeremony));
    // A late answer is no proof any more.
    let late = signed(5, None);
    assert_eq!(after(state.clone(), [late]), (state, vec![]));
}

#[test]
fn what_the_edge_does_not_accept_is_tried_again_with_another_challenge() {
    for fault in [problem(ProblemCode::ProofRefused), Fault::TimedOut, Fault::Offline] {
        let (state, effects) =
            after(prompting(), [signed(5, None), finished(6, Some(fault.clone()))]);
        assert_eq!(state.scene(), Scene::Saved);
        assert!(effects.contains(&asking(7)), "{fault:?}");
        assert_eq!(proof(&state).failure.as_ref().map(|met| &met.fault), Some(&fault));
    }
    let ended = finished(6, Some(problem(ProblemCode::SignInRequired)));
    assert_eq!(after(prompting(), [signed(5, None), ended]).0.scene(), Scene::Expired);
}

#[test]
fn a_challenge_that_cannot_be_had_is_asked_for_again_or_not_offered() {
    let refused = |code| {
        let outcome = Err(problem(code));
        Event::Proof(Own::Begun { attempt: Attempt(4), outcome })
    };
    let (state, _) = after(saved(), [refused(ProblemCode::DirectoryUnreachable)]);
    assert_eq!(proof(&state).step, Step::Failed);
    assert_eq!(after(state, [TRIED]).1, [asking(5)]);
    let (state, _) = after(saved(), [refused(ProblemCode::ProofUnknown)]);
    assert_eq!((&proof(&state).step, &proof(&state).failure), (&Step::Unavailable, &None));
}

#[test]
fn an_old_challenge_is_replaced_and_a_prompt_ends_with_its_own() {
    let late = Event::Ticked(NOW.plus_seconds(281));
    let (state, effects) = after(saved(), [came(4), late, TRIED]);
    assert_eq!(effects, [asking(5)]);
    assert_eq!(proof(&state).step, Step::Asked(Attempt(5)));
    let (state, effects) = after(prompting(), [Event::Ticked(NOW.plus_minutes(5))]);
    assert!(effects.contains(&Effect::AbortCeremony));
    assert_eq!(state.scene(), Scene::Saved);
}

#[test]
fn it_can_be_left_at_any_time_and_the_prompt_ends() {
    let another = Event::Registration(registration::Event::AnotherChosen);
    for leaving in [Event::LinkFollowed(Route::Home), another] {
        let (_, effects) = after(prompting(), [leaving]);
        assert!(effects.contains(&Effect::AbortCeremony));
    }
}

#[test]
fn a_challenge_is_asked_for_no_sooner_than_the_directory_said() {
    let busy = Event::Proof(Own::Begun { attempt: Attempt(4), outcome: Err(throttled(30)) });
    let (state, _) = after(saved(), [busy]);
    for (seconds, asks) in [(0, false), (29, false), (30, true)] {
        let now = Event::Ticked(NOW.plus_seconds(seconds));
        let (_, effects) = after(state.clone(), [now, TRIED]);
        assert_eq!(effects.contains(&asking(5)), asks, "{seconds}");
    }
}
