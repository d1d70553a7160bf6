//! The page on which the language is chosen, and the link to it in the foot of every page.
//!
//! Drawn by the edge alone. Each language calls itself by its own name: whoever cannot read the page
//! still finds theirs.

use contract::routes::{HOME, LANGUAGE, LANGUAGE_QUERY, RETURN_TO_FIELD};
use yew::{AttrValue, Html};

use crate::{
    Catalog,
    element::{fixed, group, node, nothing, text, with},
    frame,
    icon::Icon,
};

/// What there is to choose from.
#[derive(Debug)]
pub struct Languages<'a> {
    /// The tag (BCP 47) of each language, and its name in itself.
    pub known: Vec<(&'static str, &'static str)>,
    /// The tag of the language of the page.
    pub current: &'a str,
    /// Where the choice leads back to: a path and query of this origin.
    pub return_to: String,
}

/// The whole page body.
pub fn languages(languages: &Languages<'_>, catalog: &Catalog, company: &str) -> Html {
    let choice = |&(tag, name): &(&'static str, &'static str)| {
        let pressed = if tag == languages.current { "true" } else { "false" };
        with(
            "button",
            &["class", "name", "value", "lang", "aria-pressed"],
            ["chip", LANGUAGE_QUERY, tag, tag, pressed].map(fixed).into(),
            vec![text(AttrValue::from(name))],
        )
    };
    let return_to = with(
        "input",
        &["type", "name", "value"],
        vec![fixed("hidden"), fixed(RETURN_TO_FIELD), Some(languages.return_to.clone().into())],
        Vec::new(),
    );
    let choices = node("div", "chips", languages.known.iter().map(choice).collect());
    let form = with("form", &["action"], vec![fixed(LANGUAGE)], vec![return_to, choices]);
    let content = vec![frame::heading(catalog.text(TITLE)), form];
    let home = AttrValue::from(HOME);
    frame::body(catalog, company, home, nothing(), group(content), AttrValue::default())
}

/// The title of the page.
#[must_use]
pub fn languages_title(catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(TITLE))])
}

/// The link to the page, which names the language of this one.
pub(crate) fn link(catalog: &Catalog) -> Html {
    let name = catalog.text("language.name");
    let label = text(catalog.fill("language.link", &[("language", &name)]));
    let link = with("a", &["href"], vec![fixed(LANGUAGE)], vec![label]);
    node("p", "language", vec![Icon::GLOBE.draw(), link])
}

const TITLE: &str = "language.title";
