//! A moment, as the tenant counts it: Unix milliseconds, handed in by the caller.
//!
//! Never asks a clock. Arithmetic saturates, so that no input can overflow it.

use serde::{Deserialize, Serialize};

/// A moment in Unix milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment that lies so many milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_milliseconds(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment so many seconds later; a negative number goes back.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// The moment so many minutes later; a negative number goes back.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// The moment so many days later; a negative number goes back.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days.saturating_mul(24 * 60))
    }

    /// Whole seconds from `earlier` until this moment; negative if it lies before.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(1000)
    }

    /// As Graph writes it: `2026-01-02T03:04:05Z`, with a fraction only where there is one.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0)
            .map_or_else(|_| "0001-01-01T00:00:00Z".to_owned(), |moment| moment.to_string())
    }

    /// As [`Self::to_rfc3339`], cut to whole seconds.
    #[must_use]
    pub fn to_rfc3339_seconds(self) -> String {
        Self(self.unix_seconds().saturating_mul(1000)).to_rfc3339()
    }

    /// For people, in UTC: `2 Jan 2026, 03:04 UTC`.
    #[must_use]
    pub fn to_display(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).map_or_else(
            |_| "unknown".to_owned(),
            |moment| moment.strftime("%-d %b %Y, %H:%M UTC").to_string(),
        )
    }

    /// As HTTP writes it (RFC 9110, section 5.6.7): `Fri, 02 Jan 2026 03:04:05 GMT`.
    #[must_use]
    pub fn to_http_date(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).map_or_else(
            |_| "Mon, 01 Jan 0001 00:00:00 GMT".to_owned(),
            |moment| moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        )
    }

    /// Reads an RFC 3339 date and time with an offset; `None` for anything else.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|moment| Self(moment.as_millisecond()))
    }
}

#[cfg(test)]
mod tests;
