//! Every kind of event in every kind of state: none fails, and what does not belong changes nothing.
//!
//! The states are found from a few first pages by what can happen in them. `pairs.txt` says which events
//! each kind of state acts on; a kind that is new does not compile, or fails, until it is listed.

mod kinds;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use contract::{
    Factor, MethodId, MethodState, Overview, PassUsability, ProblemCode, StartScreen,
    pass::PassRetired,
    proof::Proved,
    recovery::{Loss, LostRemoved, Recovery as Told},
    registration::RegistrationFinished,
    removal::MethodRemoved,
    start::WelcomeReason,
};

use self::kinds::{kind, name};
use crate::{
    Attempt, Browser, CeremonyFault, Event, Fault, Route, Screen, State,
    fixtures::{
        NOW, after, assertion, begun, challenge, credential, method, new_passkey, one_time_pass,
        overview, passkey, problem, signed_in, start, throttled, welcome,
    },
    next, overview as flow, pass, proof, recovery, registration, removal, sign_in, watch,
};

const TABLE: &str = include_str!("pairs.txt");
/// How many kinds of event there are.
const EVENTS: usize = 45;
/// What every page acts on.
const ALWAYS: [&str; 5] = ["browser-probed", "copy-chosen", "reload-chosen", "resumed", "ticked"];
/// What every page of someone who is signed in acts on too; a passkey that comes too late is told of.
const SIGNED_IN: [&str; 5] =
    ["credential-created", "history-moved", "link-followed", "password-answered", "password-noted"];
/// Enough of each kind to see all that it can do.
const OF_EACH_KIND: usize = 14;

/// This value, and each fault that some flow tells apart.
fn outcomes<T: Clone>(value: &T) -> Vec<Result<T, Fault>> {
    let codes = [
        ProblemCode::SignInRequired,
        ProblemCode::StepUpRequired,
        ProblemCode::RegistrationRefused,
        ProblemCode::RegistrationUnavailable,
        ProblemCode::ProofUnknown,
        ProblemCode::LooksUsedUp,
    ];
    let faults = codes.into_iter().map(problem).chain([Fault::Offline, throttled(5)]);
    std::iter::once(Ok(value.clone())).chain(faults.map(Err)).collect()
}

/// Each kind of event, in each form that matters to this state.
fn events(state: &State) -> Vec<Event> {
    let mut events = vec![
        Event::BrowserProbed(Browser { makes_passkeys: false, ..Browser::default() }),
        Event::BrowserProbed(Browser { is_on_phone: true, ..Browser::default() }),
        Event::ClockDoubted,
        Event::ReloadChosen,
        Event::CopyChosen("text".into()),
        Event::SignIn(sign_in::Event::AccountTyped("ada@contoso.example".into())),
        Event::SignIn(sign_in::Event::Submitted("ada@contoso.example".into())),
        Event::SignIn(sign_in::Event::Submitted(String::new())),
        Event::Overview(flow::Event::RefreshChosen),
        Event::Overview(flow::Event::PasswordAnswered { is_known: true }),
        Event::Registration(registration::Event::NameTyped("My key".into())),
        Event::Registration(registration::Event::Confirmed),
        Event::Registration(registration::Event::CeremonyCancelled),
        Event::Registration(registration::Event::Retried),
        Event::Registration(registration::Event::AnotherChosen),
        Event::Proof(proof::Event::Tried),
        Event::Proof(proof::Event::CeremonyCancelled),
        Event::Watch(watch::Event::Opened),
        Event::Watch(watch::Event::FinishedChosen),
        Event::Removal(removal::Event::Confirmed),
        Event::Recovery(recovery::Event::LossChosen(Loss::Stolen)),
        Event::Recovery(recovery::Event::Marked(MethodId("1".into()))),
        Event::Recovery(recovery::Event::Told),
        Event::Recovery(recovery::Event::RemovalConfirmed),
        Event::Recovery(recovery::Event::RetoldChosen),
        Event::Recovery(recovery::Event::EndChosen),
        Event::Retirement(pass::Event::Confirmed),
    ];
    for minutes in [1, 6, 60] {
        let later = state.now.plus_minutes(minutes);
        events.extend([Event::Ticked(later), Event::Resumed(later)]);
    }
    for route in ["/", "/add-passkey", "/add-authenticator", "/add-authenticator/account"] {
        events.push(Event::LinkFollowed(Route::parse(route)));
    }
    for route in ["/remove?method=1", "/remove?method=9", "/recover", "/retire-pass", "/nothing"] {
        events.push(Event::HistoryMoved(Route::parse(route)));
    }
    events.extend(
        outcomes(&())
            .into_iter()
            .map(|outcome| Event::Overview(flow::Event::PasswordNoted { outcome })),
    );
    // What answers the last attempt, the one before, and none.
    let last = state.attempts.0;
    for attempt in [last, last.saturating_sub(1), 9_999].map(Attempt) {
        events.extend(answers(attempt));
    }
    events
}

