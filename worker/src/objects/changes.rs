//! The way of a change to the object of its person.
//!
//! The stateless side sends a [`Change`] and the object runs it. Never looks into one.

use std::fmt;

use contract::{ProblemCode, Timestamp, TraceId};
use gateway::{Change, PersonKey, policy::Origin};
use serde::{Deserialize, Serialize};
use worker::Env;

use crate::{
    json::to_json,
    ports::{object_message, person_store},
    web::failure::Failure,
};

/// The message that carries a change to the person's object.
#[derive(Deserialize, Serialize)]
pub(crate) struct ChangeMessage {
    /// The session that the change belongs to: the value of its cookie.
    pub(crate) session: String,
    /// What the log calls the person.
    pub(crate) actor: String,
    /// The id of the request that asked for the change.
    pub(crate) trace: TraceId,
    /// When the request has to be answered.
    pub(crate) answer_by: Timestamp,
    /// Where that request came from.
    pub(crate) origin: Origin,
    /// The change.
    pub(crate) change: Change,
}

impl fmt::Debug for ChangeMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeMessage")
            .field("session", &format_args!("[redacted]"))
            .field("trace", &self.trace)
            .field("change", &self.change)
            .finish()
    }
}

/// Sends a change to the object of its person and returns the call's answer as JSON.
///
/// # Errors
///
/// The failure of the change, or [`ProblemCode::Broken`] when the object cannot be reached or its
/// answer cannot be parsed.
pub(crate) async fn send(
    env: &Env,
    person: &PersonKey,
    message: &ChangeMessage,
) -> Result<String, Failure> {
    let broken = |cause| Failure::new(ProblemCode::Broken, message.trace.clone(), cause);
    let answer = async {
        let object = person_store::stub(env, person)?;
        object_message::send(&object, "POST", &[], Some(&to_json(message))).await
    };
    let answer = answer.await.map_err(|_| broken("the person's object cannot be reached"))?;
    if answer.status == 200 {
        return Ok(answer.body);
    }
    let failure = Failure::read(&answer.body);
    let mut failure =
        failure.unwrap_or_else(|| broken("the answer of the person's object cannot be parsed"));
    // An object that could not parse the message did not learn the trace either.
    failure.problem.trace.clone_from(&message.trace);
    Err(failure)
}

#[cfg(test)]
mod tests;
