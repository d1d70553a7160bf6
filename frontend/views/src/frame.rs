//! What the screens are made of: the page without its foot, the heading, the row of acts, the ways to other pages.

use journey::{Route, Screen};
use yew::{AttrValue, Html};

use crate::{
    Catalog, View,
    element::{fixed, group, link, node, text, with, words},
    icon::{self, Icon},
};

/// Every page but for its foot: the mark, who is signed in, what it is about, the live region.
pub(crate) fn body(
    catalog: &Catalog,
    company: &str,
    home: AttrValue,
    person: Html,
    main: Html,
    announcement: AttrValue,
) -> Html {
    let brand = with(
        "a",
        &["class", "href"],
        vec![fixed("brand"), Some(home)],
        vec![icon::mark(), name(catalog, company)],
    );
    node(
        "div",
        "page",
        vec![
            node("header", "", vec![brand, person]),
            node("main", "", vec![main]),
            with(
                "p",
                &["class", "role"],
                vec![fixed("unseen"), fixed("status")],
                vec![text(announcement)],
            ),
        ],
    )
}

/// Whose page it is: the company where it is configured, and the product.
fn name(catalog: &Catalog, company: &str) -> Html {
    let product = catalog.product();
    if company.is_empty() {
        return words("span", "", product);
    }
    let company = AttrValue::from(company.to_owned());
    node("span", "", vec![words("b", "", company), words("small", "", product)])
}

/// The one heading of the first order; the focus moves to it when the scene changes.
pub(crate) fn heading(title: AttrValue) -> Html {
    with("h1", &["tabindex"], vec![fixed("-1")], vec![text(title)])
}

/// What can be done on a page, the main act first.
pub(crate) fn acts(acts: Vec<Html>) -> Html {
    node("div", "acts", acts)
}

/// A quiet way back to the overview.
pub(crate) fn way_home(view: &View<'_>, key: &str) -> Html {
    link("button quiet", view.address(&Route::Home), view.text(key))
}

/// The way on from a new method: to the recovery that needed it, or to the overview.
pub(crate) fn way_on(view: &View<'_>, class: &'static str, key: &str) -> Html {
    match &view.state.screen {
        Screen::SignedIn(signed_in) if signed_in.overview.recovery.is_some() => {
            link(class, view.address(&Route::Recover), view.text("recover.continue"))
        }
        Screen::SignedIn(_) | Screen::Welcome(_) | Screen::Failed(_) => {
            link(class, view.address(&Route::Home), view.text(key))
        }
    }
}

/// The offer after a change: whoever else is signed in may not be the person.
pub(crate) fn end_others(view: &View<'_>) -> Html {
    node("p", "", vec![link("", view.address(&Route::Sessions), view.text("session.others"))])
}

/// A page that says one thing and leads somewhere.
pub(crate) fn dead_end(view: &View<'_>, title: &str, detail: &str, acts: Vec<Html>) -> Html {
    group(vec![
        heading(view.text(title)),
        words("p", "lead", view.text(detail)),
        node("div", "acts", acts),
    ])
}

/// The main act of a page that leads to another.
pub(crate) fn main_link(view: &View<'_>, route: &Route, key: &str) -> Html {
    link("button main", view.address(route), view.text(key))
}

/// The page waits for something: an icon that moves, and what it waits for.
pub(crate) fn waiting(icon: Icon, mut content: Vec<Html>) -> Html {
    content.insert(0, node("span", "pulse", vec![icon.draw()]));
    node("div", "card waiting", content)
}
