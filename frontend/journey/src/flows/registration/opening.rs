//! How the registration opens: here, on the directory's page, on another device, or not at all.

use contract::{Overview, ProblemCode, Timestamp};

use super::{Naming, Registration, STEP_UP};
use crate::{
    Fault,
    recommendation::can_sign_in_elsewhere,
    watch::{Awaited, Watcher},
};

impl Registration {
    /// The registration that opens when the person comes to its page.
    #[must_use]
    pub fn open(overview: &Overview, now: Timestamp) -> Self {
        let window_is_over = overview.pass.as_ref().is_some_and(|pass| {
            let is_closed = pass.register_by.is_some_and(|until| until <= now);
            pass.is_one_time && is_closed && !pass.can_be_ended
        });
        if window_is_over {
            Self::stopped(local_problem(ProblemCode::RegistrationWindowOver), now)
        } else if overview.is_handed_off {
            Self::HandOff(Watcher::open(Awaited::Passkey, overview, now))
        } else if must_step_up(overview, now) {
            STEP_UP
        } else {
            Self::Naming(Naming::blank())
        }
    }

    /// The way to another device; where nobody could sign in there, the page for adding one here.
    #[must_use]
    pub fn open_elsewhere(overview: &Overview, now: Timestamp) -> Self {
        match Self::open(overview, now) {
            stopped @ Self::Stopped { .. } => stopped,
            _ if can_sign_in_elsewhere(overview, now) => {
                Self::HandOff(Watcher::open(Awaited::PasskeyElsewhere, overview, now))
            }
            here => here,
        }
    }
}

/// Whether a fresher sign-in is certainly needed first. Where nobody knows the last proof, the edge is
/// asked, since the directory's own page may be the way; and a one-time pass, whose window is longer
/// than a proof is fresh, cannot be used for another sign-in.
pub(super) fn must_step_up(overview: &Overview, now: Timestamp) -> bool {
    let fresh_until = overview.session.register_until;
    let is_known = fresh_until != Timestamp::default();
    let has_window = overview
        .pass
        .as_ref()
        .is_some_and(|pass| pass.is_one_time && pass.register_by.is_some_and(|end| now < end));
    is_known && fresh_until <= now && !has_window
}

/// A problem that this side foresees, as the edge would report it.
pub(super) fn local_problem(code: ProblemCode) -> Fault {
    Fault::Problem(contract::Problem {
        code,
        trace: contract::TraceId::default(),
        retry_after: None,
        directory_code: None,
    })
}
