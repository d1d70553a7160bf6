//! The changes that run in a person's object, one after the other.
//!
//! The stateless side sends a [`Change`] and the object runs it. Both sides share the one enum and
//! match it exhaustively: a change that is not handled does not compile.

use std::fmt;

use contract::{
    ProblemCode, TraceId, pass::RetirePass, registration::FinishRegistration, removal::RemoveMethod,
};
use gateway::{Fault, Gateway, PersonKey, Ports, pass, registration, removal, session};
use serde::{Deserialize, Serialize};
use worker::Env;

use crate::{
    json::to_json,
    ports::{object_message, person_store},
    web::failure::Failure,
};

/// A change of a person's sign-in methods.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Change {
    /// Registers a passkey with what the authenticator made.
    FinishRegistration(FinishRegistration),
    /// Removes a method.
    RemoveMethod(RemoveMethod),
    /// Deletes the pass and ends the session.
    RetirePass(RetirePass),
}

impl Change {
    /// Runs the change and returns the call's answer as JSON.
    ///
    /// Reads the session again, because the change before this one may have altered it.
    ///
    /// # Errors
    ///
    /// The fault of the gateway's decision.
    pub(crate) async fn run<P: Ports>(
        self,
        gateway: &Gateway<'_, P>,
        session: &str,
    ) -> Result<String, Fault> {
        let mut session = session::open(gateway, Some(session)).await?;
        Ok(match self {
            Self::FinishRegistration(request) => {
                to_json(&registration::finish(gateway, &mut session, request).await?)
            }
            Self::RemoveMethod(request) => {
                to_json(&removal::remove(gateway, &mut session, request).await?)
            }
            Self::RetirePass(request) => {
                to_json(&pass::retire(gateway, &mut session, request).await?)
            }
        })
    }

    /// Whether the session is gone once the change has succeeded.
    pub(crate) const fn ends_session(&self) -> bool {
        match self {
            Self::RetirePass(_) => true,
            Self::FinishRegistration(_) | Self::RemoveMethod(_) => false,
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::FinishRegistration(_) => "FinishRegistration",
            Self::RemoveMethod(_) => "RemoveMethod",
            Self::RetirePass(_) => "RetirePass",
        }
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(self.name()).field(&format_args!("[redacted]")).finish()
    }
}

/// The message that carries a change to the person's object.
#[derive(Deserialize, Serialize)]
pub(crate) struct ChangeMessage {
    /// The session that the change belongs to: the value of its cookie.
    pub(crate) session: String,
    /// The id of the request that asked for the change.
    pub(crate) trace: TraceId,
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
    let failure = serde_json::from_str::<Failure>(&answer.body);
    let mut failure =
        failure.unwrap_or_else(|_| broken("the answer of the person's object cannot be parsed"));
    // An object that could not parse the message did not learn the trace either.
    failure.problem.trace.clone_from(&message.trace);
    Err(failure)
}

#[cfg(test)]
mod tests;
