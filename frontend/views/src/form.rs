//! Forms that the browser posts by itself, so that they work without script.

use contract::routes;
use journey::{Route, Screen};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{fixed, named, text, with},
};

/// The form that signs in again and comes back to this page, with a button of this class and these words.
pub(crate) fn sign_in(view: &View<'_>, class: &'static str, label: &str) -> Html {
    let (account, route) = match &view.state.screen {
        Screen::SignedIn(signed_in) => {
            (signed_in.overview.person.account.as_str(), &view.state.route)
        }
        Screen::Welcome(welcome) => (welcome.account.as_str(), &welcome.return_to),
        Screen::Failed(_) => ("", &view.state.route),
    };
    sign_in_of(view, account, route, submit(class, view.text(label)))
}

/// The same, coming back to another page.
pub(crate) fn sign_in_to(view: &View<'_>, route: &Route, label: &str) -> Html {
    let account = match &view.state.screen {
        Screen::SignedIn(signed_in) => signed_in.overview.person.account.as_str(),
        Screen::Welcome(welcome) => welcome.account.as_str(),
        Screen::Failed(_) => "",
    };
    sign_in_of(view, account, route, submit("button main", view.text(label)))
}

fn sign_in_of(view: &View<'_>, account: &str, route: &Route, button: Html) -> Html {
    post(
        "",
        routes::SIGN_IN,
        vec![
            hidden(routes::ACCOUNT_FIELD, AttrValue::from(account.to_owned())),
            return_to(view, route),
            button,
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
