//! The app in the browser: reads the data that the edge put beside the drawn page, and takes it over.
//!
//! It draws the same views for the same state again, between two frames, so nothing moves and
//! nothing is painted twice; hydrating the drawn nodes would add 11 kB (brotli).
//! If the data cannot be read, the drawn page stays as it is: its forms and links work.

mod clock;
mod effects;
mod format;
mod json;
mod listeners;
mod member;
mod shell;

use std::rc::Rc;

use contract::routes;
use journey::{Event, State, next, sign_in, wire};
use views::Catalog;
use wasm_bindgen::JsValue;

use crate::{
    clock::Clock,
    effects::{
        credentials, fetch,
        focus::{self, Held},
    },
    shell::{Page, Shell, ShellProps},
};

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        if let Some(start) = read_start()
            && let Some(address) = member::text(&start, "catalog")
            && let Ok(words) = fetch::text(&address).await
        {
            take_over(&start, &words);
        }
    });
}

/// The data that the edge put beside the page.
fn read_start() -> Option<JsValue> {
    let element = focus::find(&["#", routes::START_ELEMENT].concat())?;
    json::parse(&member::text(&element, "textContent")?)
}

fn take_over(start: &JsValue, words: &str) -> Option<()> {
    let root = focus::find(&["#", routes::APP_ELEMENT].concat())?;
    let start = wire::start(&json::read(start))?;
    let catalog = Catalog::of(
        json::entries(&json::parse(words)?)
            .filter_map(|(key, words)| Some((key, words.as_string()?))),
    );
    let clock = Clock::started(start.now);
    let mut state = State::start(start);
    // What was typed before the app took over is kept.
    if let Some(typed) = focus::content("#account") {
        state = next(state, Event::SignIn(sign_in::Event::AccountTyped(typed))).0;
    }
    state = next(state, Event::BrowserProbed(credentials::probe())).0;
    let props = ShellProps {
        page: Rc::new(Page { state, catalog: Rc::new(catalog), clock, held: Held::now() }),
    };
    yew::Renderer::<Shell>::with_root_and_props(root.into(), props).render();
    Some(())
}
