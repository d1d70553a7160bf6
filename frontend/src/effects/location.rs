//! The address bar, the history and the title.

use journey::Place;
use wasm_bindgen::JsValue;

/// The place that the address bar shows.
pub(crate) fn place() -> Place {
    Place::parse(&address().unwrap_or_default())
}

/// The origin of the page.
pub(crate) fn origin() -> Option<String> {
    web_sys::window()?.location().origin().ok()
}

/// Shows an address as a new entry of the history; the same address adds none.
pub(crate) fn push(to: &str) {
    if address().as_deref() == Some(to) {
        return;
    }
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(to));
    }
}

/// Shows an address instead of the present one.
pub(crate) fn replace(to: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(to));
    }
}

/// Leaves for an address, which the edge draws.
pub(crate) fn visit(to: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(to);
    }
}

/// Loads the page anew.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Sets the title of the page.
pub(crate) fn entitle(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Says in the document that the app has taken the page over; styles and tests look for it.
pub(crate) fn mark_as_taken_over() {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute("data-app", "ready");
    }
}

fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    Some([location.pathname().ok()?, location.search().ok()?].concat())
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
