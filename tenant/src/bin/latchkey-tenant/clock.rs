//! The one clock of the program.

use std::time::{SystemTime, UNIX_EPOCH};

use tenant::Timestamp;

/// The current moment.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix_milliseconds(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
