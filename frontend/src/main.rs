//! The app in the browser: reads the data that the edge put beside the drawn page, and takes it over.
//!
//! It draws the same views for the same state again, beside the page, and moves in between two frames, so nothing
//! moves and nothing is painted twice; hydrating the drawn nodes would add 11 kB (brotli). Each step is a task of
//! its own, short enough that the page stays in use meanwhile.
//! If the data cannot be read, the drawn page stays as it is: its forms and links work.

mod beside;
mod clock;
mod effects;
mod json;
mod later;
mod listeners;
mod member;
mod shell;
mod task;

use std::rc::Rc;

use contract::{Start, StartScreen, routes};
use intl::{Locale, own_zone};
use journey::{Event, Later, Route, State, next, wire};
use js_sys::Array;
use views::Catalog;
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    clock::Clock,
    effects::{credentials, fetch, focus, location},
    shell::{Page, Shell, ShellProps},
    task::soon,
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
            soon(move || {
                let _ = take_over(&start, words);
            });
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

/// Takes the page over, once what its code needs is here.
fn take_over(start: &JsValue, catalog: Catalog) -> Option<()> {
    let start = wire::start(&json::read(start))?;
    let Some(code) = later::code() else { return begin(start, catalog, None, Some(Later)) };
    let is_signed_in = matches!(start.screen, StartScreen::SignedIn { .. });
    if !is_signed_in || Route::parse(&start.address) == Route::Home {
        return begin(start, catalog, Some(code), None);
    }
    wasm_bindgen_futures::spawn_local(async move {
        // If it cannot be fetched, the page of the edge stays as it is.
        if fetch::module(&code).await.is_ok() {
            let _ = begin(start, catalog, None, Some(Later));
        }
    });
    Some(())
}

fn begin(start: Start, catalog: Catalog, code: Option<String>, later: Option<Later>) -> Option<()> {
    let catalog = catalog.naming(&start.product);
    let clock = Clock::started(start.now);
    let rest = later::Later { words: start.later_words.clone(), code };
    let mut state = State::start_with(start, later);
    // What was typed before the app took over is kept, and what was typed before the person left
    // this page and came back.
    if let Some(field) = state.field()
        && let Some(typed) = focus::typed(field.id).or_else(|| location::kept(&field))
        && let Some(event) = state.filled(&typed)
    {
        // It is read once more when the app's page moves in.
        focus::fill(field.id, &typed);
        state = next(state, event).0;
    }
    let browser = credentials::probe(state.browser.keeps_passkeys);
    state = next(state, Event::BrowserProbed(browser)).0;
    let zone = own_zone();
    if let Some(zone) = &zone {
        location::note(routes::ZONE_COOKIE, zone);
    }
    let languages = languages();
    let preferred = languages.iter().map(String::as_str);
    let locale = Locale::choose(&state.language, preferred, zone.as_deref());
    let page = Page { state, locale, catalog: Rc::new(catalog), later: rest, clock };
    let props = ShellProps { page: Rc::new(page), root: beside::outside()? };
    let root = props.root.clone();
    soon(move || {
        yew::Renderer::<Shell>::with_root_and_props(root, props).render();
    });
    Some(())
}

/// The tags that the person prefers (HTML §8.9.1.2), best first.
fn languages() -> Vec<String> {
    let navigator = location::navigator();
    let tags = member::get(&navigator, "languages").dyn_into::<Array>().unwrap_or_default();
    let mut tags: Vec<String> = tags.iter().filter_map(|tag| tag.as_string()).collect();
    if tags.is_empty() {
        tags.extend(member::text(&navigator, "language"));
    }
    tags
}
