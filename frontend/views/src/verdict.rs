//! The answer to "can I sign in tomorrow?", with what it rests on and what would make it safer.
//!
//! Says what the edge's list says of each method, and guesses nothing.

use contract::{Overview, Verdict};
use journey::{Event, overview};
use yew::Html;

use crate::{
    View,
    element::{button, headline, node, section, words},
    frame, help,
    icon::Icon,
    methods, recommendation, recovery,
};

/// The card at the top of the overview of someone for whom the answer is not a plain no.
pub(crate) fn card(view: &View<'_>, overview: &Overview, is_main: bool) -> Html {
    let (class, icon, title, mut content) = if asks(overview) {
        question(view, overview)
    } else if !overview.is_proved {
        unproved(view, overview)
    } else if overview.verdict() == Verdict::Yes {
        yes(view, overview)
    } else {
        with_password(view, overview)
    };
    content.insert(0, headline(is_main, "ready", view.text(title)));
    section("ready", class, vec![icon.draw(), node("div", "", content)])
}

/// Whether all depends on a password, and the person has not said yet whether they know it. That comes
/// before everything else: what they registered in this visit counts only then.
pub(crate) fn asks(overview: &Overview) -> bool {
    overview.verdict() == Verdict::WithPassword && overview.knows_password.is_none()
}

/// The same when the time of a one-time pass is over, in which something could have been added: what is
/// registered is in the person's hands, or they need another pass.
pub(crate) fn unproved_too_late(view: &View<'_>, is_main: bool) -> Html {
    let content = vec![
        headline(is_main, "ready", view.text("unproved.headline")),
        words("p", "", view.text("pass.window-over.headline")),
        words("p", "", view.text("pass.window-over.detail")),
        help::new_pass(view),
    ];
    section("ready", "ready unproved", vec![Icon::INFORMATION.draw(), node("div", "", content)])
}

/// The class, the icon, the key of the headline, and what stands below it.
type Card = (&'static str, Icon, &'static str, Vec<Html>);

/// What stands in the banner of someone who cannot sign in tomorrow, where something is registered
/// that is of no use to them, and the way back from having said that they do not know their password.
pub(crate) fn why_not(view: &View<'_>, overview: &Overview) -> Vec<Html> {
    let with_password = Verdict::on(overview.methods.iter(), None);
    if with_password != Verdict::WithPassword {
        return Vec::new();
    }
    vec![
        words("p", "", view.text("banner.password")),
        answers(vec![answer(view, "verdict.known.after-all", true)]),
    ]
}

fn yes(view: &View<'_>, overview: &Overview) -> Card {
    let when_lost = overview.verdict_with_a_device_lost();
    let detail = match when_lost {
        Verdict::Yes => "verdict.lost.yes",
        Verdict::WithPassword => "verdict.lost.password",
        Verdict::No => "verdict.lost.no",
    };
    let mut content =
        vec![way_in(view, overview, "verdict.yes.with"), words("p", "", view.text(detail))];
    // What a recovery does next stands in its own card.
    if when_lost != Verdict::Yes && overview.recovery.is_none() {
        content.push(recommendation::reason(view));
    }
    ("ready", Icon::CHECK, "verdict.yes.headline", content)
}

fn question(view: &View<'_>, overview: &Overview) -> Card {
    let choices = vec![
        answer(view, "verdict.known.button", true),
        answer(view, "verdict.unknown.button", false),
    ];
    // Nobody knows yet whether the person still has it.
    let detail = if overview.is_proved {
        way_in(view, overview, "verdict.question.detail")
    } else {
        words("p", "", view.text("verdict.question.unproved"))
    };
    let content = vec![detail, answers(choices)];
    ("ready unproved", Icon::INFORMATION, "verdict.question.headline", content)
}

fn with_password(view: &View<'_>, overview: &Overview) -> Card {
    let mut content = vec![way_in(view, overview, "verdict.password.with")];
    if overview.verdict_with_a_device_lost() == Verdict::No {
        content.push(words("p", "", view.text("verdict.lost.no")));
    }
    content.push(recommendation::reason(view));
    ("ready", Icon::CHECK, "verdict.password.headline", content)
}

/// Methods are registered, and none of them has been used since the pass was: do they still exist?
fn unproved(view: &View<'_>, overview: &Overview) -> Card {
    let mut acts = recommendation::ways(view, ["button main", "button quiet"]);
    acts.insert(1, recovery::way_here(view, overview, "button"));
    let content = vec![
        words("p", "", view.text("unproved.detail")),
        recommendation::reason(view),
        frame::acts(acts),
    ];
    ("ready unproved", Icon::INFORMATION, "unproved.headline", content)
}

/// A sentence about the method that the verdict rests on.
fn way_in(view: &View<'_>, overview: &Overview, key: &str) -> Html {
    let name = overview.way_in().map(|method| methods::full_name(view, method));
    words("p", "", view.fill(key, &[("method", &name.unwrap_or_default())]))
}

/// Buttons that only the app can answer: not shown where no script runs.
fn answers(choices: Vec<Html>) -> Html {
    node("div", "acts app-only", choices)
}

fn answer(view: &View<'_>, key: &str, is_known: bool) -> Html {
    let choose: fn() -> Event = if is_known {
        || Event::Overview(overview::Event::PasswordAnswered { is_known: true })
    } else {
        || Event::Overview(overview::Event::PasswordAnswered { is_known: false })
    };
    button("button small", view.text(key), false, view.click(choose))
}
