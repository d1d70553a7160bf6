//! Moves the focus: to the heading of a new screen, or to the field that needs another look.
//!
//! When the app takes over a page that is already in use, puts the focus back where it was.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use crate::{beside::soon, member};

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
    open: Vec<u32>,
    chosen: Vec<(u32, bool)>,
}

impl Held {
    /// Where the person is now.
    pub(crate) fn now() -> Self {
        let element = find(":focus").map_or(JsValue::NULL, JsValue::from);
        Self {
            field: member::text(&element, "id").filter(|id| !id.is_empty()),
            selection: ENDS.map(|end| member::get(&element, end)),
            open: places(DETAILS, |details| member::is_set(details, "open")),
            chosen: chosen(),
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
        let details = all(DETAILS);
        for place in &self.open {
            member::set(&details.get(*place), "open", &JsValue::TRUE);
        }
        choose(self.chosen.clone());
    }
}

const DETAILS: &str = "details";
/// Radio buttons and check boxes, which stand in the same order in both pages.
const CHOICES: &str = "main input";

/// What was chosen in the edge's page otherwise than it came, by its place.
fn chosen() -> Vec<(u32, bool)> {
    let choices = all(CHOICES);
    let places = 0..choices.length();
    let chosen = places.map(|place| (place, choices.get(place), is_checked(&choices.get(place))));
    chosen
        .filter(|(_, choice, is_checked)| {
            // Of radio buttons the one that was chosen is enough.
            let is_radio = member::text(choice, "type").as_deref() == Some("radio");
            *is_checked != member::is_set(choice, "defaultChecked") && (*is_checked || !is_radio)
        })
        .map(|(place, _, is_checked)| (place, is_checked))
        .collect()
}

/// Chooses the same, one after the other: a choice may change others with it.
fn choose(mut chosen: Vec<(u32, bool)>) {
    let Some((place, wanted)) = chosen.pop() else { return };
    soon(move || {
        if let Ok(choice) = all(CHOICES).get(place).dyn_into::<HtmlElement>()
            && is_checked(&choice) != wanted
        {
            choice.click();
        }
        choose(chosen);
    });
}

fn is_checked(choice: &JsValue) -> bool {
    member::is_set(choice, "checked")
}

/// The places of the elements that are such, among all that match a selector.
fn places(selector: &str, is_such: fn(&JsValue) -> bool) -> Vec<u32> {
    let elements = all(selector);
    (0..elements.length()).filter(|place| is_such(&elements.get(*place))).collect()
}

/// All elements that match a selector.
fn all(selector: &str) -> Array {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.map_or(JsValue::UNDEFINED, JsValue::from);
    let found = member::get(&document, "querySelectorAll").dyn_into::<Function>();
    let found = found.and_then(|find| find.call1(&document, &JsValue::from_str(selector)));
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
