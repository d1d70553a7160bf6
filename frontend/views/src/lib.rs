//! What a person sees: Yew views of a journey state, without browser APIs.
//!
//! Functions of a [`View`]: the state, the words, the formats, and the way back for events.
//! The edge draws [`App`], the browser's shell draws [`app()`]: the same markup for the same state.
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
pub mod format;
mod frame;
mod hand_off;
mod help;
mod icon;
mod methods;
mod onward;
mod overview;
mod pass;
mod proof;
mod recommendation;
mod recovery;
mod registration;
mod removal;
mod setup;
mod sign_in;
mod step_up;
mod verdict;
mod view;

use std::rc::Rc;

pub use app::{app, title};
pub use card::{Card, CardProps, CardWithout, card_title};
pub use card_window::{CardWindow, CardWindowKind, CardWindowProps, card_window_title};
pub use catalog::Catalog;
pub use dispatch::Dispatch;
pub use foot::{Foot, FootProps};
pub use format::{Format, Plural};
use journey::State;
pub use onward::{Destination, Onward, OnwardProps, onward_title};
pub use setup::{Setup, SetupProps, setup_title};
pub use view::View;
use yew::{Html, Properties, function_component};

/// What [`App`] draws.
#[derive(Clone, Properties)]
pub struct AppProps {
    /// The state.
    pub state: Rc<State>,
    /// The words.
    pub catalog: Rc<Catalog>,
    /// How dates and numbers are written.
    pub format: Rc<dyn Format>,
    /// The way back for events; [`Dispatch::none`] where nobody listens.
    pub dispatch: Dispatch,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
            && Rc::ptr_eq(&self.catalog, &other.catalog)
            && Rc::ptr_eq(&self.format, &other.format)
            && self.dispatch == other.dispatch
    }
}

/// The whole page body, for drawing at the edge and in tests.
#[function_component]
pub fn App(props: &AppProps) -> Html {
    app(&View {
        state: &props.state,
        words: &props.catalog,
        format: &*props.format,
        dispatch: &props.dispatch,
    })
}
