//! Smart lockout: failed attempts are counted, and from a threshold on each one locks the account for a time.

use crate::timestamp::Timestamp;

/// Failed attempts and the lockout that they caused.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Lockout {
    failures: u32,
    until: Option<Timestamp>,
}

impl Lockout {
    pub(crate) fn is_locked(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// Counts a failed attempt; from the threshold on, each one locks for twice as long as the one before.
    pub(crate) fn note_failure(&mut self, policy: &LockoutPolicy, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if let Some(beyond) = self.failures.checked_sub(policy.threshold) {
            let factor = 1_i64.checked_shl(beyond.min(30)).unwrap_or(i64::MAX);
            let seconds = policy.first_seconds.saturating_mul(factor).min(policy.longest_seconds);
            self.until = Some(now.plus_seconds(seconds));
        }
    }

    pub(crate) fn note_success(&mut self) {
        *self = Self::default();
    }
}

/// Smart lockout: the threshold and the duration.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct LockoutPolicy {
    pub(crate) threshold: u32,
    /// Duration of the first lockout, in seconds; it doubles with each further failed attempt.
    pub(crate) first_seconds: i64,
    /// Maximum duration of a lockout, in seconds.
    pub(crate) longest_seconds: i64,
}

impl Default for LockoutPolicy {
    fn default() -> Self {
        Self { threshold: 10, first_seconds: 60, longest_seconds: 3600 }
    }
}

#[cfg(test)]
mod tests;
