//! The clocks as a person sees and hears them.
//!
//! Seen each second under ten minutes, heard only at milestones: the live region's words change
//! at thirty, ten, five, two and one minute.

use contract::Timestamp;
use journey::{
    Event, Scene, Screen, SignedIn,
    clock::{self, Clock, Left, PassClock, Running, Urgency, What},
    overview::{self, Refresh},
    time_needed::{Instead, Step, TimeNeeded, beyond_the_session},
};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{button, fixed, group, node, nothing, space, text, with, words},
    fault,
    format::two_digits,
    help,
    icon::{Icon, picture},
    step_up,
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
    let (headline, detail, ended_at) = match pass {
        PassClock::Running(running) => {
            let left = spoken(view, running.left);
            return clock_words(view, What::Pass, running.ends_at, &left);
        }
        PassClock::Window(running) => {
            let left = spoken(view, running.left);
            return clock_words(view, What::Window, running.ends_at, &left);
        }
        PassClock::NotYet { starts_at } => {
            return clock_words(view, What::Start, *starts_at, &left(view, *starts_at));
        }
        PassClock::Ended { ended_at } => ("pass.ended.headline", "pass.ended.detail", *ended_at),
        PassClock::WindowOver => {
            ("pass.window-over.headline", "pass.window-over.detail", view.state.now)
        }
        PassClock::Used => ("pass.used.headline", "pass.used.detail", view.state.now),
        PassClock::Disabled => ("pass.disabled.headline", "pass.disabled.detail", view.state.now),
        PassClock::Unknown => ("pass.unknown.headline", "pass.unknown.detail", view.state.now),
    };
    (view.text(headline), view.fill(detail, &[("moment", &view.moment(ended_at))]))
}

/// What a clock says: a headline with the time left, and what its end means.
fn clock_words(view: &View<'_>, what: What, end: Timestamp, left: &str) -> (AttrValue, AttrValue) {
    let (headline, detail) = match what {
        What::Start => ("pass.not-yet.headline", "pass.not-yet.detail"),
        What::Pass => ("pass.running.headline", "pass.running.detail"),
        What::Window => ("pass.window.headline", "pass.window.detail"),
        What::Challenge => ("clock.challenge", "clock.challenge.detail"),
        What::Fresh => ("clock.fresh", "clock.fresh.detail"),
        What::Idle => ("clock.session", "clock.session.idle"),
        What::Session => ("clock.session", "clock.session.end"),
    };
    (view.fill(headline, &[("left", left)]), view.fill(detail, &[("moment", &view.moment(end))]))
}

/// The time left until `end`: in the last ten minutes in figures, which change every second.
fn left(view: &View<'_>, end: Timestamp) -> AttrValue {
    match Left::between(view.state.now, end) {
        left @ Left::Seconds { .. } => AttrValue::from(figure(left)),
        left => spoken(view, left),
    }
}

/// The clocks of a page as one quiet line, with all of them inside. The overview has its own place for
/// them, and a larger clock for the pass: there it is only what else is urgent.
pub(crate) fn strip(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let first = first(view, signed_in);
    let is_quiet = matches!(view.state.scene(), Scene::Overview | Scene::Saved | Scene::Proved);
    if first.is_none() && is_quiet {
        return nothing();
    }
    let label = match first {
        Some(clock) => clock_words(view, clock.what, clock.ends_at, &left(view, clock.ends_at)).0,
        None => view.text("clock.calm"),
    };
    let class = match first.map_or(Urgency::Calm, |clock| clock.urgency) {
        Urgency::Calm => "strip",
        Urgency::Soon => "strip soon",
        Urgency::LastCall => "strip last",
    };
    let summary = vec![Icon::CLOCK.draw(), text(label)];
    let strip = node("details", class, vec![node("summary", "", summary), list(view, signed_in)]);
    match first {
        // At hand, and not only inside.
        Some(Clock { what: What::Idle | What::Session, .. }) => {
            node("div", "clocks", vec![strip, stay(view, signed_in)])
        }
        _ => strip,
    }
}

