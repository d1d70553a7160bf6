//! What lives in a Durable Object: a session's record, and a person's changes.
//!
//! The stateless side reaches them by message only: through `ports`, and with `changes::send`.

pub(crate) mod attempt;
pub(crate) mod changes;
pub(crate) mod person;
pub(crate) mod session;
mod turn;

use worker::{Response, Result};

/// An answer without a body.
fn status(status: u16) -> Result<Response> {
    Ok(Response::builder().with_status(status).empty())
}
