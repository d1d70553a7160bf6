//! Draws a state to HTML, as the edge does.

use contract::Timestamp;
use journey::State;
use views::{Catalog, Dispatch, Format, Plural, Still, StillProps, View};
use yew::{Html, LocalServerRenderer};

pub(crate) fn english() -> Catalog {
    Catalog::parse(ENGLISH).expect("the English catalog is one flat object").naming("Latchkey")
}

pub(crate) const ENGLISH: &str = include_str!("../../../../static/messages/en.json");

pub(crate) fn draw(state: &State) -> String {
    draw_with(state, english())
}

pub(crate) fn draw_with(state: &State, catalog: Catalog) -> String {
    draw_view(state, &catalog, views::app)
}

/// Draws something of a state.
pub(crate) fn draw_view(
    state: &State,
    catalog: &Catalog,
    view: impl FnOnce(&View<'_>) -> Html,
) -> String {
    let dispatch = Dispatch::none();
    still(view(&View { state, words: catalog, format: &PlainFormat, dispatch: &dispatch }))
}

/// Draws what is the same for every state.
pub(crate) fn still(content: Html) -> String {
    let runtime =
        tokio::runtime::Builder::new_current_thread().build().expect("a runtime of one thread");
    let renderer = LocalServerRenderer::<Still>::with_props(StillProps { content });
    tokio::task::LocalSet::new().block_on(&runtime, renderer.hydratable(false).render())
}

/// The foot of the page, which only the edge draws.
pub(crate) fn draw_foot(pinned_language: Option<&str>) -> String {
    still(views::foot(&english(), &screens::fixtures::organization(), true, pinned_language))
}

/// What is inside the first element whose opening tag contains `marker`.
pub(crate) fn element<'a>(html: &'a str, marker: &str) -> &'a str {
    let at = html.find(marker).unwrap_or_else(|| panic!("no {marker} in {html}"));
    let start = html[..=at].rfind('<').expect("an opening tag");
    let name: String = html[start + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let end = html[at..].find(&format!("</{name}>")).map_or(html.len(), |end| at + end);
    &html[start..end]
}

/// The text of HTML, without tags and with its entities resolved.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text.replace('\u{a0}', " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

/// Dates as `Intl` writes them in British English, in UTC; a host has no `Intl`.
pub(crate) struct PlainFormat;

impl PlainFormat {
    fn write(pattern: &str, at: Timestamp) -> String {
        let at = jiff::Timestamp::from_millisecond(at.0).expect("a moment of this era");
        at.strftime(pattern).to_string()
    }
}

impl Format for PlainFormat {
    fn date(&self, at: Timestamp, _words: &Catalog) -> String {
        Self::write("%-d %B %Y", at)
    }

    fn moment(&self, at: Timestamp, now: Timestamp, words: &Catalog) -> String {
        let time = Self::write("%H:%M UTC", at);
        if self.date(at, words) == self.date(now, words) {
            return words.fill("format.today", &[("time", &time)]).to_string();
        }
        let date = Self::write("%-d %B", at);
        words.fill("format.another-day", &[("date", &date), ("time", &time)]).to_string()
    }

    fn plural(&self, count: i64) -> Plural {
        if count == 1 { Plural::One } else { Plural::Other }
    }
}
