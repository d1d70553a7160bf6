//! The way back: how a view hands events to the shell.
//!
//! A view cannot read the page; the shell reads the content of a field for it.

use journey::Event;
use yew::Callback;

/// What a view may call.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispatch {
    /// Hands an event to the shell.
    pub send: Callback<Event>,
    /// Reads the content of the field with this id, as it is now.
    pub content: Callback<&'static str, String>,
}

impl Dispatch {
    /// A link that leads nowhere: for drawing at the edge and in tests.
    #[must_use]
    pub fn none() -> Self {
        Self { send: Callback::noop(), content: Callback::from(|_| String::new()) }
    }
}
