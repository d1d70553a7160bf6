//! The help desk: how it is reached, and what to tell it, ready to be copied.
//!
//! What is copied holds no secret: the account, what happened, the reference, when, the browser.

use contract::{Timestamp, routes};
use journey::{Advice, CeremonyFault, Event, Failure, Fault, Screen};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{button, fixed, group, node, space, text, with, words},
};

/// What a person can do about a failure with the help desk.
pub(crate) fn about(view: &View<'_>, failure: &Failure) -> Vec<Html> {
    let (reference, code) = match &failure.fault {
        Fault::Problem(problem) => {
            (problem.trace.reference(), problem.directory_code.clone().unwrap_or_default())
        }
        Fault::Offline | Fault::TimedOut | Fault::Unreadable | Fault::Ceremony(_) => {
            (String::new(), String::new())
        }
    };
    let mut told = Vec::new();
    for (key, value) in [("help.reference", &reference), ("help.code", &code)] {
        if !value.is_empty() {
            let value = words("code", "", AttrValue::from(value.clone()));
            told.push(node("p", "", vec![text(view.text(key)), space(), value]));
        }
    }
    let headline = Advice::of(&failure.fault).headline;
    let what = view.text(&headline);
    // What no edge was asked about has the name of its words for a code.
    let own = headline.trim_end_matches(".headline");
    let said = match &failure.fault {
        Fault::Ceremony(CeremonyFault::Unexplained(name)) => name.as_str(),
        Fault::Problem(_)
        | Fault::Offline
        | Fault::TimedOut
        | Fault::Unreadable
        | Fault::Ceremony(_) => &code,
    };
    let problem = view.fill(
        "help.problem",
        &[
            ("account", &account(view)),
            ("problem", &what),
            (
                "code",
                [failure.fault.code().map_or(own, |code| code.as_str()), said].join(" ").trim(),
            ),
            ("reference", &reference),
            // With the day, whatever the day is.
            ("time", &view.format.moment(failure.at, Timestamp(0), view.words)),
            ("browser", &view.state.browser.name),
        ],
    );
    vec![desk(view), group(told), copy(view, "help.copy", problem)]
}

/// The request for a new pass, to be read aloud, sent or copied.
pub(crate) fn new_pass(view: &View<'_>) -> Html {
    let request = view.fill("help.new-pass", &[("account", &account(view))]);
    node(
        "div",
        "request",
        vec![
            words("p", "quote", request.clone()),
            copy(view, "help.copy.request", request),
            desk(view),
        ],
    )
}

/// The way to the foot of the page, where the edge has drawn how the help desk is reached.
pub(crate) fn desk(view: &View<'_>) -> Html {
    // With a target, the app leaves it to the browser.
    let attributes = vec![fixed(routes::HELP_FRAGMENT), fixed("_self")];
    let label = text(view.text("help.reach"));
    node("p", "", vec![with("a", &["href", "target"], attributes, vec![label])])
}

/// A button that copies a text, and then says so. Without the app the text can be selected.
pub(crate) fn copy(view: &View<'_>, key: &str, copied: AttrValue) -> Html {
    let is_done = view.state.copied.as_deref() == Some(copied.as_str());
    let label = view.text(if is_done { "help.copied" } else { key });
    let event = move || Event::CopyChosen(copied.to_string());
    button("button small app-only", label, false, view.click(event))
}

/// The account of the page, as far as it is known.
fn account(view: &View<'_>) -> String {
    let account = match &view.state.screen {
        Screen::Welcome(welcome) => welcome.account.as_str(),
        Screen::SignedIn(signed_in) => signed_in.overview.person.account.as_str(),
        Screen::Failed(_) => "",
    };
    if account.is_empty() { "…".to_owned() } else { account.to_owned() }
}