/// Each kind of answer to this attempt.
fn answers(attempt: Attempt) -> Vec<Event> {
    use registration::Event as Registering;
    let passkey_came = Box::new(overview(vec![passkey("new")]));
    let app_came = contract::MethodKind::MicrosoftAuthenticator;
    let app_came = Box::new(overview(vec![method("app", app_came)]));
    let finished =
        |passkey| Box::new(RegistrationFinished { method: self::passkey("new"), passkey });
    let removed = LostRemoved { removed: vec![MethodId("1".into())], kept: Vec::new() };
    let mut events = vec![
        Event::Waited { attempt },
        Event::Registration(Registering::HandedOff { attempt }),
        Event::Registration(Registering::CredentialCreated { attempt, outcome: Ok(credential()) }),
        Event::Proof(proof::Event::Signed { attempt, outcome: Ok(assertion()) }),
        Event::Registration(Registering::Finished { attempt, outcome: Ok(finished(None)) }),
        Event::Watch(watch::Event::Looked { attempt, outcome: Ok(app_came) }),
    ];
    for fault in [CeremonyFault::Declined, CeremonyFault::RelyingPartyMismatch] {
        let outcome = Err(fault);
        events.extend([
            Event::Registration(Registering::CredentialCreated { attempt, outcome }),
            Event::Proof(proof::Event::Signed { attempt, outcome: Err(fault) }),
        ]);
    }
    fn each<T: Clone>(value: T, event: impl Fn(Result<T, Fault>) -> Event) -> Vec<Event> {
        outcomes(&value).into_iter().map(event).collect()
    }
    events.extend(each(passkey_came.clone(), |outcome| {
        Event::Overview(flow::Event::Read { attempt, outcome })
    }));
    events.extend(each(passkey_came, |outcome| {
        Event::Watch(watch::Event::Looked { attempt, outcome })
    }));
    events.extend(each(begun(1), |outcome| {
        Event::Registration(Registering::Begun { attempt, outcome })
    }));
    events.extend(each(finished(Some(new_passkey("new"))), |outcome| {
        Event::Registration(Registering::Finished { attempt, outcome })
    }));
    events.extend(each(challenge(), |outcome| {
        Event::Proof(proof::Event::Begun { attempt, outcome })
    }));
    events.extend(each(Proved { method: MethodId("new".into()) }, |outcome| {
        Event::Proof(proof::Event::Finished { attempt, outcome })
    }));
    events.extend(each(MethodRemoved { method: MethodId("1".into()) }, |outcome| {
        Event::Removal(removal::Event::Removed { attempt, outcome })
    }));
    events
        .extend(each(NOW, |outcome| Event::Recovery(recovery::Event::Begun { attempt, outcome })));
    events.extend(each((), |outcome| Event::Recovery(recovery::Event::Ended { attempt, outcome })));
    events.extend(each(removed, |outcome| {
        Event::Recovery(recovery::Event::Removed { attempt, outcome })
    }));
    for is_sign_out_due in [false, true] {
        events.extend(each(PassRetired { is_sign_out_due }, |outcome| {
            Event::Retirement(pass::Event::Retired { attempt, outcome })
        }));
    }
    events
}

