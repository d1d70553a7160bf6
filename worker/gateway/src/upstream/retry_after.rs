//! How long the directory asks to wait (RFC 9110 §10.2.3), in every shape that is seen in the field.
//!
//! Whole seconds, fractions, several values in one header or in several, an HTTP date, and
//! `x-ms-retry-after-ms`. Of several values the longest counts: a shorter one would be refused again.

use contract::Timestamp;
use http::{
    HeaderMap, HeaderValue,
    header::{DATE, RETRY_AFTER},
};

/// The seconds to wait, rounded up and at most an hour; `None` when nothing readable is said.
pub(super) fn read(headers: &HeaderMap) -> Option<u32> {
    let now = headers.get(DATE).and_then(|value| http_date(value.to_str().ok()?));
    let standard = headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter_map(|value| milliseconds(value, now));
    let microsoft = headers
        .get_all("x-ms-retry-after-ms")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter_map(|value| values(value, 1.0));
    let longest = standard.chain(microsoft).max()?;
    u32::try_from(longest.div_ceil(1000)).ok().map(|seconds| seconds.min(SECONDS_MAX))
}

/// One header: a date, or numbers of seconds. A date counts from the answer's own `Date`, so that a
/// clock that is wrong here does not matter, where there is one.
fn milliseconds(value: &str, now: Option<i64>) -> Option<u64> {
    match http_date(value) {
        Some(date) => u64::try_from(date.saturating_sub(now?).max(0)).ok(),
        None => values(value, 1000.0),
    }
}

/// The longest of the numbers in a list, times `unit`, in milliseconds.
fn values(list: &str, unit: f64) -> Option<u64> {
    list.split(',')
        .filter_map(|number| number.trim().parse::<f64>().ok())
        .filter(|number| number.is_finite() && *number >= 0.0)
        .map(|number| whole((number * unit).ceil()))
        .max()
}

/// A float that is whole and not negative, as an integer; capped far above any wait.
fn whole(number: f64) -> u64 {
    let capped = number.min(f64::from(u32::MAX));
    #[expect(clippy::as_conversions, reason = "whole, not negative and within 32 bits")]
    let whole = capped as u64;
    whole
}

/// Milliseconds since the Unix epoch of an HTTP date in its preferred form (RFC 9110 §5.6.7).
fn http_date(text: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc2822(text.trim()).ok().map(|date| date.timestamp_millis())
}

/// The date of an answer that comes in now.
pub(super) fn date(now: Timestamp) -> Option<HeaderValue> {
    let now = chrono::DateTime::from_timestamp_millis(now.0)?;
    HeaderValue::try_from(now.to_rfc2822()).ok()
}

/// A longer wait than this says nothing to anyone.
const SECONDS_MAX: u32 = 60 * 60;

#[cfg(test)]
mod tests;
