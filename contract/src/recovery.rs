//! Recovery after a device was lost: one intent, from what happened to the last removal.
//!
//! It belongs to the person and not to a session, so that it can be taken up on another device. It
//! ends when the person says so, with the pass if nothing else is left to do, or after a week.

use serde::{Deserialize, Serialize};

use crate::{AuthenticationMethod, MethodId, ProblemCode, Timestamp};

/// What happened to the device.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Nobody knows where it is.
    Lost,
    /// Somebody else has it.
    Stolen,
    /// The person has another one instead, and gives it away.
    Replaced,
}

/// A recovery that has begun. What is marked as lost is in the list of methods, in the state
/// [`crate::MethodState::Lost`].
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recovery {
    /// What happened.
    pub loss: Loss,
    /// When the person said so first.
    pub began_at: Timestamp,
    /// When they last said it anew, if they did.
    #[serde(default)]
    pub retold_at: Option<Timestamp>,
    /// What was removed since, in the order of its removal.
    pub removed: Vec<LostMethod>,
    /// When the person was signed out everywhere since, if they were.
    #[serde(default)]
    pub signed_out_at: Option<Timestamp>,
    /// When the pass was ended since, if it was.
    #[serde(default)]
    pub pass_ended_at: Option<Timestamp>,
}

impl Recovery {
    /// When the person last said what is lost.
    #[must_use]
    pub fn told_at(&self) -> Timestamp {
        self.retold_at.unwrap_or(self.began_at)
    }

    /// Whether a device was stolen, and whoever has it may still be signed in at the directory. A theft that
    /// is told after the person was signed out everywhere is another one.
    #[must_use]
    pub fn is_sign_out_due(&self) -> bool {
        self.loss == Loss::Stolen && self.signed_out_at.is_none_or(|at| at < self.told_at())
    }
}

/// A lost method that was removed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LostMethod {
    /// The method, as it was listed.
    pub method: AuthenticationMethod,
    /// When it was removed.
    pub at: Timestamp,
}

/// Says what happened and what is lost; says it anew if a recovery has begun.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BeginRecovery {
    /// What happened.
    pub loss: Loss,
    /// The methods that are lost, with everything that shares their devices. At least one.
    pub methods: Vec<MethodId>,
}

/// The recovery has begun.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryBegun {
    /// When, by the clock of the edge: what its end names.
    pub told_at: Timestamp,
}

/// Ends the recovery that the person was shown, finished or not. What is marked counts again.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndRecovery {
    /// When it was last told ([`Recovery::told_at`]): one that was said anew meanwhile goes on.
    pub told_at: Timestamp,
}

/// The recovery has ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryEnded {}

/// Removes lost methods together, in the order that the directory accepts.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveLost {
    /// The methods that the person confirmed by name. Each has to be marked as lost.
    pub methods: Vec<MethodId>,
    /// Whether the person was told that everything that remains comes after a password, and removes
    /// them knowing that.
    #[serde(default)]
    pub accepts_password: bool,
}

/// What became of each lost method.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LostRemoved {
    /// Those that are gone.
    pub removed: Vec<MethodId>,
    /// Those that are still there.
    pub kept: Vec<KeptMethod>,
}

/// A lost method that could not be removed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptMethod {
    /// The method.
    pub method: MethodId,
    /// Why it is still there.
    pub code: ProblemCode,
}
