//! The foot of every page: how the help desk is reached, and what this page never asks for.
//!
//! Drawn by the edge alone, below what the app takes over, since nothing in it ever changes.

use contract::{Organization, routes};
use journey::Route;
use yew::{AttrValue, Html};

use crate::{
    Catalog,
    element::{fixed, link, node, nothing, space, text, with, words},
    language,
};

/// The foot of a page, which leads to the page that says why no passkey can be added where that may help.
/// That link keeps the language that the address of the page pins; the page on which the language is chosen
/// learns it from the browser, which tells where the person comes from.
pub fn foot(
    catalog: &Catalog,
    organization: &Organization,
    leads_to_why: bool,
    pinned_language: Option<&str>,
) -> Html {
    let id = routes::HELP_FRAGMENT.strip_prefix('#').and_then(fixed);
    let why = if leads_to_why {
        let why = AttrValue::from(Route::Why.address(pinned_language));
        let why = link("", why, catalog.text("why.title"));
        node("p", "", vec![why])
    } else {
        nothing()
    };
    let never = words("p", "", catalog.text("footer"));
    let privacy = match &organization.privacy {
        Some(address) => {
            let label = catalog.text("footer.privacy");
            node("p", "", vec![link("", address.clone().into(), label)])
        }
        None => nothing(),
    };
    let language = language::link(catalog);
    with(
        "footer",
        &["id"],
        vec![id],
        vec![desk(catalog, organization), why, never, privacy, language],
    )
}

/// The ways to the help desk in one line; nothing where none is configured.
fn desk(catalog: &Catalog, organization: &Organization) -> Html {
    if organization.help_desk.is_empty() {
        return nothing();
    }
    let mut line = vec![words("b", "", catalog.text("help.desk")), space()];
    line.extend(organization.help_desk.iter().map(|contact| {
        let label = AttrValue::from(contact.text.clone());
        let content = match &contact.address {
            Some(address) => link("", address.clone().into(), label),
            None => text(label),
        };
        node("span", "contact", vec![content])
    }));
    node("p", "", line)
}
