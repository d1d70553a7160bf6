//! The clocks as a person sees and hears them.
//!
//! Seen each second under ten minutes, heard only at milestones: the live region's words change
//! at thirty, ten, five, two and one minute.

use contract::Overview;
use journey::{
    Scene,
    clock::{self, Left, PassClock, Running, Urgency},
};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{fixed, node, nothing, with, words},
    format::two_digits,
    icon::{Icon, picture},
};

/// A ring that empties, with the time left inside it.
pub(crate) fn ring(view: &View<'_>, running: &Running) -> Html {
    let circle = |class, spent| {
        with(
            "circle",
            &["class", "cx", "cy", "r", "pathLength", "stroke-dasharray", "stroke-dashoffset"],
            vec![
                fixed(class),
                fixed("50"),
                fixed("50"),
                fixed("44"),
                fixed("100"),
                fixed("100"),
                Some(spent),
            ],
            Vec::new(),
        )
    };
    let spent = AttrValue::from((100 - running.percent_left).to_string());
    let figure = AttrValue::from(figure(running.left));
    with(
        "div",
        &["class", "role", "aria-label"],
        vec![fixed(ring_class(running.urgency)), fixed("timer"), Some(spoken(view, running.left))],
        vec![
            picture(
                "",
                "0 0 100 100",
                vec![circle("ring-track", AttrValue::Static("0")), circle("ring-left", spent)],
            ),
            with(
                "span",
                &["class", "aria-hidden"],
                vec![fixed("ring-text"), fixed("true")],
                vec![words("b", "", figure), words("small", "", unit(view, running.left))],
            ),
        ],
    )
}

const fn ring_class(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Calm => "ring",
        Urgency::Soon => "ring soon",
        Urgency::LastCall => "ring last",
    }
}

/// The figure that stands large in the ring.
fn figure(left: Left) -> String {
    match left {
        Left::Over => "0:00".to_owned(),
        Left::Seconds { minutes, seconds } => {
            [&minutes.to_string(), ":", &two_digits(seconds)].concat()
        }
        Left::Minutes(minutes) => minutes.to_string(),
        Left::Hours { hours, .. } => hours.to_string(),
        Left::Days(days) => days.to_string(),
    }
}

fn unit(view: &View<'_>, left: Left) -> AttrValue {
    match left {
        Left::Over | Left::Seconds { .. } | Left::Minutes(_) => view.text("clock.unit.minutes"),
        Left::Hours { hours, .. } => view.count("clock.unit.hours", hours),
        Left::Days(days) => view.count("clock.unit.days", days),
    }
}

/// The time left in words.
pub(crate) fn spoken(view: &View<'_>, left: Left) -> AttrValue {
    match left {
        Left::Over => view.text("clock.left.none"),
        Left::Seconds { minutes: 0, seconds } => view.count("clock.left.seconds", seconds),
        Left::Seconds { minutes, .. } | Left::Minutes(minutes) => {
            view.count("clock.left.minutes", minutes)
        }
        Left::Hours { hours, minutes } => {
            let hours = view.count("clock.left.hours", hours);
            if minutes == 0 {
                return hours;
            }
            let minutes = view.count("clock.left.minutes", minutes);
            view.fill("clock.left.both", &[("hours", &hours), ("minutes", &minutes)])
        }
        Left::Days(days) => view.count("clock.left.days", days),
    }
}

/// What the pass clock says: a headline and a line of explanation.
pub(crate) fn pass_words(view: &View<'_>, pass: &PassClock) -> (AttrValue, AttrValue) {
    match pass {
        PassClock::Running(running) => (
            view.fill("pass.running.headline", &[("left", &spoken(view, running.left))]),
            view.fill("pass.running.detail", &[("moment", &view.moment(running.ends_at))]),
        ),
        PassClock::Window(running) => (
            view.fill("pass.window.headline", &[("left", &spoken(view, running.left))]),
            view.fill("pass.window.detail", &[("moment", &view.moment(running.ends_at))]),
        ),
        PassClock::NotYet { starts_at } => (
            view.text("pass.not-yet.headline"),
            view.fill("pass.not-yet.detail", &[("moment", &view.moment(*starts_at))]),
        ),
        PassClock::Ended { ended_at } => (
            view.text("pass.ended.headline"),
            view.fill("pass.ended.detail", &[("moment", &view.moment(*ended_at))]),
        ),
        PassClock::WindowOver => {
            (view.text("pass.window-over.headline"), view.text("pass.window-over.detail"))
        }
        PassClock::Used => (view.text("pass.used.headline"), view.text("pass.used.detail")),
        PassClock::Disabled => {
            (view.text("pass.disabled.headline"), view.text("pass.disabled.detail"))
        }
        PassClock::Unknown => {
            (view.text("pass.unknown.headline"), view.text("pass.unknown.detail"))
        }
    }
}

/// The clock as one quiet line, for the pages where something else is the main act.
pub(crate) fn strip(view: &View<'_>, overview: &Overview) -> Html {
    let Some(running) = most_urgent(view, overview) else {
        return nothing();
    };
    // Where something was just saved, the end of the pass is no threat any more.
    let is_saved = matches!(view.state.scene(), Scene::Saved | Scene::Proved);
    if is_saved && matches!(running.what, What::Pass) {
        return nothing();
    }
    let key = match running.what {
        What::Pass => "clock.strip.pass",
        What::Window => "clock.strip.window",
        What::Session => "clock.strip.session",
    };
    let time = match running.clock.left {
        left @ Left::Seconds { .. } => AttrValue::from(figure(left)),
        left => spoken(view, left),
    };
    let class = match running.clock.urgency {
        Urgency::Calm => "strip",
        Urgency::Soon => "strip soon",
        Urgency::LastCall => "strip last",
    };
    let label = view.fill(key, &[("left", &time)]);
    node("p", class, vec![Icon::CLOCK.draw(), words("span", "", label)])
}

enum What {
    Pass,
    Window,
    Session,
}

struct Urgent {
    what: What,
    clock: Running,
}

/// The clock that ends first; the session's only when it is near.
fn most_urgent(view: &View<'_>, overview: &Overview) -> Option<Urgent> {
    let now = view.state.now;
    let session = clock::session_clock(overview, now);
    let pass = match clock::pass_clock(overview, now) {
        Some(PassClock::Running(clock)) => Some(Urgent { what: What::Pass, clock }),
        Some(PassClock::Window(clock)) => Some(Urgent { what: What::Window, clock }),
        _ => None,
    };
    match pass {
        Some(pass) if pass.clock.ends_at <= session.ends_at => Some(pass),
        pass if session.urgency == Urgency::Calm => pass,
        _ => Some(Urgent { what: What::Session, clock: session }),
    }
}

/// What a screen reader hears of the clocks, politely and only at milestones.
pub(crate) fn announcement(view: &View<'_>, overview: &Overview) -> AttrValue {
    most_urgent(view, overview)
        .and_then(|urgent| {
            let minutes = clock::milestone(view.state.now, urgent.clock.ends_at)?;
            let left = view.count("clock.left.minutes", minutes);
            let key = match urgent.what {
                What::Pass => "clock.announce.pass",
                What::Window => "clock.announce.window",
                What::Session => "clock.announce.session",
            };
            Some(view.fill(key, &[("left", &left)]))
        })
        .unwrap_or_default()
}
