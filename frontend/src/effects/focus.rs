//! Moves the focus: to the heading of a new screen, or to the field that needs another look.
//!
//! When the app takes over a page that is already in use, puts the focus back where it was.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::member;

/// Moves the focus to the heading, and scrolls to the top of the page.
pub(crate) fn heading() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    focus("h1");
}

/// Moves the focus to the first invalid field.
pub(crate) fn field() {
    focus("[aria-invalid=true]");
}

/// The content of the field with this id.
pub(crate) fn content(id: &str) -> Option<String> {
    member::text(by_id(id)?.as_ref(), "value")
}

/// The content of the field with this id, if it is not what the edge drew in it.
pub(crate) fn typed(id: &str) -> Option<String> {
    let drawn = member::text(by_id(id)?.as_ref(), "defaultValue");
    content(id).filter(|content| drawn.as_ref() != Some(content))
}

/// Writes into the field with this id.
pub(crate) fn fill(id: &str, content: &str) {
    if let Some(field) = by_id(id) {
        member::set(&field, "value", &JsValue::from_str(content));
    }
}

/// Where a person was when the app took over: the focused field, its selection, open details.
pub(crate) struct Held {
    field: Option<String>,
    selection: [JsValue; 2],
    has_open_details: bool,
}

impl Held {
    /// Where the person is now.
    pub(crate) fn now() -> Self {
        let element = find(":focus").map_or(JsValue::NULL, JsValue::from);
        Self {
            field: member::text(&element, "id").filter(|id| !id.is_empty()),
            selection: ENDS.map(|end| member::get(&element, end)),
            has_open_details: find("details[open]").is_some(),
        }
    }

    /// Restores it.
    pub(crate) fn restore(&self) {
        if let Some(element) = self.field.as_deref().and_then(by_id) {
            let _ = element.focus();
            for (end, position) in ENDS.into_iter().zip(&self.selection) {
                if position.as_f64().is_some() {
                    member::set(&element, end, position);
                }
            }
        }
        if self.has_open_details
            && let Some(details) = find("details")
        {
            member::set(&details, "open", &JsValue::TRUE);
        }
    }
}

/// The two ends of a selection in a field.
const ENDS: [&str; 2] = ["selectionStart", "selectionEnd"];

fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.focus();
    }
}

/// The first element that matches a selector.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let element = document.query_selector(selector).ok()??;
    Some(element.unchecked_into())
}

fn by_id(id: &str) -> Option<HtmlElement> {
    find(&["[id=\"", id, "\"]"].concat())
}
