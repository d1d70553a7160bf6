//! Registration on the directory's own page: what happens there, the way to it, and the wait.
//!
//! The link and the form work without script: the form reads the overview from the edge again.

use std::rc::Rc;

use contract::{Overview, Pass, routes};
use journey::{
    Event,
    watch::{self, Awaited, Watch, Watcher},
};
use yew::{AttrValue, Callback, Html, MouseEvent, SubmitEvent, html::onclick, html::onsubmit};

use crate::{
    View,
    element::{fixed, group, listening, node, nothing, text, words},
    fault, form, frame,
    icon::Icon,
    methods, recommendation, sign_in, time_needed,
};

pub(crate) fn page(view: &View<'_>, hand_off: &Watcher, overview: &Overview) -> Html {
    let steps = ["hand-off.step.add", "hand-off.step.choose", "hand-off.step.follow"];
    group(vec![
        frame::heading(view.text("hand-off.title")),
        words("p", "lead", view.text("hand-off.lead")),
        time_needed::here(view),
        node(
            "div",
            "card",
            vec![words("h2", "", view.text("hand-off.steps")), sign_in::steps(view, steps)],
        ),
        one_time(view, overview),
        frame::acts(vec![open(view, open_class(hand_off), overview)]),
        wait(view, hand_off, "hand-off.other", {
            let finished = finished(view, finished_class(hand_off), "hand-off.finished");
            let other_ways = [recommendation::instead, recommendation::elsewhere];
            [finished].into_iter().chain(other_ways.map(|way| way(view, overview))).collect()
        }),
        fault::disclosure(
            view.text("hand-off.trouble.summary"),
            false,
            vec![reasons(view, &["hand-off.trouble.missing", "hand-off.trouble.refused"])],
        ),
    ])
}

/// A pass that works once has been used already: the page knows the sign-in of this browser.
fn one_time(view: &View<'_>, overview: &Overview) -> Html {
    if !overview.pass.as_ref().is_some_and(Pass::is_used_up) {
        return nothing();
    }
    let detail = vec![words("p", "", view.text("hand-off.one-time"))];
    fault::notice("notice", None, Icon::INFORMATION, detail)
}

/// The way to the directory's page, in a tab of its own so that this one can watch.
pub(crate) fn open(view: &View<'_>, class: &'static str, overview: &Overview) -> Html {
    let send = view.dispatch.send.clone();
    let opened = Callback::from(move |_: MouseEvent| send.emit(Event::Watch(watch::Event::Opened)));
    listening(
        "a",
        &["class", "href", "target", "rel"],
        vec![
            fixed(class),
            Some(AttrValue::from(address(view, overview))),
            fixed("_blank"),
            fixed("noopener"),
        ],
        vec![text(view.text("hand-off.open"))],
        Some(Rc::new(onclick::Wrapper::new(opened))),
    )
}

/// The directory's page in the language of this one.
fn address(view: &View<'_>, overview: &Overview) -> String {
    let page = overview.security_info.as_str();
    let separator = if page.as_bytes().contains(&b'?') { "&" } else { "?" };
    [page, separator, "lng=", &view.state.language].concat()
}

/// The wait: what it is at, what else came meanwhile, and what the person can do beside waiting.
pub(crate) fn wait(
    view: &View<'_>,
    watcher: &Watcher,
    other_came: &str,
    mut acts: Vec<Html>,
) -> Html {
    acts.push(frame::way_home(view, "action.not-now"));
    group(vec![watching(view, watcher), other(view, watcher, other_came), frame::acts(acts)])
}

/// What the wait is at.
fn watching(view: &View<'_>, hand_off: &Watcher) -> Html {
    if let Some(failure) = &hand_off.failure {
        // It looks again by itself, and the form below at once.
        return fault::failure(view, failure, None);
    }
    let step = match hand_off.watch {
        Watch::Idle if !hand_off.is_awaited => {
            return sign_in::without_script(view.text("hand-off.without-script"));
        }
        Watch::Paused | Watch::Over => Step::Paused,
        Watch::Looking { .. } if hand_off.is_awaited => Step::Looking,
        _ if hand_off.is_awaited => Step::Awaited,
        Watch::Idle | Watch::Waiting { .. } | Watch::Looking { .. } => Step::Watching,
    };
    let (headline, detail) = step.words(hand_off.awaited);
    fault::notice(
        "notice good",
        Some("status"),
        Icon::CLOCK,
        vec![words("h2", "", view.text(headline)), words("p", "", view.text(detail))],
    )
}

/// A method of another kind that came meanwhile.
fn other(view: &View<'_>, hand_off: &Watcher, key: &str) -> Html {
    let Some(method) = &hand_off.other else {
        return nothing();
    };
    let name = methods::full_name(view, method);
    let news = view.fill(key, &[("method", &name)]);
    fault::notice("notice", Some("status"), Icon::INFORMATION, vec![words("p", "", news)])
}

const fn open_class(hand_off: &Watcher) -> &'static str {
    match hand_off.watch {
        Watch::Idle => "button main",
        Watch::Waiting { .. } | Watch::Looking { .. } | Watch::Paused | Watch::Over => "button",
    }
}

const fn finished_class(hand_off: &Watcher) -> &'static str {
    match hand_off.watch {
        Watch::Idle => "button",
        Watch::Waiting { .. } | Watch::Looking { .. } | Watch::Paused | Watch::Over => {
            "button main"
        }
    }
}

/// Says that it is done there. Without script it loads the overview.
pub(crate) fn finished(view: &View<'_>, class: &'static str, key: &str) -> Html {
    let send = view.dispatch.send.clone();
    let chosen = Callback::from(move |submitted: SubmitEvent| {
        submitted.prevent_default();
        send.emit(Event::Watch(watch::Event::FinishedChosen));
    });
    listening(
        "form",
        &["action"],
        vec![fixed(routes::HOME)],
        vec![form::submit(class, view.text(key))],
        Some(Rc::new(onsubmit::Wrapper::new(chosen))),
    )
}

pub(crate) fn reasons(view: &View<'_>, keys: &[&str]) -> Html {
    group(keys.iter().map(|key| words("span", "reason-line", view.text(key))).collect())
}

/// What the wait is at, in words.
#[derive(Clone, Copy)]
enum Step {
    Watching,
    Looking,
    Awaited,
    Paused,
}

impl Step {
    const fn words(self, awaited: Awaited) -> (&'static str, &'static str) {
        match (self, awaited) {
            (Self::Watching, Awaited::Authenticator) => {
                ("authenticator.watching.headline", "hand-off.watching.detail")
            }
            (Self::Watching, _) => ("hand-off.watching.headline", "hand-off.watching.detail"),
            (Self::Looking, Awaited::Authenticator) => {
                ("authenticator.looking.headline", "hand-off.looking.detail")
            }
            (Self::Looking, _) => ("hand-off.looking.headline", "hand-off.looking.detail"),
            (Self::Awaited, Awaited::Authenticator) => {
                ("authenticator.awaited.headline", "hand-off.awaited.detail")
            }
            (Self::Awaited, _) => ("hand-off.awaited.headline", "hand-off.awaited.detail"),
            (Self::Paused, _) => ("hand-off.paused.headline", "hand-off.paused.detail"),
        }
    }
}
