//! The app in the browser: reads the data that the edge put beside the drawn page, and takes it over.
//!
//! It draws the same views for the same state again, between two frames, so nothing moves and
//! nothing is painted twice; hydrating the drawn nodes would add 11 kB (brotli).
//! If the data cannot be read, the drawn page stays as it is: its forms and links work.

mod clock;
mod effects;
mod json;
mod listeners;
mod member;
mod shell;

use std::rc::Rc;

use contract::routes;
use intl::{IntlFormat, Locale, own_zone};
use journey::{Event, State, next, wire};
use js_sys::Array;
use views::{Catalog, Dispatch, View};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    clock::Clock,
    effects::{
        credentials, fetch,
        focus::{self, Held},
        location,
    },
    shell::{Page, Shell, ShellProps},
};

/// Every operation takes constant time, and it is 5 kB smaller than the standard library's.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        if let Some(start) = read_start()
            && let Some(address) = member::text(&start, "catalog")
            && let Some(words) = words(&address).await
        {
            take_over(&start, words).await;
        }
    });
}

/// The data that the edge put beside the page.
fn read_start() -> Option<JsValue> {
    let element = focus::find(&["#", routes::START_ELEMENT].concat())?;
    json::parse(&member::text(&element, "textContent")?)
}

/// A part of the catalog.
pub(crate) async fn words(address: &str) -> Option<Catalog> {
    let words = json::parse(&fetch::text(address).await.ok()?)?;
    let words = json::entries(&words).filter_map(|(key, words)| Some((key, words.as_string()?)));
    Some(Catalog::of(words))
}

async fn take_over(start: &JsValue, mut catalog: Catalog) -> Option<()> {
    let root = focus::find(&["#", routes::APP_ELEMENT].concat())?;
    let start = wire::start(&json::read(start))?;
    catalog = catalog.naming(&start.product);
    let clock = Clock::started(start.now);
    let later_words = start.later_words.clone();
    let mut state = State::start(start);
    // What was typed before the app took over is kept, and what was typed before the person left
    // this page and came back.
    if let Some(field) = state.field() {
        let typed = focus::content(field.id).filter(|typed| !typed.is_empty());
        if let Some(event) = typed.or_else(location::kept).and_then(|typed| state.filled(&typed)) {
            state = next(state, event).0;
        }
    }
    state = next(state, Event::BrowserProbed(credentials::probe())).0;
    let zone = own_zone();
    location::note_zone(zone.as_deref());
    let languages = languages();
    let preferred = languages.iter().map(String::as_str);
    let locale = Locale::choose(&state.language, preferred, zone.as_deref());
    let view = View {
        state: &state,
        words: &catalog,
        format: &IntlFormat::of(&locale),
        dispatch: &Dispatch::none(),
    };
    let _ = views::app(&view);
    let has_later = catalog.has_reached_later();
    if has_later {
        catalog = catalog.and_later(&words(&later_words).await?);
    }
    let catalog = Rc::new(catalog);
    let held = Held::now();
    let later_words = (!has_later).then_some(later_words);
    let page = Rc::new(Page { state, locale, catalog, later_words, clock, held });
    let props = ShellProps { page };
    yew::Renderer::<Shell>::with_root_and_props(root.into(), props).render();
    Some(())
}

/// The tags that the person prefers (HTML §8.9.1.2), best first.
fn languages() -> Vec<String> {
    let navigator = web_sys::window().map(|window| window.navigator());
    let tags = navigator.map(|navigator| member::get(&navigator, "languages"));
    let tags = tags.and_then(|tags| tags.dyn_into::<Array>().ok()).unwrap_or_default();
    tags.iter().filter_map(|tag| tag.as_string()).collect()
}