/// The first pages of people in different straits.
fn starts() -> Vec<State> {
    let first = |screen| State::start(start("/", screen));
    let came_for =
        |reason| first(StartScreen::Welcome { account: String::new(), reason: Some(reason) });
    let broken = || {
        let Fault::Problem(problem) = problem(ProblemCode::Broken) else { unreachable!() };
        problem
    };
    let two = || overview(vec![passkey("1"), passkey("2")]);
    let changed = |change: fn(&mut Overview)| {
        let mut overview = two();
        change(&mut overview);
        overview
    };
    let told = |change: fn(&mut Overview)| {
        let mut overview = changed(change);
        overview.methods[0].state = MethodState::Lost;
        overview.recovery = Some(Box::new(Told {
            loss: Loss::Stolen,
            began_at: NOW,
            retold_at: None,
            removed: Vec::new(),
            signed_out_at: None,
            pass_ended_at: None,
        }));
        overview
    };
    let stale = |overview: &mut Overview| {
        overview.session.fresh_until = NOW;
        overview.session.register_until = NOW;
    };
    let named = |overview| {
        let options = registration::Event::Begun { attempt: Attempt(1), outcome: Ok(begun(1)) };
        let typed = registration::Event::NameTyped("A key".into());
        let events = [Event::Ticked(NOW), Event::Registration(typed), Event::Registration(options)];
        after(signed_in("/add-passkey", overview), events).0
    };
    let mut passing = told(|_| {});
    passing.methods[0].state = MethodState::Listed;
    vec![
        named(overview(Vec::new())),
        named(told(|_| {})),
        signed_in("/recover", passing),
        welcome("/"),
        came_for(WelcomeReason::SignedOut),
        came_for(WelcomeReason::PassRetired),
        came_for(WelcomeReason::Expired),
        came_for(WelcomeReason::Problem { problem: broken() }),
        first(StartScreen::Failed { problem: broken() }),
        signed_in("/", overview(Vec::new())),
        signed_in("/", two()),
        signed_in("/add-passkey", overview(Vec::new())),
        signed_in("/add-passkey", changed(stale)),
        signed_in("/add-passkey", changed(|overview| overview.is_handed_off = true)),
        signed_in("/add-passkey", told(|_| {})),
        signed_in("/add-authenticator/account", changed(|overview| overview.pass = None)),
        signed_in("/add-authenticator", changed(|overview| overview.pass = Some(one_time_pass()))),
        signed_in("/remove?method=1", two()),
        signed_in("/remove?method=1", overview(vec![passkey("1")])),
        signed_in("/remove?method=1", changed(stale)),
        signed_in("/recover", two()),
        signed_in("/recover", told(|_| {})),
        signed_in("/recover", told(|overview| overview.methods[1].factor = Factor::Neither)),
        signed_in("/recover", told(stale)),
        signed_in("/retire-pass", two()),
        signed_in("/retire-pass", changed(stale)),
        signed_in("/retire-pass", changed(|overview| overview.pass = None)),
        signed_in(
            "/retire-pass",
            changed(|overview| {
                let pass = overview.pass.as_mut().expect("a pass");
                pass.can_be_ended = false;
                pass.usability = PassUsability::Usable;
            }),
        ),
        signed_in("/nothing", two()),
    ]
}

/// States of every kind that can come about, a few of each.
fn reached() -> BTreeMap<&'static str, Vec<State>> {
    let mut reached: BTreeMap<&'static str, Vec<State>> = BTreeMap::new();
    let mut waiting: VecDeque<State> = starts().into();
    while let Some(state) = waiting.pop_front() {
        let known = reached.entry(kind(&state)).or_default();
        let differs = |other: &State| other.screen != state.screen || other.route != state.route;
        if known.len() == OF_EACH_KIND || !known.iter().all(differs) {
            continue;
        }
        known.push(state.clone());
        waiting.extend(events(&state).into_iter().map(|event| next(state.clone(), event).0));
    }
    reached
}

#[test]
fn every_event_is_tried_in_every_state_and_what_does_not_belong_changes_nothing() {
    let mut found = String::new();
    for (kind, states) in reached() {
        let mut acts: BTreeSet<&str> = BTreeSet::new();
        let mut tried: BTreeSet<&str> = BTreeSet::new();
        let is_signed_in = matches!(states[0].screen, Screen::SignedIn(_));
        for (state, event) in
            states.iter().flat_map(|it| events(it).into_iter().map(move |event| (it, event)))
        {
            let name = name(&event);
            tried.insert(name);
            let (after, effects) = next(state.clone(), event);
            if after != *state || !effects.is_empty() {
                acts.insert(name);
            }
        }
        assert_eq!(tried.len(), EVENTS, "each kind of event is tried in {kind}");
        let expected = ALWAYS.iter().chain(SIGNED_IN.iter().filter(|_| is_signed_in));
        for name in expected {
            assert!(acts.remove(name), "{name} in {kind}");
        }
        let acts: Vec<&str> = acts.into_iter().collect();
        let line = format!("{kind}: {}", acts.join(" "));
        found += &format!("{}\n", line.trim_end());
    }
    let listed: String = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(found, listed, "\n{found}");
}
