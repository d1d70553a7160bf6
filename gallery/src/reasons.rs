//! The page that says why a passkey cannot be added, for some findings.

use contract::{
    StartScreen, TraceId,
    why::{Found, Rule, Why},
};
use journey::State;
use screens::fixtures::{ACCOUNT, NOW, TRACE, overview};
use views::{Catalog, Format};

use crate::page::{Kind, Page, SITE, draw, start};

/// One of each lead.
pub(crate) fn reasons() -> Vec<Page> {
    let rule =
        Rule { name: "Only from the office".to_owned(), condition: "any location".to_owned() };
    vec![
        page(
            "why-fine",
            "Nothing that this site sees stands in the way.",
            vec![
                Found::RulesMet,
                Found::PasskeysOffered,
                Found::Kinds,
                Found::Browser,
                Found::SignInFresh(NOW.plus_minutes(4)),
            ],
        ),
        page(
            "why-stale",
            "The person can mend what stands in the way.",
            vec![
                Found::RulesUntold,
                Found::PasskeysUnasked,
                Found::Kinds,
                Found::Browser,
                Found::SignInStale,
            ],
        ),
        page(
            "why-refused",
            "An administrator can mend it.",
            vec![
                Found::RulesRefuse(vec![rule]),
                Found::PasskeysOnOwnPage,
                Found::Kinds,
                Found::Browser,
                Found::WindowOver,
            ],
        ),
    ]
}

fn page(name: &'static str, seen: &'static str, found: Vec<Found>) -> Page {
    let why = Why {
        now: NOW,
        person: overview(vec![], None).person,
        found,
        pass_ends_at: Some(NOW.plus_minutes(45)),
        trace: TraceId(TRACE.to_owned()),
    };
    let screen = StartScreen::Welcome { account: ACCOUNT.to_owned(), reason: None };
    let state = State::start(start("/why", screen));
    let view = move |words: &Catalog, format: &dyn Format| {
        draw(&state, words, format, |view| views::why(view, &why, SITE))
    };
    let title = Box::new(views::why_title);
    Page { name, seen, kind: Kind::Own(STYLE), title, draw: Box::new(view) }
}

const STYLE: &str = include_str!("../../static/why.css");
