//! The document of a page: what the edge sends, with its style inside and without its scripts.

use anyhow::Result;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{Organization, routes};
use qrcodegen::{QrCode, QrCodeEcc};
use screens::fixtures;
use views::{Catalog, Format, Still, StillProps};
use yew::{Html, LocalServerRenderer};

use crate::{
    catalogs,
    page::{Kind, Page},
};

/// A language with a catalog.
pub(crate) struct Language {
    /// Its tag (BCP 47).
    pub(crate) tag: String,
    /// The direction in which it is written: `ltr` or `rtl`.
    direction: String,
    words: Catalog,
}

impl Language {
    /// Reads the catalog of a language.
    pub(crate) fn read(tag: &str) -> Result<Self> {
        let words = catalogs::read(tag)?;
        let direction = words.text("language.direction").to_string();
        Ok(Self { tag: tag.to_owned(), direction, words })
    }
}

/// The whole document of a page.
pub(crate) async fn document(page: &Page, language: &Language, format: &dyn Format) -> String {
    let drawn = still((page.draw)(&language.words, format)).await;
    let organization = match page.kind {
        Kind::Nobodys => Organization::default(),
        _ => fixtures::organization(),
    };
    let leads_to_why = matches!(page.kind, Kind::App);
    let foot = still(views::foot(&language.words, &organization, leads_to_why, None)).await;
    let (style, own, content) = match page.kind {
        Kind::App => {
            let id = routes::APP_ELEMENT;
            (STYLE, "", format!("<div id=\"{id}\">{drawn}</div>{foot}"))
        }
        Kind::Edge | Kind::Nobodys => (STYLE, "", [drawn, foot].concat()),
        Kind::Own(own) => (STYLE, own, [drawn, foot].concat()),
        Kind::Card => (CARD_STYLE, "", drawn),
    };
    let Language { tag, direction, .. } = language;
    let title = (page.title)(&language.words);
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let view = if matches!(page.kind, Kind::Card) { " data-view=\"full\"" } else { "" };
    let html = format!(
        "<!doctype html><html lang=\"{tag}\" dir=\"{direction}\"{view}><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"color-scheme\" content=\"light dark\"><style>{style}{own}{FONT}</style>\
         <body>{content}"
    );
    // Only one window could have the focus.
    with_code(&html).replace(" autofocus", "")
}

pub(crate) async fn still(content: Html) -> String {
    let renderer = LocalServerRenderer::<Still>::with_props(StillProps { content });
    renderer.hydratable(false).render().await
}

/// With a code in place of the one that only the edge draws.
fn with_code(html: &str) -> String {
    let Some((before, rest)) = html.split_once("src=\"/") else {
        return html.to_owned();
    };
    let after = rest.split_once('"').map_or("", |(_, after)| after);
    let code = STANDARD.encode(code());
    [before, "src=\"data:image/svg+xml;base64,", &code, "\"", after].concat()
}

/// A QR code as a picture, which leads nowhere.
fn code() -> String {
    let text = "https://latchkey.example/go/on?code=nothing-that-works";
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Low) else {
        return String::new();
    };
    let size = code.size();
    let all = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let dark = all.filter(|&(x, y)| code.get_module(x, y));
    let path: String = dark.map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
    let whole = size + 8;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-4 -4 {whole} {whole}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M-4-4h{whole}v{whole}h-{whole}z\"/>\
         <path d=\"{path}\"/></svg>"
    )
}

const STYLE: &str = include_str!("../../static/styles.css");
const CARD_STYLE: &str = include_str!("../../static/card.css");

/// A font that the browser of the tests is installed with, and that is as wide as those of most people.
const FONT: &str = "body { font-family: \"Liberation Sans\", \"Noto Sans\", sans-serif; }";
