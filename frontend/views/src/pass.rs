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
    methods, sign_in, step_up, time_needed,
};

pub(crate) fn page(view: &View<'_>, retirement: &Retirement, overview: &Overview) -> Html {
    match retirement {
        Retirement::NoPass => frame::dead_end(
            view,
            "retire.none.title",
            "retire.none.detail",
            vec![frame::way_on(view, "button main", "action.home")],
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
    group(vec![
        frame::heading(view.text("retire.title")),
        words("p", "lead", view.text("retire.lead")),
        time_needed::here(view),
        // The page's own button tries again.
        failure.map_or_else(nothing, |failure| fault::failure(view, failure, None)),
        node("div", "card calm", vec![Icon::INFORMATION.draw(), effects(view, overview)]),
        sign_in::without_script(view.text("retire.without-script")),
        frame::acts(vec![
            end(view, is_running, false, failure),
            frame::way_home(view, "retire.keep"),
        ]),
    ])
}

/// What follows from the end of the pass.
pub(crate) fn effects(view: &View<'_>, overview: &Overview) -> Html {
    let account = methods::isolated(&overview.person.account);
    let is_sign_out_due = overview.recovery.as_ref().is_some_and(|told| told.is_sign_out_due());
    let effects = vec![
        words("li", "", view.text("retire.effect.pass")),
        words("li", "", view.text("retire.effect.session")),
        words("li", "", view.fill("retire.effect.next", &[("account", &account)])),
        if is_sign_out_due {
            words("li", "", view.text("recover.sign-out.title"))
        } else {
            nothing()
        },
    ];
    node("ul", "", effects)
}

/// The button that ends the pass, beside its [`effects`]; blocked while something else is on its way.
pub(crate) fn end(
    view: &View<'_>,
    is_running: bool,
    is_blocked: bool,
    failure: Option<&Failure>,
) -> Html {
    let key = if is_running { "retire.running" } else { "retire.button" };
    let (label, must_wait) = fault::label(view, failure, key);
    let confirmed = view.click(|| Event::Retirement(pass::Event::Confirmed));
    button("button main", label, is_running || is_blocked || must_wait, confirmed)
}
