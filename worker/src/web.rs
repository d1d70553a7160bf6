//! What speaks HTTP with the browser: requests, replies, headers, cookies and built files.
//!
//! Knows no flow, no session and no Durable Object.

pub(crate) mod alias;
pub(crate) mod assets;
pub(crate) mod body;
pub(crate) mod cookies;
pub(crate) mod deep_link;
pub(crate) mod failure;
pub(crate) mod headers;
pub(crate) mod incoming;
pub(crate) mod negotiation;
pub(crate) mod reply;
pub(crate) mod service;
