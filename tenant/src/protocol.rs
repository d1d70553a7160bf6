//! The values of OAuth 2.0 and OpenID Connect: what a client asks for, and how it is refused.
//!
//! No endpoint stands here, and nothing is remembered.

pub(crate) mod authorize_request;
pub(crate) mod claims_request;
pub(crate) mod code_challenge;
pub(crate) mod fault;
pub(crate) mod scope;
