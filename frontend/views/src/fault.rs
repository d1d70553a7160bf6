//! A failure as a person meets it: what happened, what to do, and the reference for a help desk.
//!
//! No raw error: the reference and the directory's code stand in what is for the help desk.

use journey::{Action, Advice, Event, Failure, Fault, Route, Screen};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{button, fixed, group, link, node, nothing, with, words},
    form, help,
    icon::Icon,
    methods,
};

/// What trying again means on a page.
pub(crate) type Retry = fn() -> Event;

/// The failure, with a button that does `retry` where trying again can help.
pub(crate) fn failure(view: &View<'_>, failure: &Failure, retry: Option<Retry>) -> Html {
    let advice = Advice::of(&failure.fault);
    let (class, icon) = tone(&failure.fault);
    notice(
        class,
        Some("alert"),
        icon,
        vec![
            words("h2", "", view.text(&advice.headline)),
            words("p", "", view.text(&advice.detail)),
            passkey_left(view, failure),
            action(view, &advice, failure, retry),
            help(view, failure, advice.action),
        ],
    )
}

/// The class and the icon of what is told of a fault: red only where something has failed.
pub(crate) fn tone(fault: &Fault) -> (&'static str, Icon) {
    if fault.is_calm() { ("notice", Icon::INFORMATION) } else { ("notice bad", Icon::ALERT) }
}

/// A framed message with its icon.
pub(crate) fn notice(
    class: &'static str,
    role: Option<&'static str>,
    icon: Icon,
    content: Vec<Html>,
) -> Html {
    with(
        "div",
        &["class", "role"],
        vec![fixed(class), role.and_then(fixed)],
        vec![icon.draw(), node("div", "", content)],
    )
}

fn action(view: &View<'_>, advice: &Advice, failure: &Failure, retry: Option<Retry>) -> Html {
    match (advice.action, retry) {
        (Action::TryAgain, Some(event)) => try_again(view, failure, event),
        (Action::Reload, _) => {
            button("button", view.text("action.reload"), false, view.click(|| Event::ReloadChosen))
        }
        // The other pages have a form for it already.
        (Action::SignInAgain, _) if matches!(view.state.screen, Screen::SignedIn(_)) => {
            form::sign_in(view, "button", "action.sign-in-again")
        }
        (Action::OpenElsewhere, _) => address(view),
        (Action::AddPasskey, _) => {
            link("button", view.address(&Route::AddPasskey), view.text("action.add-passkey"))
        }
        (Action::GoHome, _) => link("button", view.address(&Route::Home), view.text("action.home")),
        (Action::TryAgain | Action::SignInAgain | Action::ChangeInput | Action::AskHelpDesk, _) => {
            nothing()
        }
    }
}

/// What to do about a passkey that was made in vain.
fn passkey_left(view: &View<'_>, failure: &Failure) -> Html {
    if failure.leaves_a_passkey { left(view) } else { nothing() }
}

/// Where the passkey lies, by the account that it is listed under.
pub(crate) fn left(view: &View<'_>) -> Html {
    let Screen::SignedIn(signed_in) = &view.state.screen else {
        return nothing();
    };
    left_of(view, &signed_in.overview.person.account)
}

/// The same, of this account.
pub(crate) fn left_of(view: &View<'_>, account: &str) -> Html {
    words("p", "", view.fill("fault.passkey-left", &[("account", &methods::isolated(account))]))
}

/// The address of this page, to be copied into another browser.
pub(crate) fn address(view: &View<'_>) -> Html {
    let address = [&view.state.browser.origin, view.address(&view.state.route).as_str()].concat();
    let address = AttrValue::from(address);
    group(vec![
        node("p", "", vec![words("code", "", address.clone())]),
        help::copy(view, "action.copy-address", address),
    ])
}

/// While it counts down the button stays focusable, so that nobody loses their place.
fn try_again(view: &View<'_>, failure: &Failure, event: Retry) -> Html {
    let (label, must_wait) = label(view, Some(failure), "action.try-again");
    button("button", label, must_wait, view.click(event))
}

/// The label of a button that also tries again after `failure`, and whether it has to wait for that.
pub(crate) fn label(view: &View<'_>, failure: Option<&Failure>, key: &str) -> (AttrValue, bool) {
    let seconds = failure.map_or(0, |failure| failure.seconds_to_wait(view.state.now));
    if seconds > 0 {
        (view.count("action.try-again-in", seconds), true)
    } else {
        (view.text(key), false)
    }
}

/// Whom to ask, unfolded where nothing else can be done.
fn help(view: &View<'_>, failure: &Failure, action: Action) -> Html {
    let is_open = action == Action::AskHelpDesk;
    disclosure(view.text("help.summary"), is_open, help::about(view, failure))
}

/// Something that is there for those who want it, unfolded for those who surely do.
pub(crate) fn disclosure(summary: AttrValue, is_open: bool, detail: Vec<Html>) -> Html {
    let open = if is_open { fixed("") } else { None };
    with(
        "details",
        &["open"],
        vec![open],
        vec![words("summary", "", summary), node("div", "", detail)],
    )
}
