//! Routes, scenes, clocks and faults of the whole state.

use contract::{ProblemCode, Start, StartScreen, Timestamp, routes};

use crate::{
    Attempt, CeremonyFault, Effect, Event, Fault, Route, Scene, Screen, State,
    advice::{Action, Advice},
    fixtures::{NOW, after, begun, overview, passkey, problem, signed_in, start, welcome},
    overview, registration,
};

#[test]
fn each_route_opens_its_screen() {
    for (address, scene) in [
        ("/", Scene::Overview),
        ("/add-passkey", Scene::Naming),
        ("/remove?method=1", Scene::RemovalConfirming),
        ("/remove?method=9", Scene::RemovalMissing),
        ("/retire-pass", Scene::RetirementConfirming),
        ("/else", Scene::Missing),
    ] {
        let state = signed_in(address, overview(vec![passkey("1"), passkey("2")]));
        assert_eq!(state.scene(), scene, "{address}");
        let home = signed_in("/", overview(vec![passkey("1"), passkey("2")]));
        let (moved, effects) = after(home, [Event::LinkFollowed(Route::parse(address))]);
        assert_eq!(moved.scene(), scene, "{address}");
        assert_eq!(effects[0], Effect::PushRoute(Route::parse(address)));
    }
}

#[test]
fn the_session_ends_by_the_clock_on_every_screen_and_returns_there() {
    let addresses = [
        "/",
        "/add-passkey",
        "/add-authenticator",
        "/add-authenticator/account",
        "/other-device",
        "/recover",
        "/remove?method=1",
        "/retire-pass",
    ];
    for address in addresses {
        let state = signed_in(address, overview(vec![passkey("1"), passkey("2")]));
        let ends_at = NOW.plus_minutes(50);
        let (state, _) = after(state, [Event::Ticked(ends_at.plus_seconds(-1))]);
        assert_ne!(state.scene(), Scene::Expired, "{address}");
        let (state, effects) = after(state, [Event::Ticked(ends_at)]);
        assert_eq!(state.scene(), Scene::Expired, "{address}");
        assert_eq!(effects, [Effect::FocusHeading]);
        let Screen::Welcome(welcome) = &state.screen else { panic!("the first page") };
        assert_eq!(welcome.return_to, Route::parse(address));
    }
}

/// Signed in until the idle end in half an hour, or the absolute one in eight.
fn lasting(address: &str) -> State {
    let mut overview = overview(vec![passkey("1"), passkey("2")]);
    overview.session.ends_at = NOW.plus_minutes(30);
    overview.session.latest_end = NOW.plus_minutes(480);
    signed_in(address, overview)
}

fn session_ends_at(state: &State) -> Timestamp {
    match &state.screen {
        Screen::SignedIn(signed_in) => signed_in.overview.session.ends_at,
        other => panic!("not signed in: {other:?}"),
    }
}

fn glanced(attempt: u32, outcome: Result<Timestamp, Fault>) -> Event {
    let fresh = |ends_at| {
        let mut fresh = overview(vec![passkey("1"), passkey("2")]);
        fresh.now = NOW.plus_minutes(30);
        fresh.session.ends_at = ends_at;
        fresh.session.latest_end = NOW.plus_minutes(480);
        Box::new(fresh)
    };
    let outcome = outcome.map(fresh);
    Event::Overview(overview::Event::Read { attempt: Attempt(attempt), outcome })
}

fn paths(effects: &[Effect]) -> Vec<&str> {
    let path = |effect: &Effect| match effect {
        Effect::Call { call, .. } => Some(call.path),
        _ => None,
    };
    effects.iter().filter_map(path).collect()
}

#[test]
fn at_the_idle_end_the_edge_is_asked_once_whether_another_tab_has_put_it_off() {
    for address in ["/", "/remove?method=1", "/add-authenticator", "/else"] {
        let end = Event::Ticked(NOW.plus_minutes(30));
        let (asking, effects) = after(lasting(address), [end.clone()]);
        assert_eq!(paths(&effects), [routes::GLANCE], "{address}");
        assert_ne!(asking.scene(), Scene::Expired, "{address}");
        assert_eq!(session_ends_at(&asking), NOW.plus_minutes(30), "asking puts nothing off");
        assert_eq!(after(asking.clone(), [end.clone()]).1, [], "{address}");

        let ended = glanced(1, Err(problem(ProblemCode::SignInRequired)));
        assert_eq!(after(asking.clone(), [ended]).0.scene(), Scene::Expired, "{address}");
        let put_off = glanced(1, Ok(NOW.plus_minutes(45)));
        let (state, _) = after(asking.clone(), [put_off, end.clone()]);
        assert_eq!(state.scene(), lasting(address).scene(), "{address}");
        assert_eq!(session_ends_at(&state), NOW.plus_minutes(45));
        // Nobody answers: then nothing of the person stays on the screen.
        let (state, _) = after(asking, [glanced(1, Err(Fault::Offline)), end]);
        assert_eq!(state.scene(), Scene::Expired, "{address}");
    }
}

