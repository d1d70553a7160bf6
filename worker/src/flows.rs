//! The flows: what each route does, from the request to the reply.
//!
//! `call` holds what all calls of the app share, changes included. Decisions are the gateway's.

pub(crate) mod authenticator;
pub(crate) mod brand;
pub(crate) mod call;
pub(crate) mod card;
pub(crate) mod health;
pub(crate) mod language;
pub(crate) mod leaflet;
pub(crate) mod other_device;
pub(crate) mod overview;
pub(crate) mod proof;
pub(crate) mod registration;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod signed_in;
