//! Renders a page: the app's own views inside the built template, with the start data beside them.
//!
//! Decides nothing about what is shown.

use std::rc::Rc;

use contract::{
    Start, StartScreen, Timestamp,
    routes::{APP_ELEMENT, START_ELEMENT},
};
use intl::{IntlFormat, Locale};
use journey::State;
use views::{App, AppProps, Catalog, Dispatch, Format};
use yew::LocalServerRenderer;

use crate::{drawing::language::Language, json::to_json, page};

/// Renders the whole page for the person's address and screen, as of `now`.
pub(super) async fn render(
    language: &Language,
    locale: &Locale,
    catalog: Rc<Catalog>,
    now: Timestamp,
    address: &str,
    screen: StartScreen,
) -> String {
    let start = Start {
        now,
        language: language.name.to_owned(),
        catalog: language.address.to_owned(),
        address: address.to_owned(),
        screen,
    };
    let data = inside_script(&to_json(&start));
    let state = State::start(start);
    let title = escaped(&views::title(&state, &catalog));
    let format: Rc<dyn Format> = Rc::new(IntlFormat::of(locale));
    let props = AppProps { state: Rc::new(state), catalog, format, dispatch: Dispatch::none() };
    let drawn = LocalServerRenderer::<App>::with_props(props).render().await;
    // The template declares English.
    let before_head = page::BEFORE_HEAD.replacen("lang=\"en\"", &lang(language.name), 1);
    [
        &before_head,
        "<title>",
        &title,
        "</title><link rel=\"preload\" as=\"fetch\" crossorigin href=\"",
        language.address,
        "\">",
        page::BEFORE_APP,
        "<div id=\"",
        APP_ELEMENT,
        "\">",
        &drawn,
        "</div><script type=\"application/json\" id=\"",
        START_ELEMENT,
        "\">",
        &data,
        "</script>",
        page::AFTER_APP,
    ]
    .concat()
}

fn lang(name: &str) -> String {
    format!("lang=\"{name}\"")
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

/// Escapes text for the content of an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests;
