//! Registration of a passkey in the page: `begin` passes on the directory's creation options,
//! `finish` the credential that the authenticator made.
//!
//! The directory verifies the attestation. The gateway checks that the credential belongs to the
//! registration that this session began. A repeated finish never makes a second passkey.

mod begin;
mod finish;
mod options;

pub(crate) use begin::probe;
pub use begin::{begin, offer};
pub use finish::finish;

#[cfg(test)]
mod tests;
