//! The way back: how a view hands events to the shell.
//!
//! A view cannot read the page; the shell reads a field's content for it.

use journey::Event;
use yew::{Callback, InputEvent};

/// What a view may call.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispatch {
    /// Hands an event to the shell.
    pub send: Callback<Event>,
    /// Reads the content of the field that an input event came from.
    pub content: Callback<InputEvent, String>,
}

impl Dispatch {
    /// A link that leads nowhere: for drawing at the edge and in tests.
    #[must_use]
    pub fn none() -> Self {
        Self { send: Callback::noop(), content: Callback::from(|_| String::new()) }
    }
}
