//! The two ways to sign in that can be added here: the recommended one first, and why it is.

use contract::Overview;
use journey::{
    Route, Screen,
    recommendation::{Reason, Way, can_add_authenticator, can_sign_in_elsewhere},
};
use yew::Html;

use crate::{
    View,
    element::{link, nothing, words},
};

/// Why the first way is the first.
pub(crate) fn reason(view: &View<'_>) -> Html {
    words("p", "", view.text(recommendation(view).words()))
}

/// The way that is recommended.
pub(crate) fn first(view: &View<'_>) -> Way {
    recommendation(view).way()
}

/// The ways, each with its class: the recommended one first.
pub(crate) fn ways(view: &View<'_>, classes: [&'static str; 2]) -> Vec<Html> {
    let mut ways = [
        (Route::AddPasskey, "action.add-passkey"),
        (Route::AddAuthenticator, "action.add-authenticator"),
    ];
    if first(view) == Way::Authenticator {
        ways.reverse();
    }
    let ways = classes.into_iter().zip(ways);
    ways.map(|(class, (route, key))| link(class, view.address(&route), view.text(key))).collect()
}

/// Authenticator, on a page that adds a passkey, for someone to whom it is another choice.
pub(crate) fn instead(view: &View<'_>, overview: &Overview) -> Html {
    if !can_add_authenticator(overview, view.state.now) {
        return nothing();
    }
    let address = view.address(&Route::AddAuthenticator);
    link("button quiet", address, view.text("action.add-authenticator"))
}

/// The way to another device, for someone who could sign in there. A phone cannot read its own screen.
pub(crate) fn elsewhere(view: &View<'_>, overview: &Overview) -> Html {
    if view.state.browser.is_on_phone || !can_sign_in_elsewhere(overview, view.state.now) {
        return nothing();
    }
    let address = view.address(&Route::OtherDevice);
    link("button quiet", address, view.text("action.other-device"))
}

fn recommendation(view: &View<'_>) -> Reason {
    match &view.state.screen {
        Screen::SignedIn(signed_in) => signed_in.recommendation(&view.state.browser),
        Screen::Welcome(_) | Screen::Failed(_) => Reason::BestThereIs,
    }
}
