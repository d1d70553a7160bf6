//! Every screen, as a state that the machine really reaches, with when it is seen.
//!
//! The tests of the views draw each of them, and `gallery` makes its pictures. Nothing of it is shipped.
#![warn(missing_docs)]

mod authenticator;
mod clocks;
mod hand_off;
mod overview;
mod pass;
mod proof;
mod recovery;
mod registration;
mod removal;
mod sign_in;

pub mod fixtures;
pub mod sessions;

pub use self::{
    overview::{number_only, someone_else, unproved},
    recovery::without_a_way_in,
    registration::{ceremony_ended, in_ceremony, naming, registration_ended, saved_recovering},
    removal::{removing, removing_default},
    sign_in::pass_ended_with,
};
use journey::State;

/// A screen to draw.
#[derive(Debug)]
pub struct Shown {
    /// Its name: lower case, with hyphens.
    pub name: &'static str,
    /// When a person sees it.
    pub seen: &'static str,
    /// The state that it shows.
    pub state: State,
}

/// A screen of this name, which is seen at this time.
pub(crate) const fn screen(name: &'static str, seen: &'static str, state: State) -> Shown {
    Shown { name, seen, state }
}

/// Every screen, by what a person is doing.
#[must_use]
pub fn by_flow() -> Vec<(&'static str, Vec<Shown>)> {
    vec![
        ("Before the sign-in", sign_in::screens()),
        ("Overview", overview::screens()),
        ("Adding a passkey", registration::screens()),
        ("Trying the new passkey", proof::screens()),
        ("On the directory’s own page, or on another device", hand_off::screens()),
        ("Microsoft Authenticator", authenticator::screens()),
        ("Removing a method", removal::screens()),
        ("A lost device", recovery::screens()),
        ("The end of the pass", pass::screens()),
        ("Clocks, and a sign-in that is due first", clocks::screens()),
    ]
}

/// Every screen.
#[must_use]
pub fn all() -> Vec<Shown> {
    by_flow().into_iter().flat_map(|(_, screens)| screens).collect()
}

/// The screen of this name.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn state(name: &str) -> State {
    let found = all().into_iter().find(|screen| screen.name == name);
    found.unwrap_or_else(|| panic!("there is no screen {name}")).state
}

#[cfg(test)]
mod tests;
