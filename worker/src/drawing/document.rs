//! Renders a page: the app's own views inside the built template, with the start data beside them.
//!
//! Decides nothing about what is shown.

use std::rc::Rc;

use contract::{
    Organization, Start, StartScreen, Timestamp,
    routes::{APP_ELEMENT, START_ELEMENT},
};
use intl::{IntlFormat, Locale};
use journey::State;
use views::{
    App, AppProps, Catalog, Destination, Dispatch, Foot, FootProps, Format, Onward, OnwardProps,
    Setup, SetupProps,
};
use yew::LocalServerRenderer;

use crate::{drawing::language::Language, json::to_json, page};

/// Renders the whole page for the person's address and screen, as of `now`.
pub(super) async fn render(
    language: &Language,
    locale: &Locale,
    catalog: Rc<Catalog>,
    organization: &Rc<Organization>,
    now: Timestamp,
    address: &str,
    screen: StartScreen,
) -> String {
    let start = Start {
        now,
        language: language.name.to_owned(),
        catalog: language.address.to_owned(),
        later_words: language.later.to_owned(),
        address: address.to_owned(),
        company: organization.name.clone(),
        screen,
    };
    let data = inside_script(&to_json(&start));
    let state = State::start(start);
    let title = escaped(&views::title(&state, &catalog));
    let format: Rc<dyn Format> = Rc::new(IntlFormat::of(locale));
    let foot = foot(&catalog, organization).await;
    let catalog = Rc::new(catalog.unread());
    let props = AppProps {
        state: Rc::new(state),
        catalog: Rc::clone(&catalog),
        format,
        dispatch: Dispatch::none(),
    };
    let drawn = LocalServerRenderer::<App>::with_props(props).render().await;
    let later = if catalog.has_reached_later() { preload(language.later) } else { String::new() };
    [
        &before_head(language),
        "<title>",
        &title,
        "</title>",
        &preload(language.address),
        &later,
        page::BEFORE_APP,
        "<div id=\"",
        APP_ELEMENT,
        "\">",
        &drawn,
        "</div>",
        &foot,
        "<script type=\"application/json\" id=\"",
        START_ELEMENT,
        "\">",
        &data,
        "</script>",
        page::AFTER_APP,
    ]
    .concat()
}

/// What makes the browser fetch this file before the app asks for it.
fn preload(address: &str) -> String {
    ["<link rel=\"preload\" as=\"fetch\" crossorigin href=\"", address, "\">"].concat()
}

/// Renders the page that goes on to this address, in the same frame and without scripts.
pub(super) async fn render_onward(
    language: &Language,
    catalog: Rc<Catalog>,
    organization: &Rc<Organization>,
    destination: Destination,
    location: String,
) -> String {
    let title = escaped(&views::onward_title(destination, &catalog));
    let refresh = in_attribute(&location);
    let foot = foot(&catalog, organization).await;
    let company = organization.name.clone().into();
    let props = OnwardProps { destination, address: location.into(), catalog, company };
    let drawn = LocalServerRenderer::<Onward>::with_props(props).hydratable(false).render().await;
    // At once: anything later would take people by surprise (WCAG 2.2, technique G110).
    let refresh = ["<meta http-equiv=\"refresh\" content=\"0; url=", &refresh, "\">"].concat();
    without_scripts(language, &title, &refresh, &[drawn, foot].concat())
}

/// Renders the page that names the faulty settings, in the same frame and without scripts.
pub(super) async fn render_setup(
    language: &Language,
    catalog: Rc<Catalog>,
    organization: &Rc<Organization>,
    faults: Vec<(&'static str, &'static str)>,
) -> String {
    let title = escaped(&views::setup_title(&catalog));
    let foot = foot(&catalog, organization).await;
    let props = SetupProps { faults, catalog };
    let drawn = LocalServerRenderer::<Setup>::with_props(props).hydratable(false).render().await;
    without_scripts(language, &title, "", &[drawn, foot].concat())
}

/// The foot of a page, which the app leaves as it is.
async fn foot(catalog: &Rc<Catalog>, organization: &Rc<Organization>) -> String {
    let props = FootProps { catalog: Rc::clone(catalog), organization: Rc::clone(organization) };
    LocalServerRenderer::<Foot>::with_props(props).hydratable(false).render().await
}

/// A whole page that the app does not take over.
pub(super) fn without_scripts(language: &Language, title: &str, head: &str, drawn: &str) -> String {
    [
        &before_head(language),
        "<title>",
        title,
        "</title>",
        head,
        style(page::BEFORE_APP),
        "</head><body>",
        drawn,
        page::AFTER_APP,
    ]
    .concat()
}

/// The beginning of the template, which declares English, in another language.
fn before_head(language: &Language) -> String {
    page::BEFORE_HEAD.replacen("lang=\"en\"", &format!("lang=\"{}\"", language.name), 1)
}

/// The inline style in a part of the template; empty if there is none.
fn style(template: &str) -> &str {
    const END: &str = "</style>";
    let style = template.find("<style").zip(template.find(END));
    style.and_then(|(from, to)| template.get(from..to + END.len())).unwrap_or_default()
}

/// Escapes JSON for a `<script>` element: no `<`, which could end it (HTML §4.12.1.3), and no line
/// separator, which an older parser takes for a new line.
fn inside_script(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => escaped.push_str("\\u003c"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Escapes text for an attribute in double quotes.
pub(super) fn in_attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// Escapes text for the content of an element.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests;
