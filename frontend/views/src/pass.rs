//! Retiring the pass: what it means, and that it ends the session.

use contract::{Overview, Verdict};
use journey::{
    Event, Failure, Route,
    pass::{self, Retirement},
};
use yew::Html;

use crate::{
    View,
    element::{button, group, node, nothing, words},
    fault, frame,
    icon::Icon,
    sign_in, step_up, time_needed,
};

pub(crate) fn page(view: &View<'_>, retirement: &Retirement, overview: &Overview) -> Html {
    match retirement {
        Retirement::NoPass => frame::dead_end(
            view,
            "retire.none.title",
            "retire.none.detail",
            vec![frame::main_link(view, &Route::Home, "action.home")],
        ),
        Retirement::Needed => frame::dead_end(
            view,
            "retire.needed.title",
            if overview.verdict() != Verdict::No {
                "retire.needed.unproved"
            } else {
                "retire.needed.detail"
            },
            vec![
                frame::main_link(view, &Route::AddPasskey, "action.add-passkey"),
                frame::way_home(view, "action.home"),
            ],
        ),
        Retirement::StepUp => step_up::page(view, view.text("step-up.for.retirement")),
        Retirement::Confirming { failure } => confirm(view, failure.as_ref(), overview, false),
        Retirement::Retiring { .. } => confirm(view, None, overview, true),
    }
}

fn confirm(
    view: &View<'_>,
    failure: Option<&Failure>,
    overview: &Overview,
    is_running: bool,
) -> Html {
    let must_wait = failure.is_some_and(|failure| failure.seconds_to_wait(view.state.now) > 0);
    group(vec![
        frame::heading(view.text("retire.title")),
        words("p", "lead", view.text("retire.lead")),
        time_needed::here(view),
        failure.map_or_else(nothing, |failure| {
            fault::failure(view, failure, Some(|| Event::Retirement(pass::Event::Confirmed)))
        }),
        node("div", "card calm", vec![Icon::INFORMATION.draw(), effects(view, overview)]),
        sign_in::without_script(view.text("retire.without-script")),
        frame::acts(vec![end(view, is_running, must_wait), frame::way_home(view, "retire.keep")]),
    ])
}

/// What follows from the end of the pass.
pub(crate) fn effects(view: &View<'_>, overview: &Overview) -> Html {
    let account = overview.person.account.as_str();
    let effects = vec![
        words("li", "", view.text("retire.effect.pass")),
        words("li", "", view.text("retire.effect.session")),
        words("li", "", view.fill("retire.effect.next", &[("account", account)])),
    ];
    node("ul", "", effects)
}

/// The button that ends the pass, beside its [`effects`].
pub(crate) fn end(view: &View<'_>, is_running: bool, must_wait: bool) -> Html {
    let label = view.text(if is_running { "retire.running" } else { "retire.button" });
    let confirmed = view.click(|| Event::Retirement(pass::Event::Confirmed));
    button("button main", label, is_running || must_wait, confirmed)
}
