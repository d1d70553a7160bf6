//! Random events in random order: the state machine never fails and never shows an impossible
//! screen.

use std::fmt::Debug;

use contract::{
    MethodId, ProblemCode,
    pass::PassRetired,
    proof::Proved,
    recovery::{Loss, LostRemoved},
    registration::RegistrationFinished,
    removal::MethodRemoved,
    routes,
};
use proptest::{
    collection::vec, prelude::*, sample::select, strategy::ValueTree, test_runner::TestRunner,
};

use crate::{
    Attempt, Browser, CeremonyFault, Effect, Event, Fault, Route, Scene, Screen, State, Task,
    fixtures::{
        self, NOW, assertion, begun, credential, new_passkey, one_time_pass, passkey, problem,
        signed_in, throttled, welcome,
    },
    next, overview, pass, proof, recovery,
    registration::{self, Registration},
    removal, sign_in, watch,
};

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::Offline),
        Just(Fault::TimedOut),
        Just(Fault::Unreadable),
        Just(throttled(5)),
        select(ProblemCode::ALL).prop_map(problem),
    ]
}

fn route() -> impl Strategy<Value = Route> {
    select(vec![
        Route::Home,
        Route::AddPasskey,
        Route::AddAuthenticator,
        Route::AddAccountInApp,
        Route::OtherDevice,
        Route::Remove(MethodId("1".into())),
        Route::Remove(MethodId("9".into())),
        Route::Recover,
        Route::RetirePass,
        Route::Missing,
    ])
}

fn event() -> impl Strategy<Value = Event> {
    let attempt = (0_u32..12).prop_map(Attempt);
    let time = (0_i64..4000).prop_map(|seconds| NOW.plus_seconds(seconds));
    prop_oneof![
        2 => time.clone().prop_map(Event::Ticked),
        2 => time.prop_map(Event::Resumed),
        2 => route().prop_map(Event::LinkFollowed),
        2 => route().prop_map(Event::HistoryMoved),
        1 => attempt.prop_map(|attempt| Event::Waited { attempt }),
        1 => select(vec![Event::ReloadChosen, Event::CopyChosen("text".into()), Event::ClockDoubted]),
        1 => any::<bool>().prop_map(|makes_passkeys| {
            Event::BrowserProbed(Browser { makes_passkeys, ..Browser::default() })
        }),
        2 => sign_in().prop_map(Event::SignIn),
        1 => overview_read().prop_map(Event::Overview),
        8 => registration().prop_map(Event::Registration),
        6 => proof().prop_map(Event::Proof),
        3 => watch().prop_map(Event::Watch),
        2 => removal().prop_map(Event::Removal),
        4 => recovery().prop_map(Event::Recovery),
        2 => retirement().prop_map(Event::Retirement),
    ]
}

fn sign_in() -> impl Strategy<Value = sign_in::Event> {
    prop_oneof![
        "\\PC{0,10}".prop_map(sign_in::Event::AccountTyped),
        "\\PC{0,10}".prop_map(sign_in::Event::Submitted),
    ]
}

fn overview_read() -> impl Strategy<Value = overview::Event> {
    let read = answer(Box::new(fixtures::overview(vec![passkey("1")])))
        .prop_map(|(attempt, outcome)| overview::Event::Read { attempt, outcome });
    let noted = select(vec![Ok(()), Err(Fault::Offline)])
        .prop_map(|outcome| overview::Event::PasswordNoted { outcome });
    let answered =
        any::<bool>().prop_map(|is_known| overview::Event::PasswordAnswered { is_known });
    prop_oneof![Just(overview::Event::RefreshChosen), read, answered, noted]
}

