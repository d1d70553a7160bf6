//! The runtime's clock and randomness.
//!
//! Decides nothing. Next: `ports` hands both to the gateway.

use contract::Timestamp;
use worker::js_sys::Date;

/// The edge's clock. The runtime moves it only between steps that wait for something.
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