/// The clock that the strip is about.
pub(crate) fn first(view: &View<'_>, signed_in: &SignedIn) -> Option<Clock> {
    let first = clock::most_urgent(&clock::all(signed_in, view.state.now));
    first.filter(|clock| view.state.scene() != Scene::Overview || !clock.what.is_of_pass())
}

/// Every clock with what its end means, and the way to stay.
pub(crate) fn list(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let clocks = clock::all(signed_in, view.state.now);
    let line = |clock: &Clock| {
        let left = left(view, clock.ends_at);
        let (headline, detail) = clock_words(view, clock.what, clock.ends_at, &left);
        node("li", "", vec![words("b", "", headline), space(), text(detail)])
    };
    let lines = node("ul", "", clocks.iter().map(line).collect());
    let is_session = first(view, signed_in)
        .is_some_and(|clock| matches!(clock.what, What::Idle | What::Session));
    group(vec![lines, if is_session { nothing() } else { stay(view, signed_in) }])
}

/// The way to go on beyond the end of the session, if there is one, and why it did not work.
fn stay(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let act = match beyond_the_session(&signed_in.overview, view.state.now) {
        Instead::NewPass => return nothing(),
        instead => act(view, instead),
    };
    match &signed_in.refresh {
        Refresh::Failed(failure) => group(vec![act, fault::failure(view, failure, None)]),
        Refresh::Idle | Refresh::Reading(_) => act,
    }
}

/// What to do where there is too little time.
fn act(view: &View<'_>, instead: Instead) -> Html {
    match instead {
        Instead::Stay => button(
            "button small app-only",
            view.text("clock.stay"),
            false,
            view.click(|| Event::Overview(overview::Event::RefreshChosen)),
        ),
        Instead::SignIn => step_up::form(view, "button small", "action.sign-in-again"),
        Instead::NewPass => help::new_pass(view),
    }
}

/// Whether there is time for what begins on this page.
pub(crate) fn time_needed(view: &View<'_>) -> Html {
    Step::of(view.state.scene()).map_or_else(nothing, |step| time_for(view, step))
}

/// Whether there is time for a step. What takes a minute says so only where that is too long.
pub(crate) fn time_for(view: &View<'_>, step: Step) -> Html {
    let Screen::SignedIn(signed_in) = &view.state.screen else {
        return nothing();
    };
    let now = view.state.now;
    let needed = TimeNeeded::of(step, &signed_in.overview, now);
    if needed.minutes == 1 && needed.instead.is_none() {
        return nothing();
    }
    let mut line = Vec::new();
    if needed.signs_in_first {
        line.extend([text(view.text("time.sign-in")), space()]);
    }
    let minutes = view.count("clock.left.minutes", needed.minutes);
    line.push(text(view.fill("time.takes", &[("left", &minutes)])));
    let left = Left::between(now, needed.until);
    if matches!(left, Left::Over | Left::Seconds { .. } | Left::Minutes(_)) {
        line.extend([space(), text(view.fill("time.left", &[("left", &spoken(view, left))]))]);
    }
    let Some(instead) = needed.instead else {
        return node("p", "hint", line);
    };
    let advice = match instead {
        Instead::Stay => "time.short.stay",
        Instead::SignIn => "time.short.sign-in",
        Instead::NewPass => "time.short.new-pass",
    };
    // The way to stay is at the top, beside the clock that is nearest then.
    let act = if instead == Instead::Stay { nothing() } else { act(view, instead) };
    let content = vec![node("p", "", line), words("p", "", view.text(advice)), act];
    fault::notice("notice", None, Icon::CLOCK, content)
}

/// What a screen reader hears of the clocks, politely and only at milestones.
pub(crate) fn announcement(view: &View<'_>, signed_in: &SignedIn) -> AttrValue {
    let now = view.state.now;
    clock::most_urgent(&clock::all(signed_in, now))
        .and_then(|clock| {
            let minutes = clock::milestone(now, clock.ends_at)?;
            let minutes = view.count("clock.left.minutes", minutes);
            let left = view.fill("clock.under", &[("left", &minutes)]);
            Some(clock_words(view, clock.what, clock.ends_at, &left).0)
        })
        .unwrap_or_default()
}
