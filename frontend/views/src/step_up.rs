//! Signing in again: before a change that wants a fresher sign-in, or after a session ended.
//!
//! A plain form that works without script; the person comes back to this place and is asked again.

use contract::routes;
use journey::{Route, Screen, clock::needs_a_new_pass};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{fixed, group, named, node, text, with, words},
    frame,
    icon::Icon,
};

/// The page that asks for a fresh sign-in before something that the person came for.
pub(crate) fn page(view: &View<'_>, purpose: AttrValue, time: Html) -> Html {
    if let Screen::SignedIn(signed_in) = &view.state.screen
        && needs_a_new_pass(&signed_in.overview, view.state.now)
    {
        let home = vec![frame::way_home(view, "action.home")];
        return frame::dead_end(view, "step-up.no-way", "step-up.no-way.detail", home);
    }
    group(vec![
        frame::heading(view.text("step-up.title")),
        words("p", "lead", purpose),
        node(
            "div",
            "card calm",
            vec![Icon::SHIELD.draw(), words("p", "", view.text("step-up.detail"))],
        ),
        time,
        frame::acts(vec![form(view, "step-up.button"), frame::way_home(view, "action.not-now")]),
    ])
}

/// The form alone, with a button of these words.
pub(crate) fn form(view: &View<'_>, label: &str) -> Html {
    let (account, route) = match &view.state.screen {
        Screen::SignedIn(signed_in) => {
            (signed_in.overview.person.account.as_str(), &view.state.route)
        }
        Screen::Welcome(welcome) => (welcome.account.as_str(), &welcome.return_to),
        Screen::Failed(_) => ("", &view.state.route),
    };
    form_of(view, account, route, label)
}

/// The same, coming back to another page.
pub(crate) fn form_to(view: &View<'_>, route: &Route, label: &str) -> Html {
    let account = match &view.state.screen {
        Screen::SignedIn(signed_in) => signed_in.overview.person.account.as_str(),
        Screen::Welcome(welcome) => welcome.account.as_str(),
        Screen::Failed(_) => "",
    };
    form_of(view, account, route, label)
}

fn form_of(view: &View<'_>, account: &str, route: &Route, label: &str) -> Html {
    post(
        "",
        routes::SIGN_IN,
        vec![
            hidden(routes::ACCOUNT_FIELD, AttrValue::from(account.to_owned())),
            return_to(view, route),
            submit("button main", view.text(label)),
        ],
    )
}

/// The hidden field that says where the sign-in comes back to.
pub(crate) fn return_to(view: &View<'_>, route: &Route) -> Html {
    hidden(routes::RETURN_TO_FIELD, view.address(route))
}

/// A form that the browser posts by itself.
pub(crate) fn post(class: &'static str, action: &'static str, content: Vec<Html>) -> Html {
    with(
        "form",
        &["class", "method", "action"],
        vec![named(class), fixed("post"), fixed(action)],
        content,
    )
}

/// The button that submits its form.
pub(crate) fn submit(class: &'static str, label: AttrValue) -> Html {
    with("button", &["class"], vec![fixed(class)], vec![text(label)])
}

/// A field that nobody sees.
pub(crate) fn hidden(name: &'static str, value: AttrValue) -> Html {
    with(
        "input",
        &["type", "name", "value"],
        vec![fixed("hidden"), fixed(name), Some(value)],
        Vec::new(),
    )
}
