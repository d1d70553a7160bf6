//! The later part of the app: the code of every page but the first and the overview, in a module of its own
//! that a first visit does not fetch.
//!
//! Only an open task calls it, and no task is opened without [`Later`].

use crate::{Route, Screen, State};

/// Says that the later part of the app is here. The edge has all of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Later;

impl State {
    /// Whether the route leads to a page whose code is not here. Until it is, the screen stays that of
    /// the overview; [`crate::Event::HistoryMoved`] to the route opens the page then.
    #[must_use]
    pub fn lacks_later(&self) -> bool {
        self.later.is_none()
            && matches!(self.screen, Screen::SignedIn(_))
            && self.route != Route::Home
    }
}

#[cfg(test)]
mod tests;
