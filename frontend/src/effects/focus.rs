//! Where the focus goes: to the heading of a new screen, or to the field that needs another look.
//!
//! And back to where it was, when the app takes over a page that someone is already using.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlDetailsElement, HtmlElement, HtmlInputElement};

/// Moves the focus to the heading, and the top of the page into view.
pub(crate) fn heading() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    focus("h1");
}

/// Moves the focus to the first field with a complaint.
pub(crate) fn field() {
    focus("[aria-invalid=true]");
}

/// What is in a field of the page.
pub(crate) fn content(id: &str) -> Option<String> {
    Some(input(id)?.value())
}

/// What a person already had hold of when the app took over.
pub(crate) struct Held {
    field: Option<String>,
    selection: Option<(u32, u32)>,
    has_open_details: bool,
}

impl Held {
    /// What they have hold of now.
    pub(crate) fn now() -> Self {
        let field = document()
            .and_then(|document| document.active_element())
            .map(|element| element.id())
            .filter(|id| !id.is_empty());
        let selection = field.as_deref().and_then(input).and_then(|input| {
            let start = input.selection_start().ok()??;
            Some((start, input.selection_end().ok()??))
        });
        Self {
            field,
            selection,
            has_open_details: find("details[open]").is_some(),
        }
    }

    /// Puts it back into their hands.
    pub(crate) fn restore(&self) {
        if let Some(input) = self.field.as_deref().and_then(input) {
            let _ = input.focus();
            if let Some((start, end)) = self.selection {
                let _ = input.set_selection_range(start, end);
            }
        }
        if self.has_open_details
            && let Some(details) = find("details")
        {
            details.unchecked_ref::<HtmlDetailsElement>().set_open(true);
        }
    }
}

fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.unchecked_ref::<HtmlElement>().focus();
    }
}

fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok()?
}

fn input(id: &str) -> Option<HtmlInputElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
