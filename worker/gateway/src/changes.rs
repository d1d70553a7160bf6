//! The changes of a person's sign-in methods: how each is read, run and answered.
//!
//! Matched exhaustively: a change that is not handled does not compile. Decides nothing itself,
//! and never prints what a change holds.

use std::fmt;

use contract::{
    pass::RetirePass,
    recovery::{BeginRecovery, EndRecovery, RemoveLost},
    registration::FinishRegistration,
    removal::RemoveMethod,
    routes::ChangeCall,
};
use serde::{Deserialize, Serialize};

use crate::{
    Fault, Gateway, Ports, json, pass, recovery, registration, removal, session, sessions,
};

/// A change of a person's sign-in methods.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Registers a passkey with what the authenticator made.
    FinishRegistration(FinishRegistration),
    /// Removes a method.
    RemoveMethod(RemoveMethod),
    /// Begins a recovery, or says anew what is lost.
    BeginRecovery(BeginRecovery),
    /// Removes what is lost.
    RemoveLost(RemoveLost),
    /// Ends a recovery.
    EndRecovery(EndRecovery),
    /// Deletes the pass and ends the session.
    RetirePass(RetirePass),
    /// Ends another session, by its name, or all others.
    EndSessions(Option<String>),
    /// Ends every session, at the directory too.
    SignOutEverywhere,
}

impl Change {
    /// Reads the change from the body of its call; `None` when it is not the JSON of this call. Unknown
    /// members are refused.
    #[must_use]
    pub fn read(call: ChangeCall, body: &str) -> Option<Self> {
        let body = body.as_bytes();
        Some(match call {
            ChangeCall::FinishRegistration => Self::FinishRegistration(json::read(body)?),
            ChangeCall::RemoveMethod => Self::RemoveMethod(json::read(body)?),
            ChangeCall::BeginRecovery => Self::BeginRecovery(json::read(body)?),
            ChangeCall::RemoveLost => Self::RemoveLost(json::read(body)?),
            ChangeCall::EndRecovery => Self::EndRecovery(json::read(body)?),
            ChangeCall::RetirePass => Self::RetirePass(json::read(body)?),
        })
    }

    /// Runs the change and returns the call's answer as JSON.
    ///
    /// Reads the session again, because the change before this one may have altered it.
    ///
    /// # Errors
    ///
    /// The fault of the gateway's decision.
    pub async fn run<P: Ports>(
        self,
        gateway: &Gateway<'_, P>,
        session: Option<&str>,
    ) -> Result<String, Fault> {
        let mut session = session::open(gateway, session).await?;
        match self {
            Self::FinishRegistration(request) => {
                written(&registration::finish(gateway, &mut session, request).await?)
            }
            Self::RemoveMethod(request) => {
                written(&removal::remove(gateway, &mut session, request).await?)
            }
            Self::BeginRecovery(request) => {
                written(&recovery::begin(gateway, &mut session, request).await?)
            }
            Self::RemoveLost(request) => {
                written(&recovery::remove_lost(gateway, &mut session, request).await?)
            }
            Self::EndRecovery(request) => {
                written(&recovery::end(gateway, &session, request).await?)
            }
            Self::RetirePass(request) => {
                written(&pass::retire(gateway, &mut session, request).await?)
            }
            Self::EndSessions(wanted) => {
                sessions::end(gateway, &session, wanted.as_deref()).await?;
                Ok(String::new())
            }
            Self::SignOutEverywhere => {
                sessions::everywhere::sign_out(gateway, &mut session).await?;
                Ok(String::new())
            }
        }
    }

    /// Whether the session is gone once the change has succeeded.
    #[must_use]
    pub const fn ends_session(&self) -> bool {
        match self {
            Self::RetirePass(_) | Self::SignOutEverywhere => true,
            Self::FinishRegistration(_)
            | Self::RemoveMethod(_)
            | Self::BeginRecovery(_)
            | Self::RemoveLost(_)
            | Self::EndRecovery(_)
            | Self::EndSessions(_) => false,
        }
    }

    /// What the log calls it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::FinishRegistration(_) => "FinishRegistration",
            Self::RemoveMethod(_) => "RemoveMethod",
            Self::BeginRecovery(_) => "BeginRecovery",
            Self::RemoveLost(_) => "RemoveLost",
            Self::EndRecovery(_) => "EndRecovery",
            Self::RetirePass(_) => "RetirePass",
            Self::EndSessions(_) => "EndSessions",
            Self::SignOutEverywhere => "SignOutEverywhere",
        }
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(self.name()).field(&format_args!("[redacted]")).finish()
    }
}

fn written(answer: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(answer).map_err(|_| Fault::Broken("the answer cannot be written"))
}

#[cfg(test)]
mod tests;
