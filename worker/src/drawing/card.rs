//! Renders the card and the pages of its window: documents of their own, with a small script each.
//!
//! Decides nothing about what is shown.

use std::rc::Rc;

use contract::{Start, StartScreen, routes};
use intl::IntlFormat;
use journey::State;
use views::{CardWindowKind, CardWithout, Catalog, Dispatch, View, card_title, card_window_title};

use super::{
    Drawings,
    brand::ICON,
    document::{escaped, in_attribute, still, without_scripts},
    language::Language,
    undrawn,
};
use crate::{
    clock, page,
    web::{
        assets,
        failure::Failure,
        headers::{self, FramedBy},
        incoming::{Incoming, field},
        negotiation,
        reply::{Body, Reply},
    },
};

/// What a card is drawn for.
#[derive(Debug)]
pub(crate) struct CardDrawing<'a> {
    /// The origin of the page around it, if that is one.
    pub(crate) host: Option<&'a str>,
    /// Who may frame it.
    pub(crate) framed_by: FramedBy<'a>,
    /// What it shows of a person.
    pub(crate) screen: StartScreen,
    /// Why it shows nothing.
    pub(crate) without: CardWithout,
}

impl Drawings {
    /// The card, in the language, theme and view that its address asks for.
    pub(crate) async fn card(
        &self,
        incoming: &Incoming,
        status: u16,
        card: CardDrawing<'_>,
    ) -> Reply {
        let language = Language::of(incoming, &incoming.address());
        let (catalog, style, script) = match self.card_parts(incoming, language).await {
            Ok(parts) => parts,
            Err(failure) => return undrawn(incoming, failure),
        };
        // The cookie of the app is not seen in a frame.
        let zone = field(&incoming.query, ZONE);
        let format = IntlFormat::of(&language.locale_in(incoming, zone));
        let address = match field(&incoming.query, routes::LANGUAGE_QUERY) {
            Some(_) => [routes::CARD, "?", routes::LANGUAGE_QUERY, "=", language.0.tag].concat(),
            None => routes::CARD.to_owned(),
        };
        let state = State::start(Start {
            now: clock::now(),
            language: language.0.tag.to_owned(),
            catalog: String::new(),
            later_words: String::new(),
            address,
            product: self.organization.product.clone(),
            company: self.organization.name.clone(),
            keeps_passkeys: None,
            screen: card.screen,
        });
        let title = escaped(&card_title(&catalog));
        let view =
            View { state: &state, words: &catalog, format: &format, dispatch: &Dispatch::none() };
        let drawn = still(views::card(&view, card.without)).await;
        let chosen = |name, known: [&'static str; 2]| {
            let asked = field(&incoming.query, name);
            known.into_iter().find(|known| asked.as_deref() == Some(known))
        };
        let attribute = |name, value: Option<&str>| match value {
            Some(value) => [" data-", name, "=\"", &in_attribute(value), "\""].concat(),
            None => String::new(),
        };
        let direction = if language.0.is_right_to_left { " dir=\"rtl\"" } else { "" };
        let html = [
            "<!doctype html><html lang=\"",
            language.0.tag,
            "\"",
            &attribute("theme", chosen("theme", ["light", "dark"])),
            &attribute("view", chosen("view", ["compact", "full"])),
            &attribute("host", card.host),
            &attribute("contract", Some(contract::VERSION)),
            &attribute("product", Some(&self.organization.product)),
            direction,
            "><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>",
            &title,
            "</title>",
            if self.brand.has_logo { ICON } else { "" },
            &self.brand.style,
            "<style>",
            &style,
            "</style><body>",
            &drawn,
            "<script>",
            &script,
            "</script>",
        ]
        .concat();
        let parts = [page::CARD_SCRIPT, page::CARD_STYLE];
        let [mut policy, frames, permissions] = headers::for_card(card.framed_by, parts);
        policy.1 = headers::with_style(&policy.1, &self.brand.hash);
        reply(incoming, status, html, [policy, frames, permissions])
    }

    /// The words, the style and the script of the card.
    async fn card_parts(
        &self,
        incoming: &Incoming,
        language: Language,
    ) -> Result<(Rc<Catalog>, Rc<str>, Rc<str>), Failure> {
        let catalog = self.catalog(incoming, language).await?;
        if let Some((style, script)) = &*self.card.borrow() {
            return Ok((catalog, Rc::clone(style), Rc::clone(script)));
        }
        let style: Rc<str> = assets::text(&self.env, &incoming.trace, CARD_STYLE).await?.into();
        let script: Rc<str> = assets::text(&self.env, &incoming.trace, CARD_SCRIPT).await?.into();
        self.card.replace(Some((Rc::clone(&style), Rc::clone(&script))));
        Ok((catalog, style, script))
    }

    /// A page of the window that a card opens. Its script hands the code to the card, then goes on.
    pub(crate) async fn card_window(
        &self,
        incoming: &Incoming,
        kind: CardWindowKind,
        code: Option<&str>,
    ) -> Reply {
        let language = Language::of(incoming, &incoming.address());
        let parts = async {
            let parts = self.parts(incoming, language).await?;
            Ok((parts, assets::text(&self.env, &incoming.trace, CARD_WINDOW_SCRIPT).await?))
        };
        let (page, script) = match parts.await {
            Ok(parts) => parts,
            Err(failure) => return undrawn(incoming, failure),
        };
        let title = escaped(&card_window_title(&kind, &page.catalog));
        let (next, closes) = match &kind {
            CardWindowKind::Onward(address) => (in_attribute(address), ""),
            CardWindowKind::Done => (String::new(), "1"),
            CardWindowKind::SomebodyElse { .. } => (String::new(), ""),
        };
        let content = views::card_window(&kind, &page.catalog, &self.organization.name);
        let drawn = [
            &still(content).await,
            "<data id=\"window\" data-code=\"",
            &in_attribute(code.unwrap_or_default()),
            "\" data-next=\"",
            &next,
            "\" data-closes=\"",
            closes,
            "\"></data><script>",
            &script,
            "</script>",
        ]
        .concat();
        let html = without_scripts(&page, &title, "", &drawn);
        let style = page::STYLE_HASHES.first().copied().unwrap_or("'none'");
        let parts = [page::CARD_WINDOW_SCRIPT, style];
        let [mut policy, opener] = headers::for_card_window(parts);
        policy.1 = headers::with_style(&policy.1, &self.brand.hash);
        reply(incoming, 200, html, [policy, opener])
    }
}

/// The query parameter with the time zone of the browser.
const ZONE: &str = "zone";
/// The parts of the card and of its window among the built files. The worker knows their hashes.
const CARD_STYLE: &str = "/assets/card.css";
const CARD_SCRIPT: &str = "/assets/card.js";
const CARD_WINDOW_SCRIPT: &str = "/assets/card-window.js";

fn reply<const N: usize>(
    incoming: &Incoming,
    status: u16,
    html: String,
    headers: [(&'static str, String); N],
) -> Reply {
    let accept = incoming.header("accept-encoding").unwrap_or_default();
    let reply = Reply::html(negotiation::encoding_of_page(&accept), status, Body::Text(html));
    headers.into_iter().fold(reply, |reply, (name, value)| reply.with(name, value))
}
