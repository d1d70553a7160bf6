//! The values of OAuth 2.0 and OpenID Connect: what a client asks for, and how it is refused.
//!
//! It has no endpoint and no state.

pub(crate) mod authorize_request;
pub(crate) mod claims_request;
pub(crate) mod client_assertion;
pub(crate) mod code_challenge;
pub(crate) mod fault;
pub(crate) mod grant_type;
pub(crate) mod scope;
