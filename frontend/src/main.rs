//! The app in the browser: reads what the edge put beside the drawn page, and takes the page over.
//!
//! It draws the same views for the same state in one go, between two frames, so nothing moves and
//! nothing is painted twice; adopting the drawn nodes one by one would weigh 11 kB (brotli) more.
//! Where anything of that cannot be read, the drawn page stays as it is: its forms and links work.
//! Next: `shell.rs`.

mod clock;
mod effects;
mod format;
mod json;
mod listeners;
mod shell;

use std::rc::Rc;

use contract::routes;
use journey::{Event, State, next, wire};
use views::Catalog;
use web_sys::Element;

use crate::clock::Clock;
use crate::effects::focus::{self, Held};
use crate::shell::{Page, Shell, ShellProps};

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        let _ = take_over().await;
    });
}

async fn take_over() -> Option<()> {
    let document = web_sys::window()?.document()?;
    let root: Element = document.get_element_by_id(routes::APP_ELEMENT)?;
    let text = document
        .get_element_by_id(routes::START_ELEMENT)?
        .text_content()?;
    let start = wire::start(&json::read(&json::parse(&text)?))?;
    let words = json::parse(&effects::fetch::text(&start.catalog).await.ok()?)?;
    let catalog = Catalog::of(
        json::entries(&words).filter_map(|(key, words)| Some((key, words.as_string()?))),
    );
    let clock = Clock::started(start.now);
    let mut state = State::start(start);
    // What was typed before the app was there is kept, not drawn over.
    if let Some(typed) = focus::content("account") {
        state = next(state, Event::AccountTyped(typed)).0;
    }
    let props = ShellProps {
        page: Rc::new(Page {
            state,
            catalog: Rc::new(catalog),
            clock,
            held: Held::now(),
        }),
    };
    yew::Renderer::<Shell>::with_root_and_props(root, props).render();
    Some(())
}
