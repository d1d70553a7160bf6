//! Registration of a passkey in page: begin hands out the directory's options, finish hands in what
//! the authenticator made.
//!
//! Verification of the attestation is the directory's; here it is checked that the answer belongs
//! to the registration that this session began. A repeated finish never makes a second passkey.

mod begin;
mod client_data;
mod finish;
mod options;

pub use begin::begin;
pub use finish::finish;

#[cfg(test)]
mod tests;