#[test]
fn a_prompt_that_is_open_when_the_session_turns_out_to_have_ended_is_closed() {
    let registration = Event::Registration;
    let events = [
        Event::Ticked(NOW),
        registration(registration::Event::NameTyped("a".into())),
        registration(registration::Event::Begun { attempt: Attempt(1), outcome: Ok(begun(1)) }),
        registration(registration::Event::Confirmed),
        Event::Overview(overview::Event::RefreshChosen),
        glanced(3, Err(problem(ProblemCode::SignInRequired))),
    ];
    let (state, effects) = after(lasting("/add-passkey"), events);
    assert_eq!(state.scene(), Scene::Expired);
    assert!(effects.contains(&Effect::AbortCeremony), "{effects:?}");
}

#[test]
fn whatever_is_asked_of_the_edge_puts_the_idle_end_off_and_nothing_moves_the_other() {
    let stay = Event::Overview(overview::Event::RefreshChosen);
    let at = |minutes| Event::Ticked(NOW.plus_minutes(minutes));
    let (state, _) = after(lasting("/"), [at(20)]);
    assert_eq!(session_ends_at(&state), NOW.plus_minutes(30));
    let (state, effects) = after(state, [stay.clone()]);
    assert_eq!(paths(&effects), [routes::OVERVIEW]);
    // The edge notes requests to the minute, and the page never promises more.
    assert_eq!(session_ends_at(&state), NOW.plus_minutes(20 + 30 - 1));
    let (state, _) = after(lasting("/add-passkey"), [at(5)]);
    assert_eq!(session_ends_at(&state), NOW.plus_minutes(34), "the options were asked for");
    let mut nearly = overview(vec![]);
    nearly.session.ends_at = NOW.plus_minutes(3);
    nearly.session.latest_end = NOW.plus_minutes(5);
    let (state, _) = after(signed_in("/", nearly), [stay]);
    assert_eq!(session_ends_at(&state), NOW.plus_minutes(5));
    let (state, effects) = after(state, [Event::Ticked(NOW.plus_minutes(5))]);
    assert!(paths(&effects).is_empty(), "there is nothing to ask");
    assert_eq!(state.scene(), Scene::Expired);
}

#[test]
fn the_clock_never_goes_back() {
    let (state, _) = after(welcome("/"), [Event::Ticked(NOW.plus_seconds(9)), Event::Ticked(NOW)]);
    assert_eq!(state.now, NOW.plus_seconds(9));
}

#[test]
fn seconds_are_reported_only_while_they_are_shown() {
    let state = signed_in("/", overview(vec![]));
    assert_eq!(state.tick_every(), 10_000);
    let (state, _) = after(state, [Event::Ticked(NOW.plus_minutes(40))]);
    assert_eq!(state.tick_every(), 1_000);
    assert_eq!(welcome("/").tick_every(), 10_000);
}

#[test]
fn a_pinned_language_stays_in_the_links() {
    let state = signed_in("/?lang=en-XA", overview(vec![]));
    assert_eq!(state.address(&Route::AddPasskey), "/add-passkey?lang=en-XA");
}

#[test]
fn a_failed_page_can_be_loaded_anew() {
    let Fault::Problem(problem) = problem(ProblemCode::Broken) else { panic!("a problem") };
    let state = State::start(start("/", StartScreen::Failed { problem }));
    let (_, effects) = after(state, [Event::ReloadChosen]);
    assert_eq!(effects, [Effect::Reload]);
}

#[test]
fn a_fault_that_can_be_retried_says_so_and_one_that_cannot_leads_elsewhere() {
    for &fault in CeremonyFault::ALL {
        let action = Advice::of(&Fault::Ceremony(fault)).action;
        // What is refused at once is refused again, but a person may have been as fast as that.
        let can_be = action == Action::TryAgain || fault == CeremonyFault::RefusedAtOnce;
        assert_eq!(can_be, fault.can_be_retried(), "{fault:?}");
    }
}

#[test]
fn what_the_edge_was_told_of_the_device_holds_before_the_browser_is_asked() {
    for keeps_passkeys in [None, Some(true), Some(false)] {
        let screen = StartScreen::SignedIn { overview: overview(vec![]) };
        let state = State::start(Start { keeps_passkeys, ..start("/", screen) });
        assert_eq!(state.browser.keeps_passkeys, keeps_passkeys);
    }
}
