//! The edge's clock, carried forward by the browser's monotonic one.
//!
//! The device's date is never shown and never trusted: it serves only to notice that the machine may
//! have slept, because some browsers stop the monotonic clock during sleep.

use contract::Timestamp;
use js_sys::{Array, Date, Function};
use wasm_bindgen::{JsCast, JsValue};

use crate::member;

/// How far the date may run ahead of the monotonic clock before a sleep is suspected, in
/// milliseconds.
const DOUBT_BEYOND: f64 = 5_000.0;

/// An estimate of the edge's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    edge: Timestamp,
    monotonic: f64,
    date: f64,
}

impl Clock {
    /// The clock of a page that the edge drew at `now`: when its first byte arrived.
    pub(crate) fn started(now: Timestamp) -> Self {
        let monotonic = monotonic();
        let first_byte = first_byte().unwrap_or(0.0);
        Self { edge: now, monotonic: first_byte, date: Date::now() - (monotonic - first_byte) }
    }

    /// The clock of an answer that the edge gave at `now`.
    pub(crate) fn synchronized(now: Timestamp) -> Self {
        Self { edge: now, monotonic: monotonic(), date: Date::now() }
    }

    /// The edge's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.edge.plus_milliseconds(whole(monotonic() - self.monotonic))
    }

    /// Whether the machine may have slept since the edge was last heard.
    pub(crate) fn is_doubtful(&self) -> bool {
        (Date::now() - self.date) - (monotonic() - self.monotonic) > DOUBT_BEYOND
    }
}

/// How long something takes, by whichever of the browser's clocks says more: one of them may stand still.
pub(crate) struct Elapsed {
    monotonic: f64,
    date: f64,
}

impl Elapsed {
    /// From now on.
    pub(crate) fn start() -> Self {
        Self { monotonic: monotonic(), date: Date::now() }
    }

    /// How long it has taken, in milliseconds.
    pub(crate) fn milliseconds(&self) -> f64 {
        (monotonic() - self.monotonic).max(Date::now() - self.date)
    }
}

/// The browser's monotonic clock, in milliseconds.
pub(crate) fn monotonic() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// When the first byte of the page arrived (Navigation Timing §4), on the monotonic clock.
fn first_byte() -> Option<f64> {
    let performance = web_sys::window()?.performance()?;
    let read: Function = member::get(&performance, "getEntriesByType").dyn_into().ok()?;
    let entries: Array =
        read.call1(&performance, &JsValue::from_str("navigation")).ok()?.dyn_into().ok()?;
    member::get(&entries.get(0), "responseStart").as_f64()
}

/// Whole milliseconds.
#[expect(
    clippy::as_conversions,
    reason = "the cast saturates, and a page lives for hours, not for 2^53 milliseconds"
)]
pub(crate) fn whole(milliseconds: f64) -> i64 {
    milliseconds as i64
}
