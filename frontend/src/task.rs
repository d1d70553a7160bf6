//! Tasks of the browser (HTML §8.1.7): a long one makes a slow device deaf.

use gloo_timers::callback::Timeout;

/// Does this in a task of its own, after whatever else the browser has to do.
pub(crate) fn soon(step: impl FnOnce() + 'static) {
    let _ = Timeout::new(0, step).forget();
}
