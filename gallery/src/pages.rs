//! What there are pictures of: every screen of the app, and the pages that the edge draws alone.

use contract::{
    Overview, Pass, Problem, ProblemCode, Start, StartScreen, TraceId,
    sessions::{Everywhere, Sessions},
};
use journey::State;
use screens::{
    Shown,
    fixtures::{
        ACCOUNT, COMPANY, TRACE, lost_phone, one_time_pass, overview, pass, problem, security_key,
    },
    number_only,
    sessions::sessions,
};
use views::{CardWindowKind, CardWithout, Catalog, Destination, Format, Languages, SessionsNotice};
use yew::{AttrValue, Html};

use crate::{
    catalogs,
    page::{Kind, Page, SITE, draw, start},
    reasons::reasons,
};

/// Every page, by what a person is doing.
pub(crate) fn by_flow() -> Vec<(&'static str, Vec<Page>)> {
    let of_the_app = |shown: Shown| {
        let Shown { name, seen, state } = shown;
        let titled = state.clone();
        Page {
            name,
            seen,
            kind: Kind::App,
            title: Box::new(move |words| views::title(&titled, words)),
            draw: Box::new(move |words, format| draw(&state, words, format, views::app)),
        }
    };
    let flows = screens::by_flow().into_iter();
    let flows = flows.map(|(title, shown)| (title, shown.into_iter().map(of_the_app).collect()));
    flows
        .chain([
            ("Where you are signed in", of_sessions()),
            ("Why no passkey can be added", reasons()),
            ("The card of an intranet page", cards()),
            ("Pages around the app", around()),
        ])
        .collect()
}

fn of_sessions() -> Vec<Page> {
    let page = |name, seen, sessions: Sessions, notice: Option<SessionsNotice>| {
        let screen = StartScreen::Welcome { account: ACCOUNT.to_owned(), reason: None };
        let state = State::start(Start { now: sessions.now, ..start("/sessions", screen) });
        let view = move |words: &Catalog, format: &dyn Format| {
            draw(&state, words, format, |view| views::sessions(view, &sessions, notice.as_ref()))
        };
        let title = Box::new(views::sessions_title);
        Page { name, seen, kind: Kind::Edge, title, draw: Box::new(view) }
    };
    let everywhere = |everywhere| Sessions { everywhere, ..sessions() };
    let failed =
        Problem { trace: TraceId(TRACE.to_owned()), ..problem(ProblemCode::StepUpRequired) };
    vec![
        page("sessions", "The person’s sessions in all browsers.", sessions(), None),
        page("sessions-ended", "One of them was ended.", sessions(), Some(SessionsNotice::Ended)),
        page(
            "sessions-step-up",
            "A sign-in is due before a session can be ended.",
            sessions(),
            Some(SessionsNotice::Failed(failed)),
        ),
        page(
            "sessions-no-way-back",
            "Nobody can sign out everywhere who could not sign in again.",
            everywhere(Everywhere::NoWayBack),
            None,
        ),
        Page {
            name: "signed-out-everywhere",
            seen: "The directory has ended all sign-ins of the person.",
            kind: Kind::Edge,
            title: Box::new(views::signed_out_everywhere_title),
            draw: Box::new(|words, _| views::signed_out_everywhere(words, COMPANY)),
        },
    ]
}

