//! What is done while the later part of the app is not here.

use crate::{
    Effect, Event, Later, Route, Scene, State,
    fixtures::{NOW, overview, passkey, start},
    next,
};
use contract::StartScreen;

fn without_later(address: &str) -> State {
    let screen = StartScreen::SignedIn { overview: overview(vec![passkey("1")]) };
    State::start_with(start(address, screen), None)
}

#[test]
fn a_link_shows_its_address_and_leaves_the_overview_until_the_code_of_the_page_is_here() {
    let (mut state, effects) = next(without_later("/"), Event::LinkFollowed(Route::Recover));
    assert_eq!(effects, [Effect::PushRoute(Route::Recover)]);
    assert_eq!((state.scene(), state.lacks_later()), (Scene::Overview, true));
    // What happens meanwhile happens to the overview.
    state = next(state, Event::Ticked(NOW.plus_seconds(1))).0;
    assert_eq!((state.scene(), state.lacks_later()), (Scene::Overview, true));

    state.later = Some(Later);
    let (state, effects) = next(state, Event::HistoryMoved(Route::Recover));
    assert_eq!((state.scene(), state.lacks_later()), (Scene::RecoveryAsking, false));
    assert_eq!(effects, [Effect::FocusHeading], "as after a link that needed nothing");
}

#[test]
fn whoever_goes_back_before_it_is_here_needs_it_no_more() {
    let state = next(without_later("/"), Event::LinkFollowed(Route::Recover)).0;
    let state = next(state, Event::HistoryMoved(Route::Home)).0;
    assert!(!state.lacks_later());
}

#[test]
fn no_page_but_the_overview_opens_without_it() {
    for address in
        ["/passkeys/new", "/authenticator/new", "/remove?method=1", "/recover", "/retire", "/none"]
    {
        let state = without_later(address);
        assert_eq!((state.scene(), state.lacks_later()), (Scene::Overview, true), "{address}");
    }
    assert!(!without_later("/").lacks_later());
}

#[test]
fn nobody_needs_it_who_is_not_signed_in() {
    let screen = StartScreen::Welcome { account: String::new(), reason: None };
    assert!(!State::start_with(start("/recover", screen), None).lacks_later());
}