fn registration() -> impl Strategy<Value = registration::Event> {
    use registration::Event;
    let finished =
        RegistrationFinished { method: passkey("new"), passkey: Some(new_passkey("new")) };
    let attempt = (0_u32..12).prop_map(Attempt);
    let made = proptest::result::maybe_ok(Just(credential()), select(CeremonyFault::ALL));
    prop_oneof![
        4 => Just(Event::Confirmed),
        1 => Just(Event::CeremonyCancelled),
        1 => Just(Event::Retried),
        1 => Just(Event::AnotherChosen),
        2 => Just(Event::NameTyped("My key".into())),
        1 => "\\PC{0,35}".prop_map(Event::NameTyped),
        2 => answer(begun(1)).prop_map(|(attempt, outcome)| Event::Begun { attempt, outcome }),
        2 => (attempt, made)
            .prop_map(|(attempt, outcome)| Event::CredentialCreated { attempt, outcome }),
        2 => answer(Box::new(finished))
            .prop_map(|(attempt, outcome)| Event::Finished { attempt, outcome }),
        1 => (0_u32..12).prop_map(|number| Event::HandedOff { attempt: Attempt(number) }),
    ]
}

fn watch() -> impl Strategy<Value = watch::Event> {
    use watch::Event;
    let arrived = answer(Box::new(fixtures::overview(vec![passkey("new")])));
    prop_oneof![
        Just(Event::Opened),
        Just(Event::FinishedChosen),
        arrived.prop_map(|(attempt, outcome)| Event::Looked { attempt, outcome }),
    ]
}

fn proof() -> impl Strategy<Value = proof::Event> {
    use proof::Event;
    let attempt = (0_u32..12).prop_map(Attempt);
    let signed = proptest::result::maybe_ok(Just(assertion()), select(CeremonyFault::ALL));
    prop_oneof![
        2 => answer(fixtures::challenge())
            .prop_map(|(attempt, outcome)| Event::Begun { attempt, outcome }),
        2 => Just(Event::Tried),
        1 => Just(Event::CeremonyCancelled),
        2 => (attempt, signed).prop_map(|(attempt, outcome)| Event::Signed { attempt, outcome }),
        2 => answer(Proved { method: MethodId("new".into()) })
            .prop_map(|(attempt, outcome)| Event::Finished { attempt, outcome }),
    ]
}

fn removal() -> impl Strategy<Value = removal::Event> {
    let removed = answer(MethodRemoved { method: MethodId("1".into()) })
        .prop_map(|(attempt, outcome)| removal::Event::Removed { attempt, outcome });
    prop_oneof![Just(removal::Event::Confirmed), removed]
}

fn recovery() -> impl Strategy<Value = recovery::Event> {
    use recovery::Event;
    let removed = LostRemoved { removed: vec![MethodId("1".into())], kept: Vec::new() };
    prop_oneof![
        select(vec![Loss::Lost, Loss::Stolen, Loss::Replaced]).prop_map(Event::LossChosen),
        select(vec!["1", "2", "9"]).prop_map(|id| Event::Marked(MethodId(id.into()))),
        Just(Event::Told),
        Just(Event::RemovalConfirmed),
        Just(Event::RetoldChosen),
        Just(Event::EndChosen),
        answer(NOW).prop_map(|(attempt, outcome)| Event::Begun { attempt, outcome }),
        answer(()).prop_map(|(attempt, outcome)| Event::Ended { attempt, outcome }),
        answer(removed).prop_map(|(attempt, outcome)| Event::Removed { attempt, outcome }),
    ]
}

fn retirement() -> impl Strategy<Value = pass::Event> {
    let retired = (answer(()), any::<bool>()).prop_map(|((attempt, outcome), is_sign_out_due)| {
        let outcome = outcome.map(|()| PassRetired { is_sign_out_due });
        pass::Event::Retired { attempt, outcome }
    });
    prop_oneof![Just(pass::Event::Confirmed), retired]
}

/// An answer to any attempt: this value, or any fault.
fn answer<T: Clone + Debug>(value: T) -> impl Strategy<Value = (Attempt, Result<T, Fault>)> {
    ((0_u32..12).prop_map(Attempt), proptest::result::maybe_ok(Just(value), fault()))
}

