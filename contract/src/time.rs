//! Moments, as the edge's clock tells them. The device's clock is never trusted.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since the Unix epoch, by the edge's clock.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment `milliseconds` later (earlier, if negative).
    #[must_use]
    pub const fn plus_milliseconds(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The moment `seconds` later (earlier, if negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_milliseconds(seconds.saturating_mul(1000))
    }

    /// The moment `minutes` later (earlier, if negative).
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// Whole seconds from `self` until `later`, rounded up; zero when `later` has passed.
    #[must_use]
    pub const fn seconds_until(self, later: Self) -> i64 {
        let milliseconds = later.0.saturating_sub(self.0);
        if milliseconds <= 0 { 0 } else { milliseconds.saturating_add(999) / 1000 }
    }
}

#[cfg(test)]
mod tests;
