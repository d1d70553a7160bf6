//! The first drawing: the app's own views rendered into the built page, with the data beside them.
//!
//! Decides nothing about what is shown, and keeps nothing of a person between requests.
//! Next: the browser shows it, and the app takes it over.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use contract::{
    Start, StartScreen, Timestamp,
    routes::{APP_ELEMENT, LANGUAGE_QUERY, START_ELEMENT},
};
use journey::State;
use views::{App, AppProps, Catalog, Dispatch, Format, UtcFormat};
use yew::LocalServerRenderer;

use crate::{
    clock,
    edge::Edge,
    exchange::Exchange,
    incoming::{Incoming, field},
    negotiation::{self, Encoding},
    page,
    reply::{Body, Reply, to_json},
    welcome::Welcome,
};

/// What was drawn or read before and is the same for everyone.
#[derive(Default)]
pub(crate) struct Drawings {
    catalogs: RefCell<HashMap<&'static str, Rc<Catalog>>>,
    /// The first page, by language and path.
    pub(crate) welcomes: RefCell<HashMap<(&'static str, String), Rc<Welcome>>>,
}

/// The page that was asked for, with this screen.
pub(crate) async fn page(exchange: &Exchange<'_>, status: u16, screen: StartScreen) -> Reply {
    page_at(exchange.edge, exchange.incoming, status, &exchange.incoming.address(), screen).await
}

/// A page for another place than the one that was asked for.
pub(crate) async fn page_at(
    edge: &Edge,
    incoming: &Incoming,
    status: u16,
    address: &str,
    screen: StartScreen,
) -> Reply {
    let language = Language::of(incoming);
    let html = draw(edge, &language, clock::now(), address, screen).await;
    html_reply(incoming, status, html)
}

/// A language that there is a catalog for.
pub(crate) struct Language {
    /// Its name (BCP 47).
    pub(crate) name: &'static str,
    address: &'static str,
    catalog: &'static str,
}

impl Language {
    /// The language that a request asks for.
    pub(crate) fn of(incoming: &Incoming) -> Self {
        let known: Vec<&'static str> = page::CATALOGS.iter().map(|(name, ..)| *name).collect();
        let asked = field(&incoming.query, LANGUAGE_QUERY);
        let accept = incoming.header("accept-language").unwrap_or_default();
        let chosen = negotiation::language(&known, asked.as_deref(), &accept);
        let found = page::CATALOGS.iter().find(|(name, ..)| *name == chosen);
        let (name, address, catalog) = found.copied().unwrap_or(("en", "", "{}"));
        Self { name, address, catalog }
    }

    fn words(&self, drawings: &Drawings) -> Rc<Catalog> {
        let mut catalogs = drawings.catalogs.borrow_mut();
        // A catalog that cannot be read is found by the build; here its keys would be shown.
        let words = catalogs
            .entry(self.name)
            .or_insert_with(|| Rc::new(Catalog::parse(self.catalog).unwrap_or_default()));
        Rc::clone(words)
    }
}

/// The whole page.
pub(crate) async fn draw(
    edge: &Edge,
    language: &Language,
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
    let words = language.words(&edge.drawings);
    let title = escaped(&views::title(&state, &words));
    let format: Rc<dyn Format> = Rc::new(UtcFormat);
    let props =
        AppProps { state: Rc::new(state), catalog: words, format, dispatch: Dispatch::none() };
    let drawn = LocalServerRenderer::<App>::with_props(props).render().await;
    // The template is written in English.
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

fn html_reply(incoming: &Incoming, status: u16, html: String) -> Reply {
    // The runtime compresses what is said to be.
    let accept = incoming.header("accept-encoding").unwrap_or_default();
    let encoding = negotiation::encoding_of_page(&accept);
    html_in(encoding, status, Body::Text(html))
}

/// A page in an encoding.
pub(crate) fn html_in(encoding: Encoding, status: u16, body: Body) -> Reply {
    let reply = Reply { body, ..Reply::empty(status) }
        .with("content-type", "text/html; charset=utf-8")
        .with("vary", "accept-encoding, accept-language, cookie");
    match encoding.name() {
        Some(name) => reply.with("content-encoding", name),
        None => reply,
    }
}

/// JSON as it may stand in a `<script>` element: no `<` that could end it (HTML §4.12.1.3), and
/// no line separator that an older parser takes for a new line.
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

/// Text as it may stand in an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests;
