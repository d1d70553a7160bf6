//! What the browser decides: one state machine, without web types.
//!
//! [`next()`] takes a state and an event, and returns the next state and the effects to carry out.
//! It has no clock, no randomness and no failure of its own: an event that does not fit the state
//! changes nothing. The views draw the [`State`], the shell carries out each [`Effect`].
#![forbid(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![warn(missing_docs)]

mod address;
pub mod advice;
mod browser;
pub mod ceremony;
pub mod clock;
pub mod effect;
pub mod fault;
mod flows;
mod later;
pub mod methods;
mod next;
pub mod recommendation;
mod scene;
pub mod state;
pub mod time_needed;
pub mod wire;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod nonsense;
#[cfg(test)]
mod pairs;

pub use advice::{Action, Advice};
pub use browser::Browser;
pub use effect::{Attempt, Effect};
pub use fault::{CeremonyFault, ErrorName, Failure, Fault};
pub use flows::*;
pub use later::Later;
pub use next::next;
pub use scene::Scene;
pub use state::{Screen, SignedIn, State, TextField};
pub use wire::Call;
