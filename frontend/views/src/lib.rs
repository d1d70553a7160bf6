//! What a person sees: Yew views of a journey state, without browser APIs.
//!
//! Functions of a [`View`]: the state, the words, the formats, and the way back for events.
//! The edge draws [`app()`] in a [`Still`], the browser's shell as it is: the same markup for the same state.
#![warn(missing_docs)]

mod app;
mod authenticator;
mod card;
mod card_window;
pub mod catalog;
mod clock;
pub mod dispatch;
mod element;
mod fault;
mod field;
mod foot;
mod form;
pub mod format;
mod frame;
mod hand_off;
mod help;
mod icon;
mod language;
mod leaflet;
mod methods;
mod onward;
mod other_device;
mod overview;
mod pass;
mod proof;
mod recommendation;
mod recovery;
mod registration;
mod removal;
mod sessions;
mod setup;
mod sign_in;
mod step_up;
mod summary;
mod time_needed;
mod verdict;
mod view;
mod why;

pub use app::{app, title};
pub use card::{CardWithout, card, card_title};
pub use card_window::{CardWindowKind, card_window, card_window_title};
pub use catalog::Catalog;
pub use dispatch::Dispatch;
pub use foot::foot;
pub use format::{Format, Plural};
pub use language::{Languages, languages, languages_title};
pub use leaflet::{leaflet, leaflet_title};
pub use onward::{Destination, onward, onward_title};
pub use sessions::{
    SessionsNotice, sessions, sessions_title, signed_out_everywhere, signed_out_everywhere_title,
};
pub use setup::{setup, setup_title};
pub use view::View;
pub use why::{why, why_title};
use yew::{Html, Properties, function_component};

/// What [`Still`] draws.
#[derive(Clone, PartialEq, Properties)]
pub struct StillProps {
    /// All of it.
    pub content: Html,
}

/// What is drawn as it is: one component for all that the edge draws, since each weighs a kilobyte or
/// two of WebAssembly.
#[function_component]
pub fn Still(props: &StillProps) -> Html {
    props.content.clone()
}