/// The number of a kind of event; a new kind does not compile until it has one.
const fn kind(event: &Event) -> usize {
    match event {
        Event::Ticked(_) => 0,
        Event::Resumed(_) => 1,
        Event::ClockDoubted => 2,
        Event::Waited { .. } => 3,
        Event::LinkFollowed(_) => 4,
        Event::HistoryMoved(_) => 5,
        Event::ReloadChosen => 6,
        Event::CopyChosen(_) => 44,
        Event::SignIn(sign_in::Event::AccountTyped(_)) => 7,
        Event::SignIn(sign_in::Event::Submitted(_)) => 8,
        Event::Overview(overview::Event::RefreshChosen) => 9,
        Event::Overview(overview::Event::Read { .. }) => 10,
        Event::Registration(registration::Event::NameTyped(_)) => 12,
        Event::Registration(registration::Event::Confirmed) => 13,
        Event::Registration(registration::Event::CeremonyCancelled) => 14,
        Event::Registration(registration::Event::Retried) => 15,
        Event::Registration(registration::Event::AnotherChosen) => 16,
        Event::Registration(registration::Event::Begun { .. }) => 17,
        Event::Registration(registration::Event::CredentialCreated { .. }) => 18,
        Event::Registration(registration::Event::Finished { .. }) => 19,
        Event::Removal(removal::Event::Confirmed) => 20,
        Event::Removal(removal::Event::Removed { .. }) => 21,
        Event::Retirement(pass::Event::Confirmed) => 22,
        Event::Retirement(pass::Event::Retired { .. }) => 23,
        Event::Watch(watch::Event::Opened) => 24,
        Event::Watch(watch::Event::FinishedChosen) => 25,
        Event::Watch(watch::Event::Looked { .. }) => 26,
        Event::Registration(registration::Event::HandedOff { .. }) => 27,
        Event::BrowserProbed(_) => 28,
        Event::Proof(proof::Event::Begun { .. }) => 29,
        Event::Proof(proof::Event::Tried) => 30,
        Event::Proof(proof::Event::CeremonyCancelled) => 31,
        Event::Proof(proof::Event::Signed { .. }) => 32,
        Event::Proof(proof::Event::Finished { .. }) => 33,
        Event::Overview(overview::Event::PasswordAnswered { .. }) => 34,
        Event::Overview(overview::Event::PasswordNoted { .. }) => 35,
        Event::Recovery(recovery::Event::LossChosen(_)) => 36,
        Event::Recovery(recovery::Event::Marked(_)) => 37,
        Event::Recovery(recovery::Event::Told) => 38,
        Event::Recovery(recovery::Event::Begun { .. }) => 39,
        Event::Recovery(recovery::Event::RemovalConfirmed) => 40,
        Event::Recovery(recovery::Event::Removed { .. }) => 41,
        Event::Recovery(recovery::Event::RetoldChosen) => 42,
        Event::Recovery(recovery::Event::EndChosen) => 43,
        Event::Recovery(recovery::Event::Ended { .. }) => 11,
    }
}

/// How many kinds of event [`kind`] knows.
const KINDS: usize = 45;

#[test]
fn every_kind_of_event_is_among_the_random_ones() {
    let mut runner = TestRunner::deterministic();
    let mut seen = [false; KINDS];
    for _ in 0..5_000 {
        let event = event().new_tree(&mut runner).expect("a random event").current();
        seen[kind(&event)] = true;
    }
    assert_eq!(seen, [true; KINDS]);
}

