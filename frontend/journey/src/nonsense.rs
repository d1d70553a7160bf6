//! Random events in random order: the machine never fails, and never shows what cannot be.

use contract::{MethodId, ProblemCode, registration::RegistrationFinished, removal::MethodRemoved};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    Attempt, CeremonyFault, Effect, Event, Fault, Route, Scene, Screen, State, Task,
    fixtures::{
        NOW, begun, credential, one_time_pass, overview, passkey, problem, signed_in, throttled,
        welcome,
    },
    next,
    registration::Registration,
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
        Route::Remove(MethodId("1".into())),
        Route::Remove(MethodId("9".into())),
        Route::RetirePass,
        Route::Missing,
    ])
}

fn event() -> impl Strategy<Value = Event> {
    let attempt = (0_u32..12).prop_map(Attempt);
    let time = (0_i64..4000).prop_map(|seconds| NOW.plus_seconds(seconds));
    prop_oneof![
        time.clone().prop_map(Event::Ticked),
        time.prop_map(Event::Resumed),
        route().prop_map(Event::LinkFollowed),
        route().prop_map(Event::HistoryMoved),
        "\\PC{0,35}".prop_map(Event::NameTyped),
        "\\PC{0,10}".prop_map(Event::AccountTyped),
        select(vec![
            Event::ReloadChosen,
            Event::ClockDoubted,
            Event::SignInSubmitted,
            Event::RefreshChosen,
            Event::RegistrationContinued,
            Event::RegistrationContinued,
            Event::RegistrationConfirmed,
            Event::RegistrationConfirmed,
            Event::RegistrationConfirmed,
            Event::CeremonyCancelled,
            Event::RegistrationRetried,
            Event::AnotherChosen,
            Event::RemovalConfirmed,
            Event::RetirementConfirmed,
            Event::NameTyped("My key".into()),
        ]),
        (attempt.clone(), proptest::result::maybe_ok(Just(()), fault())).prop_flat_map(
            |(attempt, outcome)| {
                let finished = RegistrationFinished { method: passkey("new") };
                let removed = MethodRemoved { method: MethodId("1".into()) };
                select(vec![
                    Event::Waited { attempt },
                    Event::OverviewRead {
                        attempt,
                        outcome: outcome.clone().map(|()| Box::new(overview(vec![passkey("1")]))),
                    },
                    Event::RegistrationBegan {
                        attempt,
                        outcome: outcome.clone().map(|()| begun(1)),
                    },
                    Event::RegistrationFinished {
                        attempt,
                        outcome: outcome.clone().map(|()| Box::new(finished)),
                    },
                    Event::MethodRemoved { attempt, outcome: outcome.clone().map(|()| removed) },
                    Event::PassRetired { attempt, outcome },
                ])
            }
        ),
        (attempt, proptest::result::maybe_ok(Just(credential()), select(CeremonyFault::ALL)))
            .prop_map(|(attempt, outcome)| Event::CredentialCreated { attempt, outcome }),
    ]
}

fn start() -> impl Strategy<Value = State> {
    let mut one_time = overview(vec![]);
    one_time.pass = Some(one_time_pass());
    select(vec![
        welcome("/"),
        signed_in("/", overview(vec![])),
        signed_in("/add-passkey", overview(vec![])),
        signed_in("/add-passkey", one_time),
        signed_in("/remove?method=1", overview(vec![passkey("1"), passkey("2")])),
        signed_in("/retire-pass", overview(vec![passkey("1")])),
    ])
}

proptest! {
    #[test]
    fn no_sequence_of_events_leads_to_nonsense(start in start(), events in vec(event(), 0..60)) {
        let mut state = start;
        let mut prompts = 0_i32;
        for event in events {
            let before = state.clone();
            if matches!(event, Event::CredentialCreated { attempt, .. } if is_prompting(&before, attempt)) {
                prompts -= 1;
            }
            let (after, effects) = next(before.clone(), event.clone());
            // Who was signed in leaves only for a page that says why.
            if matches!(before.screen, Screen::SignedIn(_)) && !matches!(after.screen, Screen::SignedIn(_)) {
                prop_assert!(matches!(after.scene(), Scene::Expired | Scene::PassRetired));
            }
            // What is destructive follows from its confirmation and from nothing else.
            for effect in &effects {
                match effect {
                    Effect::RemoveMethod { .. } => prop_assert_eq!(&event, &Event::RemovalConfirmed),
                    Effect::RetirePass { .. } => prop_assert_eq!(&event, &Event::RetirementConfirmed),
                    Effect::CreateCredential { .. } => {
                        prop_assert_eq!(&event, &Event::RegistrationConfirmed);
                        prompts += 1;
                    }
                    Effect::AbortCeremony => prompts -= 1,
                    _ => {}
                }
            }
            // A browser prompt is open exactly while the screen says so.
            let is_open = after.scene() == Scene::InCeremony;
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
                matches!(
                    &**registration,
                    Registration::InCeremony { attempt, .. } if *attempt == answered
                ) && state.now < signed_in.overview.session.ends_at
            }
            _ => false,
        },
        _ => false,
    }
}
