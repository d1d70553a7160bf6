//! The person's Temporary Access Pass and what can be done with it.

use serde::{Deserialize, Serialize};

use crate::{MethodId, Timestamp};

/// A Temporary Access Pass: its clocks, never its value.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pass {
    /// The directory's id, for retiring it.
    pub id: MethodId,
    /// When it begins to work.
    pub starts_at: Timestamp,
    /// When it ends: start plus lifetime. The session ends with it.
    pub ends_at: Timestamp,
    /// Whether it works for one sign-in only.
    pub is_one_time: bool,
    /// Whether it works now, and why not.
    pub usability: PassUsability,
    /// For a one-time pass that this session was opened with: until when a passkey can be
    /// registered, ten minutes after the sign-in.
    pub register_by: Option<Timestamp>,
    /// Whether the edge lets the person end the pass now: something was registered in this visit
    /// and is still there, or the sign-in cannot have been made with this pass. What was registered
    /// before says nothing, since it may all be on a lost device.
    pub can_be_ended: bool,
}

impl Pass {
    /// Whether it works once and has been used. A list that lags may still show it as usable, but
    /// then the window of this sign-in runs.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        let is_used = self.usability == PassUsability::Used || self.register_by.is_some();
        self.is_one_time && is_used
    }

    /// Whether the person is offered its end: one that is used up or over works nowhere any more.
    #[must_use]
    pub const fn is_worth_ending(&self) -> bool {
        self.can_be_ended && !matches!(self.usability, PassUsability::Used | PassUsability::Expired)
    }
}

/// Microsoft Graph's `methodUsabilityReason` of a pass.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassUsability {
    /// It works now.
    Usable,
    /// Its start lies ahead.
    NotYetValid,
    /// Its end has passed.
    Expired,
    /// It is a one-time pass, and was used.
    Used,
    /// The directory's policy does not let this person use it.
    DisabledByPolicy,
    /// A reason that this version does not know.
    #[serde(other)]
    Unknown,
}

/// Asks to retire the person's pass: deletes it in the directory and ends the session.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetirePass {
    /// The pass that the person was shown.
    pub pass: MethodId,
}

/// The pass is gone, and so is the session.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PassRetired {
    /// Whether a device was stolen, and whoever has it may still be signed in at the directory: the person
    /// signs out everywhere after the next sign-in.
    pub is_sign_out_due: bool,
}
