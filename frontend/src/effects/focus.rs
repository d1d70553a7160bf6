//! Moves the focus: to the heading of a new screen, or to the field that needs another look.
//!
//! When the app takes over a page that is already in use, puts the focus back where it was.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use crate::{member, task::soon};

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

/// Whether the page that is drawn in this root is in the document, with its heading.
pub(crate) fn is_shown(root: &Element) -> bool {
    member::is_set(root, "isConnected")
        && root.query_selector("main h1").is_ok_and(|it| it.is_some())
}

/// Where a person was when the app took over: the focused field, its selection, open details, what was chosen.
pub(crate) struct Held {
    field: Option<String>,
    selection: [JsValue; 2],
    /// The places of what was opened or chosen, and whether it is a choice that is set.
    changed: Vec<(u32, bool)>,
}

impl Held {
    /// Where the person is now.
    pub(crate) fn now() -> Self {
        let element = find(":focus").map_or(JsValue::NULL, JsValue::from);
        let all = changeable();
        let mut changed = Vec::new();
        for place in 0..all.length() {
            let element = all.get(place);
            let is_chosen = member::is_set(&element, "checked");
            if is_chosen != member::is_set(&element, "defaultChecked")
                || member::is_set(&element, "open")
            {
                changed.push((place, is_chosen));
            }
        }
        Self {
            field: member::text(&element, "id").filter(|id| !id.is_empty()),
            selection: ENDS.map(|end| member::get(&element, end)),
            changed,
        }
    }

    /// Restores it.
    pub(crate) fn restore(self) {
        if let Some(element) = self.field.as_deref().and_then(by_id) {
            let _ = element.focus();
            for (end, position) in ENDS.into_iter().zip(&self.selection) {
                if position.as_f64().is_some() {
                    member::set(&element, end, position);
                }
            }
        }
        change(self.changed);
    }
}

/// Opens and chooses the same, one after the other: a choice may change others with it.
fn change(mut changed: Vec<(u32, bool)>) {
    let Some((place, is_chosen)) = changed.pop() else { return };
    soon(move || {
        if let Ok(element) = changeable().get(place).dyn_into::<HtmlElement>() {
            // Of a choice it is nothing.
            member::set(&element, "open", &JsValue::TRUE);
            if member::is_set(&element, "checked") != is_chosen {
                element.click();
            }
        }
        change(changed);
    });
}

/// What a person can open or choose, in the same order in both pages.
fn changeable() -> Array {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.map_or(JsValue::UNDEFINED, JsValue::from);
    let found = member::get(&document, "querySelectorAll").dyn_into::<Function>();
    let found = found.and_then(|it| it.call1(&document, &JsValue::from_str("details,main input")));
    found.map_or_else(|_| Array::new(), |found| Array::from(&found))
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
