//! How long the directory asks to wait (RFC 9110 §10.2.3), in every shape that is seen in the field.
//!
//! Whole seconds, fractions, several values in one header or in several, an HTTP date, and
//! `x-ms-retry-after-ms`. Of several values the longest counts: a shorter one would be refused again.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use contract::Timestamp;
use http::{
    HeaderMap, HeaderName, HeaderValue,
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
        .get_all(&MILLISECONDS)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter_map(|value| values(value, 1));
    let longest = standard.chain(microsoft).max()?;
    u32::try_from(longest.div_ceil(1000)).ok().map(|seconds| seconds.min(SECONDS_MAX))
}

/// One header: dates, or numbers of seconds. A date counts from the answer's own `Date`, so that a
/// clock that is wrong here does not matter, where there is one.
fn milliseconds(value: &str, now: Option<SystemTime>) -> Option<u64> {
    let wait = |date: &str| {
        let date = http_date(date.trim_start_matches([',', ' ']))?;
        u64::try_from(date.duration_since(now?).unwrap_or_default().as_millis()).ok()
    };
    // A date has a comma of its own, so that its zone tells where it ends.
    value.split_inclusive("GMT").filter_map(wait).max().or_else(|| values(value, 1000))
}

/// The longest of the numbers in a list, times `unit`, in milliseconds.
fn values(list: &str, unit: u64) -> Option<u64> {
    list.split(',').filter_map(|number| decimal(number.trim(), unit)).max()
}

/// A decimal number times `unit`, rounded up; capped far above any wait. Not by way of a float, whose
/// parser alone would be 12 kB of the worker.
fn decimal(text: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let whole = whole.parse::<u32>().unwrap_or(u32::MAX);
    let (near, rest) = fraction.split_at(fraction.len().min(3));
    let mut thousandths = format!("{near:0<3}").parse::<u64>().ok()?;
    thousandths += u64::from(rest.bytes().any(|byte| byte != b'0'));
    Some(((u64::from(whole) * 1000 + thousandths) * unit).div_ceil(1000))
}

/// An HTTP date (RFC 9110 §5.6.7).
fn http_date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text.trim()).ok()
}

/// A date in seconds since the Unix epoch.
pub(super) fn seconds_of(date: &HeaderValue) -> Option<i64> {
    let date = http_date(date.to_str().ok()?)?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(date.as_secs()).ok()
}

/// The date of an answer that comes in now.
pub(super) fn date(now: Timestamp) -> Option<HeaderValue> {
    let since_epoch = Duration::from_millis(u64::try_from(now.0).ok()?);
    HeaderValue::try_from(httpdate::fmt_http_date(UNIX_EPOCH + since_epoch)).ok()
}

/// A wait in milliseconds, as Microsoft also says it.
pub(super) static MILLISECONDS: HeaderName = HeaderName::from_static("x-ms-retry-after-ms");

/// A longer wait than this says nothing to anyone.
const SECONDS_MAX: u32 = 60 * 60;

#[cfg(test)]
mod tests;
