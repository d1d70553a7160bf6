//! Microsoft Authenticator: the app, the account in it, and what the new entry is good for.
//!
//! Works without script: the pages are links to each other, and the form reads the list again.

use contract::{AuthenticationMethod, MethodKind, Overview, Verdict, routes};
use journey::{Route, authenticator::Authenticator, recommendation::Way, watch::Watcher};
use yew::{AttrValue, Html};

use crate::{
    View,
    clock::pass_words,
    element::{fixed, group, image, node, nothing, section_heading, text, with, words},
    fault, frame, hand_off,
    icon::Icon,
    methods, recommendation, sign_in, step_up, time_needed,
};

pub(crate) fn page(view: &View<'_>, authenticator: &Authenticator, overview: &Overview) -> Html {
    match authenticator {
        Authenticator::Installing => installing(view),
        Authenticator::OnThePage(watcher) => on_the_page(view, watcher, overview),
        Authenticator::InTheApp(watcher) => in_the_app(view, watcher, overview),
        Authenticator::StepUp => step_up::page(view, view.text("authenticator.step-up")),
        Authenticator::Added { method } => added(view, method, overview),
    }
}

fn installing(view: &View<'_>) -> Html {
    group(vec![
        frame::heading(view.text("authenticator.title")),
        words("p", "lead", view.text("authenticator.lead")),
        time_needed::here(view),
        node(
            "div",
            "card install",
            vec![
                // Whoever cannot see it has the stores beside it.
                image("code", routes::AUTHENTICATOR_CODE.into(), AttrValue::default()),
                node(
                    "div",
                    "",
                    vec![
                        words("h2", "", view.text("authenticator.install")),
                        words("p", "beside-code", view.text("authenticator.install.scan")),
                        words("p", "", view.text("authenticator.install.stores")),
                        node(
                            "p",
                            "stores",
                            vec![
                                store(view, "authenticator.store.apple", APP_STORE),
                                store(view, "authenticator.store.google", PLAY),
                            ],
                        ),
                    ],
                ),
            ],
        ),
        frame::acts(vec![
            frame::main_link(view, &Route::AddAccountInApp, "authenticator.installed"),
            frame::way_home(view, "action.not-now"),
        ]),
    ])
}

fn store(view: &View<'_>, key: &str, address: &'static str) -> Html {
    with(
        "a",
        &["class", "href", "target", "rel"],
        vec![fixed("button small"), fixed(address), fixed("_blank"), fixed("noopener")],
        vec![text(view.text(key))],
    )
}

fn in_the_app(view: &View<'_>, watcher: &Watcher, overview: &Overview) -> Html {
    let steps =
        ["authenticator.step.add", "authenticator.step.sign-in", "authenticator.step.allow"];
    group(vec![
        frame::heading(view.text("authenticator.account.title")),
        words("p", "lead", view.text("authenticator.account.lead")),
        time_needed::here(view),
        node(
            "div",
            "card",
            vec![
                words("h2", "", view.text("authenticator.steps")),
                sign_in::steps(view, steps),
                account(view, overview),
            ],
        ),
        time_left(view, overview),
        hand_off::wait(
            view,
            watcher,
            "authenticator.other",
            vec![hand_off::finished(view, "button main", "authenticator.finished")],
        ),
        trouble(view),
    ])
}

/// The account name to type in the app.
fn account(view: &View<'_>, overview: &Overview) -> Html {
    let account = AttrValue::from(overview.person.account.clone());
    node(
        "p",
        "look-for",
        vec![words("span", "", view.text("authenticator.account")), words("b", "", account)],
    )
}

/// Why the pass, which the app asks for, does not work. While it does, the strip has its clock.
fn time_left(view: &View<'_>, overview: &Overview) -> Html {
    let clock = journey::clock::pass_clock(overview, view.state.now);
    let Some(clock) = clock.filter(|clock| clock.running().is_none()) else {
        return nothing();
    };
    let (headline, detail) = pass_words(view, &clock);
    let content = vec![words("h2", "", headline), words("p", "", detail)];
    fault::notice("notice", None, Icon::CLOCK, content)
}

/// The pass is used up: what is left, the best first.
fn on_the_page(view: &View<'_>, watcher: &Watcher, overview: &Overview) -> Html {
    // Where this browser or the directory takes none, this page is where people are sent instead.
    let (lead, passkey, title, open) = if recommendation::first(view) == Way::Passkey {
        let passkey = frame::main_link(view, &Route::AddPasskey, "action.add-passkey");
        let passkey = frame::acts(vec![passkey]);
        ("authenticator.used-up.lead", passkey, "authenticator.on-the-page", "button")
    } else {
        let title = "authenticator.on-the-page.alone";
        ("authenticator.used-up.here", nothing(), title, "button main")
    };
    let steps = ["hand-off.step.add", "authenticator.step.choose", "authenticator.step.scan"];
    group(vec![
        frame::heading(view.text("authenticator.used-up.title")),
        words("p", "lead", view.text(lead)),
        passkey,
        time_needed::here(view),
        node(
            "section",
            "card",
            vec![
                section_heading("on-the-page", view.text(title)),
                sign_in::steps(view, steps),
                frame::acts(vec![hand_off::open(view, open, overview)]),
            ],
        ),
        words("p", "", view.text("authenticator.used-up.reusable")),
        hand_off::wait(
            view,
            watcher,
            "authenticator.other",
            vec![hand_off::finished(view, "button", "hand-off.finished")],
        ),
        trouble(view),
    ])
}

fn trouble(view: &View<'_>) -> Html {
    let reasons = [
        "authenticator.trouble.pass",
        "authenticator.trouble.account",
        "authenticator.trouble.number",
        "authenticator.trouble.notifications",
        "authenticator.trouble.policy",
    ];
    fault::disclosure(
        view.text("authenticator.trouble.summary"),
        false,
        vec![hand_off::reasons(view, &reasons)],
    )
}

fn added(view: &View<'_>, method: &AuthenticationMethod, overview: &Overview) -> Html {
    let is_passkey = matches!(method.kind, MethodKind::Passkey { .. });
    let (title, lead) = if is_passkey {
        ("saved.title", "authenticator.added.passkey")
    } else {
        ("authenticator.added.title", "authenticator.added.lead")
    };
    // What comes after a password is of no use to somebody who does not know theirs.
    let needs_passkey = !is_passkey
        && overview.recovery.is_none()
        && overview.knows_password != Some(true)
        && overview.verdict() != Verdict::Yes
        && recommendation::first(view) == Way::Passkey;
    let acts = if needs_passkey {
        vec![
            frame::main_link(view, &Route::AddPasskey, "action.add-passkey"),
            frame::way_on(view, "button", "saved.button"),
        ]
    } else {
        vec![frame::way_on(view, "button main", "saved.button")]
    };
    group(vec![
        node("div", "celebration", vec![Icon::CHECK.draw()]),
        frame::heading(view.text(title)),
        words("p", "lead", view.text(lead)),
        methods::single(view, method),
        frame::acts(acts),
    ])
}

const APP_STORE: &str = "https://apps.apple.com/app/microsoft-authenticator/id983156458";
const PLAY: &str = "https://play.google.com/store/apps/details?id=com.azure.authenticator";
