//! Routes, scenes, clocks and faults of the whole state.

use contract::{Start, StartScreen};

use crate::{
    CeremonyFault, Effect, Event, Fault, Route, Scene, Screen,
    advice::{Action, Advice},
    fixtures::{NOW, after, overview, passkey, signed_in, welcome},
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
    for address in ["/", "/add-passkey", "/remove?method=1", "/retire-pass"] {
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
    let state = crate::State::start(Start {
        now: NOW,
        language: "en".into(),
        catalog: String::new(),
        later_words: String::new(),
        address: "/".into(),
        company: String::new(),
        screen: StartScreen::Failed {
            problem: contract::Problem {
                code: contract::ProblemCode::Broken,
                trace: contract::TraceId::default(),
                retry_after: None,
                directory_code: None,
            },
        },
    });
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