fn start() -> impl Strategy<Value = State> {
    let mut one_time = fixtures::overview(vec![]);
    one_time.pass = Some(one_time_pass());
    let mut idle = fixtures::overview(vec![]);
    idle.session.ends_at = NOW.plus_minutes(2);
    let mut handed_off = fixtures::overview(vec![]);
    handed_off.is_handed_off = true;
    select(vec![
        welcome("/"),
        signed_in("/", fixtures::overview(vec![])),
        signed_in("/add-passkey", fixtures::overview(vec![])),
        signed_in("/add-passkey", one_time),
        signed_in("/add-passkey", idle),
        signed_in("/add-passkey", handed_off),
        signed_in("/remove?method=1", fixtures::overview(vec![passkey("1"), passkey("2")])),
        signed_in("/recover", fixtures::overview(vec![passkey("1"), passkey("2")])),
        signed_in("/retire-pass", fixtures::overview(vec![passkey("1")])),
    ])
}

proptest! {
    #[test]
    fn no_sequence_of_events_leads_to_nonsense(start in start(), events in vec(event(), 0..60)) {
        let mut state = start;
        let mut prompts = 0_i32;
        for event in events {
            let before = state.clone();
            if matches!(
                event,
                Event::Registration(registration::Event::CredentialCreated { attempt, .. })
                | Event::Proof(proof::Event::Signed { attempt, .. })
                    if is_prompting(&before, attempt)
            ) {
                prompts -= 1;
            }
            let (after, effects) = next(before.clone(), event.clone());
            // A signed-in person is signed out only onto a page that says why.
            if matches!(before.screen, Screen::SignedIn(_)) && !matches!(after.screen, Screen::SignedIn(_)) {
                prop_assert!(matches!(after.scene(), Scene::Expired | Scene::PassOver | Scene::PassRetired));
            }
            // A destructive call follows from its confirmation and from nothing else.
            for effect in &effects {
                match effect {
                    Effect::Call { call, .. } if call.path == routes::REMOVE_METHOD => {
                        prop_assert_eq!(&event, &Event::Removal(removal::Event::Confirmed));
                    }
                    Effect::Call { call, .. } if call.path == routes::REMOVE_LOST => {
                        prop_assert_eq!(&event, &Event::Recovery(recovery::Event::RemovalConfirmed));
                    }
                    Effect::Call { call, .. } if call.path == routes::RETIRE => {
                        prop_assert_eq!(&event, &Event::Retirement(pass::Event::Confirmed));
                    }
                    Effect::CreateCredential { .. } => {
                        prop_assert_eq!(
                            &event,
                            &Event::Registration(registration::Event::Confirmed)
                        );
                        prompts += 1;
                    }
                    Effect::GetCredential { .. } => {
                        prop_assert_eq!(&event, &Event::Proof(proof::Event::Tried));
                        prompts += 1;
                    }
                    Effect::AbortCeremony => prompts -= 1,
                    _ => {}
                }
            }
            // A browser prompt is open exactly while the screen says so.
            let is_open = matches!(after.scene(), Scene::InCeremony | Scene::Proving);
            prop_assert_eq!(prompts, i32::from(is_open), "{:?}", event);
            // The focus moves when the scene does, and only then.
            prop_assert_eq!(effects.contains(&Effect::FocusHeading), before.scene() != after.scene());
            prop_assert!(after.now >= before.now);
            state = after;
        }
    }
}

fn is_prompting(state: &State, answered: Attempt) -> bool {
    match &state.screen {
        Screen::SignedIn(signed_in) => match &signed_in.task {
            Task::Registration(registration) => {
                let running = match &**registration {
                    Registration::InCeremony { attempt, .. } => Some(*attempt),
                    Registration::Saved { proof, .. } => match proof.step {
                        proof::Step::InCeremony { attempt, .. } => Some(attempt),
                        _ => None,
                    },
                    _ => None,
                };
                let session = signed_in.overview.session;
                let has_failed = matches!(signed_in.refresh, overview::Refresh::Failed(_));
                let end = if has_failed { session.ends_at } else { session.latest_end };
                running == Some(answered) && state.now < end
            }
            _ => false,
        },
        _ => false,
    }
}
