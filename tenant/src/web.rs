//! Requests, replies and the frame of every page: what the tenant says over HTTP, whatever the endpoint.
//!
//! Knows nothing of the directory but the tenant's own id.

pub(crate) mod address;
pub(crate) mod page;
pub(crate) mod reply;
pub(crate) mod request;
pub(crate) mod trace;
