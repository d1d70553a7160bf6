//! The pass in Graph's list, and whether the person may have signed in with it.
//!
//! No token says how a person signed in: v2.0 ID tokens have no `amr`, and access tokens are
//! opaque. Only the times can rule a pass out; where they do not, it counts as needed.

use contract::{Pass, PassUsability, Timestamp};
use serde_json::Value;

use super::entry::{date, flag, id, text};

/// The pass as the directory lists it.
#[derive(Debug)]
pub(super) struct ListedPass {
    /// The pass; the fields that depend on the session are not filled in.
    pub(super) pass: Pass,
    /// When it was issued, which replaced any earlier pass.
    issued_at: Option<Timestamp>,
}

impl ListedPass {
    /// Reads an entry; `None` when its start or its lifetime is missing.
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

    /// Whether `signed_in_at` lies within the lifetime of this pass.
    pub(super) fn covers(&self, signed_in_at: Timestamp) -> bool {
        covers(&self.pass, signed_in_at)
    }

    /// Whether someone who signed in at `signed_in_at` may have nothing else to sign in with.
    ///
    /// A pass that has ended is not needed. A pass that had not started yet was not used for the
    /// sign-in, so the person has something else; but only if it had been issued by then, since a
    /// later one may have replaced the pass that was used.
    pub(super) fn is_needed(&self, signed_in_at: Timestamp, now: Timestamp) -> bool {
        let has_ended = self.pass.usability == PassUsability::Expired || self.pass.ends_at <= now;
        let has_replaced_none = self
            .issued_at
            .is_some_and(|issued_at| issued_at.plus_minutes(LEEWAY_MINUTES) <= signed_in_at);
        let has_opened_none = match self.pass.usability {
            // By the directory's own clock.
            PassUsability::NotYetValid | PassUsability::Expired => true,
            // A used one-time pass may have been used for this sign-in, a disabled one may have
            // been disabled since, and a list that lags may show a used one as usable.
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

/// Whether `signed_in_at` lies within the lifetime of the pass, as far as the clocks can tell.
///
/// No leeway at its end: whoever signs in just after it used something else, and the session must not
/// end with a pass that has ended.
pub(crate) fn covers(pass: &Pass, signed_in_at: Timestamp) -> bool {
    pass.starts_at <= signed_in_at.plus_minutes(LEEWAY_MINUTES) && signed_in_at < pass.ends_at
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

/// How far our clock may be from the directory's, in minutes. Without an `auth_time`, ours is what
/// tells when the person signed in.
const LEEWAY_MINUTES: i64 = 5;

#[cfg(test)]
mod tests;
