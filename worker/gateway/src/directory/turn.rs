//! One fetch at a time: the turn of whoever fetches a document that many requests want at once.
//!
//! A request in workerd cannot await what another request began. So one fetches, and the others
//! sleep, look whether it has arrived, and share its fault if it failed. A fetch whose request was
//! abandoned ends without a word, so that a turn also ends by itself.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use contract::Timestamp;

use crate::{Gateway, Ports, fault::UpstreamFault};

/// Who fetches now, and how the last fetch ended.
#[derive(Debug, Default)]
pub(super) struct Turn(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    ends_at: Option<Timestamp>,
    ended: u32,
    fault: Option<UpstreamFault>,
    /// Until when whoever comes shares that fault: requests one after another would each ask a directory
    /// that is down, and ask it three times.
    shared_until: Timestamp,
}

/// A request that wants the document.
#[derive(Debug)]
pub(super) struct Waiting<'a> {
    turn: &'a Turn,
    /// How many fetches had ended when it came.
    ended: u32,
    until: Timestamp,
}

impl Turn {
    /// Queues up.
    pub(super) fn wait(&self, now: Timestamp) -> Waiting<'_> {
        let until = now.plus_milliseconds(WAIT_MILLISECONDS);
        Waiting { turn: self, ended: self.state().ended, until }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting<'_> {
    /// Whether the turn is this request's now. If not, it has slept: look for the document again.
    ///
    /// # Errors
    ///
    /// The fault of a fetch that ended meanwhile or just before, or [`UpstreamFault::Unreachable`] when it waited
    /// too long.
    pub(super) async fn is_next<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
    ) -> Result<bool, UpstreamFault> {
        let now = gateway.ports.now();
        let (shared_until, fault) = {
            let state = self.turn.state();
            (state.shared_until, state.fault.clone())
        };
        if let Some(fault) = fault
            && (self.has_seen_an_end() || now < shared_until)
        {
            return Err(fault);
        }
        if self.turn.state().ends_at.is_none_or(|end| end <= now) {
            self.turn.state().ends_at = Some(now.plus_milliseconds(TURN_MILLISECONDS));
            return Ok(true);
        }
        if self.until <= now {
            return Err(UpstreamFault::Unreachable("others still wait for the same document"));
        }
        gateway.ports.pause(SLEEP).await;
        Ok(false)
    }

    /// Whether a fetch has ended since this request came.
    pub(super) fn has_seen_an_end(&self) -> bool {
        self.turn.state().ended != self.ended
    }

    /// Ends the turn: what was fetched is held by now, or lacks for this reason.
    pub(super) fn end(self, fault: Option<&UpstreamFault>, now: Timestamp) {
        let mut state = self.turn.state();
        state.shared_until = now.plus_milliseconds(SHARED_MILLISECONDS);
        state.ends_at = None;
        state.ended = state.ended.wrapping_add(1);
        state.fault = fault.cloned();
    }
}

/// How long the others leave it to one fetch. It may take longer; then two fetch.
const TURN_MILLISECONDS: i64 = 3_000;
/// How long a fault is shared with whoever comes after it.
const SHARED_MILLISECONDS: i64 = 1_000;
/// How long a request waits for others, as long as for one answer of its own.
const WAIT_MILLISECONDS: i64 = 10_000;
const SLEEP: Duration = Duration::from_millis(20);

#[cfg(test)]
mod tests;
