//! The authorization server: OAuth 2.0 and OpenID Connect as Entra's v2.0 endpoints speak them.
//!
//! The pages on which a person signs in are in `sign_in/`.

mod application_grant;
pub(crate) mod authorize;
pub(crate) mod claims;
mod client_assertion;
mod client_authentication;
pub(crate) mod code;
pub(crate) mod completion;
mod danger_local;
pub(crate) mod discovery;
pub(crate) mod home_realm;
pub(crate) mod instance;
pub(crate) mod sign_out;
pub(crate) mod token;
pub(crate) mod userinfo;

#[cfg(test)]
mod tests;
