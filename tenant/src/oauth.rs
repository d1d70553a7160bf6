//! The authorization server: OAuth 2.0 and OpenID Connect as Entra's v2.0 endpoints speak them.
//!
//! Read `authorize.rs` first; the person's part of it is in `sign_in/`.

mod application_grant;
pub(crate) mod authorize;
pub(crate) mod claims;
pub(crate) mod claims_request;
pub(crate) mod completion;
mod danger_local;
pub(crate) mod discovery;
pub(crate) mod fault;
pub(crate) mod grant;
pub(crate) mod instance;
pub(crate) mod scope;
pub(crate) mod sign_out;
pub(crate) mod signing;
pub(crate) mod token;

pub(crate) use claims::login_hint;

#[cfg(test)]
mod tests;
