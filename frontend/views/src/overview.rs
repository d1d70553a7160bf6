//! The overview: the clock and the banner first where they matter, then the methods.

use contract::{Overview, Pass, Verdict, routes};
use journey::{
    Event, Route, SignedIn,
    clock::{PassClock, Running, Urgency, pass_clock},
    overview::{self, Flash, Refresh},
    recommendation::Way,
    time_needed::Step,
};
use yew::Html;

use crate::{
    View,
    clock::{self, pass_words, ring},
    element::{group, headline, link, node, nothing, section, section_heading, space, text, words},
    fault, form, frame, help,
    icon::Icon,
    methods, recommendation, recovery, summary, time_needed, verdict,
};

pub(crate) fn page(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let overview = &signed_in.overview;
    let clock = pass_clock(overview, view.state.now);
    // The news is what the page is about, or else a recovery that has begun, or the answer about tomorrow.
    let has_no_news = signed_in.flash.is_none() && overview.instead_of.is_none();
    let is_main = has_no_news && overview.recovery.is_none();
    let is_in_doubt = !overview.is_proved && !verdict::asks(overview);
    let mut lost = recovery::way_here(view, overview, "button quiet small");
    let (first, second, add) = if overview.verdict() == Verdict::No {
        (banner(view, overview, clock.as_ref(), is_main), nothing(), nothing())
    } else if clock == Some(PassClock::WindowOver) {
        (verdict::unproved_too_late(view, is_main), nothing(), nothing())
    } else {
        // Whoever is asked whether they still have it all finds both ways there.
        if is_in_doubt {
            lost = nothing();
        }
        (
            verdict::card(view, overview, is_main),
            clock.map_or_else(nothing, |clock| pass(view, &clock, can_end_pass(overview))),
            if is_in_doubt { nothing() } else { add(view) },
        )
    };
    group(vec![
        clock::strip(view, signed_in),
        words(
            "p",
            "hello",
            view.fill("overview.hello", &[("name", &methods::isolated(&overview.person.name))]),
        ),
        someone_else(view, overview),
        flash(view, signed_in.flash.as_ref(), overview.instead_of.is_none()),
        recovery::card(view, overview, has_no_news),
        first,
        refresh(view, &signed_in.refresh),
        second,
        section(
            "methods",
            "",
            vec![
                node(
                    "div",
                    "row",
                    vec![section_heading("methods", view.text("methods.title")), add],
                ),
                methods::list(view, overview),
                lost,
            ],
        ),
        session(view, signed_in),
    ])
}

/// The ways to add a method.
fn add(view: &View<'_>) -> Html {
    node("div", "ways", recommendation::ways(view, ["button small", "button small quiet"]))
}

/// Whether the end of the pass is offered.
fn can_end_pass(overview: &Overview) -> bool {
    overview.pass.as_ref().is_some_and(Pass::is_worth_ending)
}

