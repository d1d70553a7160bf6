//! Whole flows in memory: journey, gateway and tenant, with a clock that is moved by hand.
//!
//! One file for each flow; `faults` makes each step of each flow fail in each way.

mod as_real;
mod authenticator;
mod every_fault;
mod faults;
mod journeys;
mod overview;
mod pass;
mod policy;
mod proof;
mod recovery;
mod registration;
mod removal;
mod sessions;
mod sign_in;
mod step_up;
