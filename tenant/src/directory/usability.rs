//! Whether a person can use a pass now, and why not (`methodUsabilityReason`).

use super::{pass::TemporaryAccessPass, person::Person, policy::TemporaryAccessPassPolicy};
use crate::timestamp::Timestamp;

/// `methodUsabilityReason`: why a pass can or cannot be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usability {
    EnabledByPolicy,
    DisabledByPolicy,
    NotYetValid,
    Expired,
    OneTimeUsed,
}

impl Usability {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::EnabledByPolicy => "EnabledByPolicy",
            Self::DisabledByPolicy => "DisabledByPolicy",
            Self::NotYetValid => "NotYetValid",
            Self::Expired => "Expired",
            Self::OneTimeUsed => "OneTimeUsed",
        }
    }
}

impl TemporaryAccessPass {
    pub(crate) fn usability(
        &self,
        policy: &TemporaryAccessPassPolicy,
        now: Timestamp,
    ) -> Usability {
        if !policy.enabled || (policy.one_time_only && !self.one_time) {
            Usability::DisabledByPolicy
        } else if now >= self.end() {
            Usability::Expired
        } else if now < self.start {
            Usability::NotYetValid
        } else if self.one_time && self.used.is_some() {
            Usability::OneTimeUsed
        } else {
            Usability::EnabledByPolicy
        }
    }
}

impl Person {
    /// Whether this person can use a pass; they may be outside the policy's targets.
    pub(crate) fn usability_of(
        &self,
        pass: &TemporaryAccessPass,
        policy: &TemporaryAccessPassPolicy,
        now: Timestamp,
    ) -> Usability {
        if self.is_external_guest() {
            // The policy of the home tenant, which nobody changed.
            pass.usability(&TemporaryAccessPassPolicy::default(), now)
        } else if policy.targets.includes(self) {
            pass.usability(policy, now)
        } else {
            Usability::DisabledByPolicy
        }
    }
}

#[cfg(test)]
mod tests;