/// The class of a part that changes its color as its clock runs out.
const fn urgent(running: Option<Running>, [calm, soon, last]: [&'static str; 3]) -> &'static str {
    match running {
        Some(Running { urgency: Urgency::LastCall, .. }) => last,
        Some(Running { urgency: Urgency::Soon, .. }) => soon,
        Some(_) | None => calm,
    }
}

/// What to do while nothing is registered: the main act of the whole page.
fn banner(view: &View<'_>, overview: &Overview, clock: Option<&PassClock>, is_main: bool) -> Html {
    let running = clock.and_then(PassClock::running);
    let class = urgent(running, ["banner", "banner soon", "banner last"]);
    let mut content = vec![headline(is_main, "banner", view.text("banner.headline"))];
    let why_not = verdict::why_not(view, overview);
    if let Some(clock) = clock {
        let (headline, detail) = pass_words(view, clock);
        content.push(node("p", "", vec![words("strong", "", headline), space(), text(detail)]));
    } else if why_not.is_empty() {
        content.push(words("p", "", view.text("banner.no-pass")));
    }
    content.extend(why_not);
    // Nothing can be added any more, and a sign-in takes another pass.
    let is_over = clock == Some(&PassClock::WindowOver);
    // The words above send the person to the help desk, and that takes longer than the step.
    let needs_help = is_over
        || matches!(
            clock,
            Some(PassClock::Ended { .. } | PassClock::Disabled | PassClock::Unknown)
        );
    if !is_over {
        content.push(recommendation::reason(view));
        if !needs_help {
            content.push(time_needed::for_step(view, step(view, overview)));
        }
        content.push(frame::acts(recommendation::ways(view, ["button main", "button quiet"])));
    }
    if needs_help {
        content.push(help::new_pass(view));
    }
    section(
        "banner",
        class,
        vec![
            running.map_or_else(nothing, |running| ring(view, &running)),
            node("div", "", content),
        ],
    )
}

/// The step that the recommended way begins.
fn step(view: &View<'_>, overview: &Overview) -> Step {
    match recommendation::first(view) {
        Way::Authenticator => Step::Authenticator,
        Way::Passkey if overview.is_handed_off => Step::HandOff,
        Way::Passkey => Step::Passkey,
    }
}

/// Says whose account came back, when a confirmation was asked of another.
fn someone_else(view: &View<'_>, overview: &Overview) -> Html {
    let Some(expected) = &overview.instead_of else {
        return nothing();
    };
    let (account, expected) =
        (methods::isolated(&overview.person.account), methods::isolated(expected));
    let accounts = [("account", &*account), ("expected", &*expected)];
    // Nothing has failed: it is the account that the person chose there.
    fault::notice(
        "notice doubtful",
        Some("alert"),
        Icon::ALERT,
        vec![
            headline(true, "news", view.text("someone-else.headline")),
            words("p", "", view.fill("someone-else.detail", &accounts)),
            form::post(
                "",
                routes::SIGN_OUT,
                vec![form::submit("button", view.text("action.sign-out"))],
            ),
        ],
    )
}

/// The pass once something is registered: quiet until it is about to end.
fn pass(view: &View<'_>, clock: &PassClock, can_be_ended: bool) -> Html {
    let end = if can_be_ended {
        link("", view.address(&Route::RetirePass), view.text("action.retire"))
    } else {
        nothing()
    };
    let (headline, detail) = pass_words(view, clock);
    let running = clock.running();
    section(
        "pass",
        urgent(running, ["pass", "pass soon", "pass last"]),
        vec![
            running.map_or_else(|| Icon::CLOCK.draw(), |running| ring(view, &running)),
            node("div", "", vec![section_heading("pass", headline), words("p", "", detail), end]),
        ],
    )
}

/// What was just done. The focus goes to it, so it is read out.
fn flash(view: &View<'_>, flash: Option<&Flash>, is_main: bool) -> Html {
    match flash {
        None => nothing(),
        Some(Flash::MethodRemoved(method)) => {
            let name = methods::full_name(view, method);
            let news = view.fill("flash.removed", &[("method", &name)]);
            let news = vec![headline(is_main, "news", news), frame::end_others(view)];
            fault::notice("notice good", None, Icon::CHECK, news)
        }
        Some(Flash::PasskeyLeft) => {
            let news = headline(is_main, "news", view.text("flash.passkey-left.headline"));
            fault::notice("notice doubtful", None, Icon::ALERT, vec![news, fault::left(view)])
        }
        Some(Flash::PasskeyUnsaved) => {
            let news = headline(is_main, "news", view.text("unsaved.title"));
            let detail = words("p", "", view.text("flash.unsaved"));
            fault::notice("notice doubtful", None, Icon::ALERT, vec![news, detail])
        }
        Some(Flash::RecoveryEnded(done)) => {
            let task = view.text("recover.steps.title");
            let done = vec![
                headline(is_main, "news", view.fill("recover.ended", &[("task", &task)])),
                words("p", "", view.text("recover.summary")),
                node("div", "session", vec![summary::done(view, done)]),
            ];
            fault::notice("notice good", None, Icon::CHECK, done)
        }
    }
}

/// Why the page may be out of date.
pub(crate) fn refresh(view: &View<'_>, refresh: &Refresh) -> Html {
    match refresh {
        Refresh::Idle | Refresh::Reading(_) => nothing(),
        Refresh::Failed(failure) => {
            fault::failure(view, failure, Some(|| Event::Overview(overview::Event::RefreshChosen)))
        }
    }
}

/// Who is signed in, which clocks run, and where else.
fn session(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let account = methods::isolated(&signed_in.overview.person.account);
    let account = vec![text(view.text("session.account")), space(), text(account)];
    node(
        "details",
        "session",
        vec![
            words("summary", "", view.text("session.title")),
            node("p", "", account),
            clock::list_below(view, signed_in),
            link("button quiet small", view.address(&Route::Sessions), view.text("session.all")),
        ],
    )
}
