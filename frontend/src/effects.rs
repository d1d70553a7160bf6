//! Carries out the effects: one file for each part of the browser that they touch.

pub(crate) mod calls;
pub(crate) mod credentials;
pub(crate) mod fetch;
pub(crate) mod focus;
pub(crate) mod location;

use journey::Event;
use yew::Callback;

/// Where the answer to an effect goes.
#[derive(Clone)]
pub(crate) struct Answers(pub(crate) Callback<Event>);
