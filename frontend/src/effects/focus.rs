//! Where the focus goes: to the heading of a new screen, or to the field that needs another look.

use crate::shell::focusable;

/// Moves the focus to the heading, and the top of the page into view.
pub(crate) fn heading() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    if let Some(heading) = focusable("h1") {
        let _ = heading.focus();
    }
}

/// Moves the focus to the first field with a complaint.
pub(crate) fn field() {
    if let Some(field) = focusable("[aria-invalid=true]") {
        let _ = field.focus();
    }
}
