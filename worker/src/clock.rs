//! The runtime's clock and its source of randomness.

use contract::Timestamp;
use worker::js_sys::Date;

/// The current time. The runtime advances it only when a request waits for I/O.
pub(crate) fn now() -> Timestamp {
    let milliseconds = Date::now();
    #[expect(clippy::as_conversions, reason = "a float holds every whole millisecond until 287396")]
    Timestamp(milliseconds as i64)
}

/// Fills a buffer from the runtime's cryptographic random source.
pub(crate) fn fill_random(bytes: &mut [u8]) {
    // The runtime's source cannot fail; were it to, predictable secrets would be worse than none.
    #[expect(clippy::panic, reason = "no answer is better than one with a guessable secret")]
    if getrandom::fill(bytes).is_err() {
        panic!("no randomness");
    }
}
