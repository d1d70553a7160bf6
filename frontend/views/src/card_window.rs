//! The pages of the window that a card opens: on to the task, done, or somebody else is signed in.
//!
//! Drawn by the edge alone. The first one hands the code to the card before it goes on.

use contract::routes;
use yew::{AttrValue, Html};

use crate::{
    Catalog,
    element::{fixed, link, node, nothing, text, with, words},
    frame, methods,
};

/// What [`card_window`] says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CardWindowKind {
    /// It goes on to this address by itself.
    Onward(String),
    /// Somebody is signed in, and the window closes by itself.
    Done,
    /// The card shows one person, and another is signed in here.
    SomebodyElse {
        /// Who is signed in here.
        account: String,
        /// The address that goes on with them.
        address: String,
    },
}

/// The whole page body.
pub fn card_window(kind: &CardWindowKind, catalog: &Catalog, company: &str) -> Html {
    let (title, class) = (title(kind), class(kind));
    let (detail, acts) = match kind {
        CardWindowKind::Onward(address) => (
            catalog.text("card.window.detail"),
            vec![link("button main", address.clone().into(), catalog.text("card.window.link"))],
        ),
        CardWindowKind::Done => (
            catalog.text("card.done.detail"),
            vec![link("button", AttrValue::from(routes::HOME), catalog.text("card.open"))],
        ),
        CardWindowKind::SomebodyElse { account, address } => {
            let account = [("account", methods::isolated(account))];
            let account = account.each_ref().map(|(name, value)| (*name, value.as_str()));
            (
                catalog.fill("card.else.detail", &account),
                vec![
                    link(
                        "button main",
                        address.clone().into(),
                        catalog.fill("card.else.go-on", &account),
                    ),
                    sign_out(catalog),
                ],
            )
        }
    };
    let content =
        vec![frame::heading(catalog.text(title)), words("p", "lead", detail), frame::acts(acts)];
    let home = AttrValue::from(routes::HOME);
    frame::body(
        catalog,
        company,
        home,
        nothing(),
        node("div", class, content),
        AttrValue::default(),
    )
}

/// The title of the page.
#[must_use]
pub fn card_window_title(kind: &CardWindowKind, catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(title(kind)))])
}

fn sign_out(catalog: &Catalog) -> Html {
    let button = with(
        "button",
        &["type", "class"],
        vec![fixed("submit"), fixed("button")],
        vec![text(catalog.text("action.sign-out"))],
    );
    with("form", &["method", "action"], vec![fixed("post"), fixed(routes::SIGN_OUT)], vec![button])
}

const fn title(kind: &CardWindowKind) -> &'static str {
    match kind {
        CardWindowKind::Onward(_) => "card.window.title",
        CardWindowKind::Done => "card.done.title",
        CardWindowKind::SomebodyElse { .. } => "card.else.title",
    }
}

/// What goes on by itself is seen only when that takes long.
const fn class(kind: &CardWindowKind) -> &'static str {
    match kind {
        CardWindowKind::Onward(_) => "late",
        CardWindowKind::Done | CardWindowKind::SomebodyElse { .. } => "",
    }
}
