//! The clocks as a person sees and hears them.
//!
//! Seen each second under ten minutes, heard only at milestones: the live region's words change
//! at thirty, ten, five, two and one minute.

use contract::Timestamp;
use journey::{
    Event, Scene, SignedIn,
    clock::{self, Clock, Clocks, Left, PassClock, Running, Urgency, What},
    overview,
    time_needed::{Instead, Step, TimeNeeded, beyond_the_session},
};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{button, fixed, group, node, nothing, space, text, with, words},
    form,
    format::two_digits,
    help,
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
    let (what, end, left) = match pass {
        PassClock::Running(running) => (What::Pass, running.ends_at, spoken(view, running.left)),
        PassClock::Window(running) => (What::Window, running.ends_at, spoken(view, running.left)),
        PassClock::NotYet { starts_at } => (What::Start, *starts_at, left(view, *starts_at)),
        PassClock::Ended { ended_at } => {
            let moment = view.moment(*ended_at);
            return (
                view.text("pass.ended.headline"),
                view.fill("pass.ended.detail", &[("moment", &moment)]),
            );
        }
        PassClock::WindowOver => {
            return (view.text("pass.window-over.headline"), view.text("pass.window-over.detail"));
        }
        PassClock::Used => return (view.text("pass.used.headline"), view.text("pass.used.detail")),
        PassClock::Disabled => {
            return (view.text("pass.disabled.headline"), view.text("pass.disabled.detail"));
        }
        PassClock::Unknown => {
            return (view.text("pass.unknown.headline"), view.text("pass.unknown.detail"));
        }
    };
    (headline(view, what, &left), detail(view, what, end))
}

/// How long a clock runs.
fn headline(view: &View<'_>, what: What, left: &str) -> AttrValue {
    let key = match what {
        What::Start => "pass.not-yet.headline",
        What::Pass => "pass.running.headline",
        What::Window => "pass.window.headline",
        What::Challenge => "clock.challenge",
        What::Fresh => "clock.fresh",
        What::Idle | What::Session => "clock.session",
    };
    view.fill(key, &[("left", left)])
}

/// When a clock ends, and what that means.
fn detail(view: &View<'_>, what: What, end: Timestamp) -> AttrValue {
    let key = match what {
        What::Start => "pass.not-yet.detail",
        What::Pass => "pass.running.detail",
        What::Window => "pass.window.detail",
        What::Challenge => "clock.challenge.detail",
        What::Fresh => "clock.fresh.detail",
        What::Idle => "clock.session.idle",
        What::Session => "clock.session.end",
    };
    view.fill(key, &[("moment", &view.moment(end))])
}

/// The time left until `end`: in the last ten minutes in figures, which change every second.
fn left(view: &View<'_>, end: Timestamp) -> AttrValue {
    match Left::between(view.state.now, end) {
        left @ Left::Seconds { .. } => AttrValue::from(figure(left)),
        left => spoken(view, left),
    }
}

/// How long a clock runs, to be seen and to be heard: figures sound like a time of day.
fn told(view: &View<'_>, clock: Clock) -> Vec<Html> {
    let say = |left: &str| headline(view, clock.what, left);
    match Left::between(view.state.now, clock.ends_at) {
        left @ Left::Seconds { .. } => vec![
            with("span", &["aria-hidden"], vec![fixed("true")], vec![text(say(&figure(left)))]),
            words("span", "unseen", say(&spoken(view, left))),
        ],
        left => vec![text(say(&spoken(view, left)))],
    }
}

/// The clocks of a page as one quiet line, with all of them inside. The overview has its own place for
/// them, and a larger clock for the pass: there it is only what else is urgent.
pub(crate) fn strip(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let clocks = Clocks::of(signed_in, view.state.now);
    let inside = list(view, &clocks);
    let (label, class) = match clocks.first {
        Some(clock) if !is_elsewhere(view, clock) => (
            told(view, clock),
            match clock.urgency {
                Urgency::Calm => "strip",
                Urgency::Soon => "strip soon",
                Urgency::LastCall => "strip last",
            },
        ),
        _ if matches!(view.state.scene(), Scene::Overview | Scene::Saved | Scene::Proved) => {
            return nothing();
        }
        _ => (vec![text(view.text("clock.calm"))], "strip"),
    };
    let summary = node("summary", "", vec![Icon::CLOCK.draw(), group(label)]);
    let act = match clocks.first {
        Some(Clock { what: What::Idle | What::Session, .. }) if !is_short(view, signed_in) => {
            act(view, beyond_the_session(&signed_in.overview, view.state.now))
        }
        _ => nothing(),
    };
    node("div", "clocks", vec![node("details", class, vec![summary, inside]), act])
}

/// Whether the page says itself that its step takes too long, and what to do.
fn is_short(view: &View<'_>, signed_in: &SignedIn) -> bool {
    let step = Step::of(view.state.scene());
    let needed = step.map(|step| TimeNeeded::of(step, &signed_in.overview, view.state.now));
    needed.is_some_and(|needed| needed.instead.is_some())
}

/// Whether a clock is told by something larger on the page.
fn is_elsewhere(view: &View<'_>, clock: Clock) -> bool {
    view.state.scene() == Scene::Overview && clock.what.is_of_pass()
}

/// Every clock with what its end means, unless the strip of the same page has them.
pub(crate) fn list_below(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let clocks = Clocks::of(signed_in, view.state.now);
    let is_told = clocks.first.is_some_and(|clock| !is_elsewhere(view, clock));
    if is_told { nothing() } else { list(view, &clocks) }
}

fn list(view: &View<'_>, clocks: &Clocks) -> Html {
    let mut lines = Vec::new();
    for clock in &clocks.all {
        let detail = detail(view, clock.what, clock.ends_at);
        lines.push(node("li", "", vec![node("b", "", told(view, *clock)), space(), text(detail)]));
    }
    node("ul", "", lines)
}

/// What to do where there is too little time.
pub(crate) fn act(view: &View<'_>, instead: Instead) -> Html {
    match instead {
        Instead::Stay => button(
            "button small app-only",
            view.text("clock.stay"),
            false,
            view.click(|| Event::Overview(overview::Event::RefreshChosen)),
        ),
        Instead::SignIn => form::sign_in(view, "button", "action.sign-in-again"),
        Instead::NewPass => help::new_pass(view),
    }
}

/// What a screen reader hears of the clocks, politely and only at milestones.
pub(crate) fn announcement(view: &View<'_>, signed_in: &SignedIn) -> AttrValue {
    let now = view.state.now;
    let Some(clock) = Clocks::of(signed_in, now).first else {
        return AttrValue::default();
    };
    let Some(minutes) = clock::milestone(now, clock.ends_at) else {
        return AttrValue::default();
    };
    let minutes = view.count("clock.left.minutes", minutes);
    headline(view, clock.what, &view.fill("clock.under", &[("left", &minutes)]))
}
