//! Signing in again: before a change that wants a fresher sign-in, or after a session ended.
//!
//! A plain form that works without script; the person comes back to this place and is asked again.

use journey::{
    Screen, State,
    clock::{may_need_a_new_pass, needs_a_new_pass},
};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{group, node, nothing, words},
    fault, form, frame, help,
    icon::Icon,
    time_needed,
};

/// The title of the page, by its key: another one where nothing lets the person in again.
pub(crate) fn title(state: &State) -> &'static str {
    match &state.screen {
        Screen::SignedIn(signed_in) if needs_a_new_pass(&signed_in.overview, state.now) => NO_WAY,
        Screen::SignedIn(_) | Screen::Welcome(_) | Screen::Failed(_) => "step-up.title",
    }
}

/// The page that asks for a fresh sign-in before something that the person came for.
pub(crate) fn page(view: &View<'_>, purpose: AttrValue) -> Html {
    let title = title(view.state);
    if title == NO_WAY {
        let acts = vec![help::new_pass(view), frame::way_home(view, "action.home")];
        return frame::dead_end(view, NO_WAY, "step-up.no-way.detail", acts);
    }
    let mut no_pass = nothing();
    if let Screen::SignedIn(signed_in) = &view.state.screen
        && may_need_a_new_pass(&signed_in.overview, view.state.now)
    {
        let request = vec![help::new_pass(view)];
        let summary = view.text("welcome.no-pass.summary");
        no_pass = fault::disclosure(summary, false, request);
    }
    group(vec![
        frame::heading(view.text(title)),
        words("p", "lead", purpose),
        node(
            "div",
            "card calm",
            vec![Icon::SHIELD.draw(), words("p", "", view.text("step-up.detail"))],
        ),
        time_needed::here(view),
        frame::acts(vec![
            form::sign_in(view, "button main", "step-up.button"),
            frame::way_home(view, "action.not-now"),
        ]),
        no_pass,
    ])
}

const NO_WAY: &str = "step-up.no-way";
