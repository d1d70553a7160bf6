//! The address bar, the history, the title and the clipboard.

use journey::{Route, TextField};
use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use super::focus;
use crate::member;

/// The route that the address bar shows.
pub(crate) fn route() -> Route {
    Route::parse(&address().unwrap_or_default())
}

/// The route of an absolute address; [`Route::Missing`] for another origin.
pub(crate) fn route_of(href: &str) -> Route {
    within_origin(href).map_or(Route::Missing, |address| Route::parse(&address))
}

/// Shows an address as a new entry of the history, unless it is shown already.
pub(crate) fn push(to: &str) {
    if address().as_deref() == Some(to) {
        return;
    }
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(to));
    }
}

/// Shows an address in place of the current entry.
pub(crate) fn replace(to: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(to));
    }
}

/// Navigates to an address, which the edge draws.
pub(crate) fn visit(to: &str) {
    if let Some(window) = web_sys::window() {
        member::set(&window.location(), "href", &JsValue::from_str(to));
    }
}

/// Keeps the content of a field with the current entry of the history, for when the person comes back to it;
/// it goes with the tab, and into no address and no storage. Without a field, nothing is kept any more.
pub(crate) fn keep(field: Option<TextField<'_>>, content: &str) {
    let kept = field.map(|field| JsValue::from_str(&(mark(&field) + content)));
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&kept.unwrap_or(JsValue::NULL), "", None);
    }
}

/// What was kept of this field, and of this person, with the current entry of the history.
pub(crate) fn kept(field: &TextField<'_>) -> Option<String> {
    let kept = history()?.state().ok()?.as_string()?;
    kept.strip_prefix(&mark(field)).filter(|kept| !kept.is_empty()).map(str::to_owned)
}

/// Identifies the field and its owner.
fn mark(field: &TextField<'_>) -> String {
    [field.id, " ", field.owner, " "].concat()
}

/// Puts a text on the clipboard.
pub(crate) fn copy(text: &str) {
    let clipboard = member::get(&navigator(), "clipboard");
    let write = member::get(&clipboard, "writeText").dyn_into::<Function>();
    if let Ok(write) = write {
        let _ = write.call1(&clipboard, &JsValue::from_str(text));
    }
}

/// What the browser calls itself.
pub(crate) fn browser_name() -> String {
    member::text(&navigator(), "userAgent").unwrap_or_default()
}

pub(crate) fn navigator() -> JsValue {
    web_sys::window().map_or(JsValue::UNDEFINED, |window| window.navigator().into())
}

/// Reloads the page.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Loads the edge's page again, as after a failure of the app, a few times at most: see `static/app.js`.
pub(crate) fn start_again() {
    let window = web_sys::window().map_or(JsValue::UNDEFINED, JsValue::from);
    if let Ok(start) = member::get(&window, "startAgain").dyn_into::<Function>() {
        let _ = start.call0(&window);
    }
}

/// Sets the title of the page.
pub(crate) fn entitle(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        member::set(&document, "title", &JsValue::from_str(title));
    }
}

/// Notes something about the browser for the edge, which draws the next page by it.
pub(crate) fn note(cookie: &str, value: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        // Over plain http, as on the own machine, some browsers keep no cookie that is `Secure`.
        let secure = if origin().starts_with("https") { "; Secure" } else { "" };
        let cookie = [cookie, "=", value, "; Path=/; SameSite=Lax", secure].concat();
        member::set(&document, "cookie", &JsValue::from_str(&cookie));
    }
}

/// Says in the document that the app has taken the page over; styles and tests look for it.
pub(crate) fn mark_as_taken_over() {
    if let Some(root) = focus::find("html") {
        let _ = root.set_attribute("data-app", "ready");
    }
}

/// The path and query that the address bar shows.
fn address() -> Option<String> {
    within_origin(&member::text(&web_sys::window()?.location(), "href")?)
}

/// The origin of the page; empty where there is none.
pub(crate) fn origin() -> String {
    let location = web_sys::window().map(|window| window.location());
    location.and_then(|location| member::text(&location, "origin")).unwrap_or_default()
}

fn within_origin(href: &str) -> Option<String> {
    let origin = origin();
    let rest = href.strip_prefix(origin.as_str())?;
    rest.starts_with('/').then(|| rest.to_owned())
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
