//! One after the other: the turn of a request in an object that runs one piece of work at a time.

use std::{pin::pin, time::Duration};

use futures_util::{
    future::{Either, select},
    lock::{Mutex, MutexGuard},
};
use gateway::{Gateway, Ports};
use worker::Delay;

/// How much of its time the work needs for itself, once its turn has come.
const OWN_TIME: Duration = Duration::from_secs(10);

/// Waits for the turn; `None` if earlier work leaves too little time. The runtime delivers other
/// requests whenever one awaits.
pub(super) async fn taken<'a, P: Ports>(
    turn: &'a Mutex<()>,
    gateway: &Gateway<'_, P>,
) -> Option<MutexGuard<'a, ()>> {
    let patience = gateway.time_left().saturating_sub(OWN_TIME);
    match select(turn.lock(), pin!(Delay::from(patience))).await {
        Either::Left((guard, _)) => Some(guard),
        Either::Right(_) => None,
    }
}
