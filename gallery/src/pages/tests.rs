//! Whether every word of a page is from a catalog, those that are only heard too.

use contract::Timestamp;
use screens::fixtures::DATA;
use views::{Catalog, Format, Plural};

use super::by_flow;
use crate::{catalogs, draw::still};

/// Data of the pages that the edge draws alone: addresses, which may be shown in parts, and names of settings.
const OF_THE_EDGE: &[&str] = &[
    "https://keys.contoso.example/why",
    "https://",
    "keys.",
    "contoso.",
    "example/",
    "example",
    "why",
    "login.",
    "microsoftonline.",
    "com/",
    "SEAL_KEYS",
    "DIRECTORY",
    "SCOPES",
];

/// Dates and plurals without words.
struct Plain;

impl Format for Plain {
    fn date(&self, _: Timestamp, _: &Catalog) -> String {
        "1".to_owned()
    }

    fn moment(&self, _: Timestamp, _: Timestamp, _: &Catalog) -> String {
        "1".to_owned()
    }

    fn plural(&self, _: i64) -> Plural {
        Plural::Other
    }
}

/// The English catalog with each of its sentences between two marks.
fn marked() -> Catalog {
    let english = include_str!("../../../static/messages/en.json");
    let english = Catalog::parse(english).expect("the English catalog");
    let entries = english.entries().map(|(key, words)| {
        let marked = serde_json::Value::from(format!("⟦{words}⟧"));
        format!("{key:?}:{marked}")
    });
    let json = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
    Catalog::parse(&json).expect("a marked catalog")
}

/// What is read of a page: its text, and the attributes that are spoken or shown.
fn read(html: &str) -> String {
    const READ: [&str; 5] = ["aria-label", "alt", "title", "placeholder", "data-copied"];
    let mut text = String::new();
    for piece in html.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        for name in READ {
            if let Some((_, value)) = tag.split_once(&format!(" {name}=\"")) {
                text.push_str(value.split('"').next().unwrap_or_default());
                text.push(' ');
            }
        }
        if !tag.starts_with("style") && !tag.starts_with("script") {
            text.push_str(words);
            text.push(' ');
        }
    }
    text
}

fn outside_of_marks(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::new();
    for character in text.chars() {
        match character {
            '⟦' => depth += 1,
            '⟧' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(character),
            _ => {}
        }
    }
    outside
}

#[tokio::test]
async fn every_word_of_every_page_is_from_the_catalog() {
    let words = marked();
    // A language is called by its own name.
    let tags = catalogs::tags().expect("the languages");
    let names: Vec<String> = tags
        .iter()
        .map(|tag| catalogs::read(tag).expect("a catalog").text("language.name").to_string())
        .collect();
    let data = DATA.iter().chain(OF_THE_EDGE).copied().chain(names.iter().map(String::as_str));
    let mut stray = Vec::new();
    for (_, pages) in by_flow() {
        for page in &pages {
            let html = still((page.draw)(&words, &Plain)).await;
            let mut left = outside_of_marks(&read(&html));
            for data in data.clone() {
                left = left.replace(data, "");
            }
            if left.chars().any(char::is_alphabetic) {
                stray.push(format!(
                    "{}: {}",
                    page.name,
                    left.split_whitespace().collect::<Vec<_>>().join(" ")
                ));
            }
        }
    }
    assert!(stray.is_empty(), "{}", stray.join("\n"));
}
