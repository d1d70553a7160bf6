//! The pass in Graph's list, and whether the present sign-in may have been made with it.
//!
//! No token says so: `amr` is not in the ID tokens of v2.0, and access tokens are opaque. Times
//! are all there is, and where they do not settle it, the pass counts as needed.

use contract::{Pass, PassUsability, Timestamp};
use serde_json::Value;

use super::entry::{date, flag, id, text};

/// The pass as the directory lists it.
#[derive(Debug)]
pub(super) struct ListedPass {
    /// The pass, without what depends on this visit.
    pub(super) pass: Pass,
    /// When it was issued; it replaced any earlier pass then.
    issued_at: Option<Timestamp>,
}

impl ListedPass {
    /// Reads an entry; `None` when it does not say when the pass begins and how long it lasts.
    pub(super) fn read(entry: &Value) -> Option<Self> {
        let issued_at = date(entry, &["createdDateTime", "creationDateTime"]);
        let starts_at = date(entry, &["startDateTime"]).or(issued_at)?;
        let lifetime = entry.get("lifetimeInMinutes")?.as_i64()?;
        let pass = Pass {
            id: id(entry)?,
            starts_at,
            ends_at: starts_at.plus_minutes(lifetime),
            is_one_time: flag(entry, "isUsableOnce"),
            usability: usability(entry),
            register_by: None,
            can_be_ended: false,
        };
        Some(Self { pass, issued_at })
    }

    /// Whether a sign-in at that moment falls into the lifetime of this pass.
    pub(super) fn covers(&self, signed_in_at: Timestamp) -> bool {
        self.pass.starts_at <= signed_in_at && signed_in_at < self.pass.ends_at
    }

    /// Whether someone who signed in at that moment may have nothing else to sign in with.
    ///
    /// A pass that has ended opens nothing any more. Otherwise the sign-in must be older than the
    /// start of this pass, and the pass must have been issued before it: if it was issued later, it
    /// may have replaced the pass that the person signed in with.
    pub(super) fn is_needed(&self, signed_in_at: Timestamp, now: Timestamp) -> bool {
        let has_ended = self.pass.usability == PassUsability::Expired || self.pass.ends_at <= now;
        let has_replaced_none = self
            .issued_at
            .is_some_and(|issued_at| issued_at.plus_minutes(LEEWAY_MINUTES) <= signed_in_at);
        let has_opened_none = match self.pass.usability {
            // The directory's own clock says so.
            PassUsability::NotYetValid | PassUsability::Expired => true,
            // A used one-time pass may have been used for this very sign-in, a disabled one may
            // have been disabled since, and a list that lags may call a used one usable.
            PassUsability::Usable
            | PassUsability::Used
            | PassUsability::DisabledByPolicy
            | PassUsability::Unknown => {
                signed_in_at.plus_minutes(LEEWAY_MINUTES) < self.pass.starts_at
            }
        };
        !(has_ended || has_replaced_none && has_opened_none)
    }
}

fn usability(entry: &Value) -> PassUsability {
    match text(entry, "methodUsabilityReason").as_deref() {
        Some("EnabledByPolicy") => PassUsability::Usable,
        Some("NotYetValid") => PassUsability::NotYetValid,
        Some("Expired") => PassUsability::Expired,
        Some("OneTimeUsed") => PassUsability::Used,
        Some("DisabledByPolicy") => PassUsability::DisabledByPolicy,
        None if flag(entry, "isUsable") => PassUsability::Usable,
        Some(_) | None => PassUsability::Unknown,
    }
}

/// How far the clocks may be apart: without `auth_time`, the moment of the sign-in is ours.
const LEEWAY_MINUTES: i64 = 5;

#[cfg(test)]
mod tests;
