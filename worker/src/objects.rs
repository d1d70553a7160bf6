//! What lives in a Durable Object: a session's record, and a person's changes.
//!
//! The objects name their records' storage; the stateless side reaches them through `ports`.

pub(crate) mod changes;
pub(crate) mod person;
pub(crate) mod session;