fn cards() -> Vec<Page> {
    let card = |name, seen, screen: StartScreen, without: CardWithout| {
        let state = State::start(start("/card", screen));
        let view = move |words: &Catalog, format: &dyn Format| {
            draw(&state, words, format, |view| views::card(view, without))
        };
        let title = Box::new(views::card_title);
        Page { name, seen, kind: Kind::Card, title, draw: Box::new(view) }
    };
    let of = |name, seen, overview| {
        card(name, seen, StartScreen::SignedIn { overview }, CardWithout::SignIn)
    };
    let nobody = || StartScreen::Welcome { account: String::new(), reason: None };
    let with = |methods, pass: Option<Pass>| -> Overview { overview(methods, pass) };
    let broken = StartScreen::Failed { problem: problem(ProblemCode::DirectoryUnreachable) };
    vec![
        of("card-empty", "Nothing is registered.", with(vec![], Some(pass()))),
        of(
            "card-one-time",
            "The same after the sign-in with a one-time pass.",
            with(vec![], Some(one_time_pass())),
        ),
        of("card-good", "The person can sign in tomorrow.", with(vec![security_key()], None)),
        of("card-lost-phone", "The same, with a pass that runs.", with(lost_phone(), Some(pass()))),
        of("card-ask", "It depends on whether the person knows the password.", number_only(None)),
        card("card-signed-out", "Nobody is signed in.", nobody(), CardWithout::SignIn),
        card(
            "card-storage",
            "The browser keeps nothing for a page inside another one.",
            nobody(),
            CardWithout::Storage,
        ),
        card(
            "card-permission",
            "The page around the card is not in the list.",
            nobody(),
            CardWithout::Permission,
        ),
        card("card-failed", "The directory does not answer.", broken, CardWithout::SignIn),
    ]
}

fn around() -> Vec<Page> {
    let to = "/add-passkey".to_owned();
    let (account, address) = (ACCOUNT.to_owned(), "/card/window".to_owned());
    vec![
        edge(
            "onward",
            "The browser goes on to the directory’s page.",
            Kind::Edge,
            |words| views::onward_title(Destination::SignIn, words),
            |words| {
                let address = "https://login.example/".into();
                views::onward(Destination::SignIn, address, words, COMPANY)
            },
        ),
        window(
            "card-window",
            "The window of a card goes on to its task.",
            CardWindowKind::Onward(to),
        ),
        window("card-window-done", "A sign-in for a card is done.", CardWindowKind::Done),
        window(
            "card-window-else",
            "Somebody else is signed in than the card shows.",
            CardWindowKind::SomebodyElse { account, address },
        ),
        edge("language", "The language is chosen.", Kind::Edge, views::languages_title, |words| {
            views::languages(&languages(), words, COMPANY)
        }),
        edge(
            "leaflet",
            "The sheet for the first day.",
            Kind::Own(LEAFLET_STYLE),
            views::leaflet_title,
            |words| views::leaflet(words, COMPANY, SITE, "https://login.microsoftonline.com"),
        ),
        edge(
            "setup",
            "The settings of the worker are wrong.",
            Kind::Nobodys,
            views::setup_title,
            |words| {
                let faults = [
                    ("SEAL_KEYS", "missing"),
                    ("DIRECTORY", "malformed"),
                    ("SCOPES", "lacks-scope"),
                ];
                views::setup(&faults, words)
            },
        ),
    ]
}

fn edge(
    name: &'static str,
    seen: &'static str,
    kind: Kind,
    title: fn(&Catalog) -> AttrValue,
    view: fn(&Catalog) -> Html,
) -> Page {
    Page { name, seen, kind, title: Box::new(title), draw: Box::new(move |words, _| view(words)) }
}

fn window(name: &'static str, seen: &'static str, window: CardWindowKind) -> Page {
    let titled = window.clone();
    Page {
        name,
        seen,
        kind: Kind::Edge,
        title: Box::new(move |words| views::card_window_title(&titled, words)),
        draw: Box::new(move |words, _| views::card_window(&window, words, COMPANY)),
    }
}

/// The languages to choose from.
fn languages() -> Languages<'static> {
    let mut known: Vec<(&'static str, &'static str)> = Vec::new();
    for tag in catalogs::tags().unwrap_or_default() {
        let words = catalogs::read(&tag).unwrap_or_default();
        let name = words.text("language.name").to_string();
        known.push((tag.leak(), name.leak()));
    }
    Languages { known, current: "en", return_to: "/".to_owned() }
}

const LEAFLET_STYLE: &str = include_str!("../../static/leaflet.css");

#[cfg(test)]
mod tests;
