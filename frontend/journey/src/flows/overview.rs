//! The overview: read again in the background, with one line about what was just done.
//!
//! A failed refresh keeps what is shown and says that it may be out of date.

pub(crate) mod wire;

use contract::{AuthenticationMethod, Overview, ProblemCode, Timestamp};

use crate::{
    Attempt, Failure, Fault,
    next::{Exit, Tools},
    recovery::Summary,
    sign_in::Reason,
};

/// Something about reading the overview again.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person asked to read it again.
    RefreshChosen,
    /// It was read, or could not be.
    Read {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The overview, or why there is none.
        outcome: Result<Box<Overview>, Fault>,
    },
    /// The person said whether they know their password.
    PasswordAnswered {
        /// Whether they know it.
        is_known: bool,
    },
    /// The edge has noted what the person said of their password, or has not.
    PasswordNoted {
        /// Nothing, or why it is not noted.
        outcome: Result<(), Fault>,
    },
}

/// An overview older than this is read again when the person comes back to the page, in seconds. They
/// may have signed out in another tab meanwhile.
const FRESH_SECONDS: i64 = 1;

/// Whether the overview is being read again.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refresh {
    /// It is fresh enough.
    Idle,
    /// It is being read.
    Reading(Attempt),
    /// It could not be read; what is shown may be out of date.
    Failed(Failure),
}

/// What was just done, said once at the top of the overview.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Flash {
    /// A method was removed.
    MethodRemoved(AuthenticationMethod),
    /// A passkey was made, and never handed in: it opens nothing.
    PasskeyLeft,
    /// The person has left a passkey of which nobody knows whether it was saved.
    PasskeyUnsaved,
    /// A recovery has ended, in which this was done.
    RecoveryEnded(Summary),
}

impl Refresh {
    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Idle, Event::RefreshChosen) => Ok(Self::read(tools)),
            (Self::Failed(failure), Event::RefreshChosen)
                if failure.seconds_to_wait(tools.now) == 0 =>
            {
                Ok(Self::read(tools))
            }
            (Self::Reading(reading), Event::Read { attempt, outcome }) if reading == attempt => {
                match outcome {
                    Ok(overview) => {
                        tools.renew(*overview);
                        Ok(Self::Idle)
                    }
                    Err(fault) if fault.code() == Some(ProblemCode::SignInRequired) => {
                        Err(Exit::SignedOut(Reason::Expired))
                    }
                    Err(fault) => Ok(Self::Failed(Failure::met(fault, tools.now))),
                }
            }
            // Where the edge has not noted it, the guards ask again.
            (unchanged, Event::PasswordAnswered { is_known }) => {
                tools.note_password(is_known);
                Ok(unchanged)
            }
            (_, Event::PasswordNoted { outcome: Err(fault) })
                if fault.code() == Some(ProblemCode::SignInRequired) =>
            {
                Err(Exit::SignedOut(Reason::Expired))
            }
            // What ends the pass may hang on the answer.
            (Self::Idle, Event::PasswordNoted { outcome: Ok(()) }) => Ok(Self::read(tools)),
            (
                unchanged,
                Event::RefreshChosen | Event::Read { .. } | Event::PasswordNoted { .. },
            ) => Ok(unchanged),
        }
    }

    /// The person came back to the page.
    pub(crate) fn resume(&mut self, now: Timestamp, tools: &mut Tools<'_>) {
        let is_due = match self {
            Self::Idle => is_old(tools.overview.now, now),
            Self::Failed(failure) => failure.seconds_to_wait(tools.now) == 0,
            Self::Reading(_) => false,
        };
        if is_due {
            *self = Self::read(tools);
        }
    }

    /// What is shown may no longer be true, or the machine may have slept: the overview also brings
    /// the edge's time.
    pub(crate) fn again(&mut self, tools: &mut Tools<'_>) {
        if *self == Self::Idle {
            *self = Self::read(tools);
        }
    }

    /// Something was changed: what is on its way may tell how it was before.
    pub(crate) fn anew(&mut self, tools: &mut Tools<'_>) {
        match self {
            Self::Idle | Self::Reading(_) => *self = Self::read(tools),
            Self::Failed(_) => {}
        }
    }

    /// The session seems to have ended. Another tab may have made it last longer, which is asked
    /// without doing the same; where nothing can, or nobody answers, it has ended. Says whether it is
    /// asked.
    pub(crate) fn asks_for_the_end(&mut self, tools: &mut Tools<'_>) -> bool {
        if tools.overview.session.latest_end <= tools.now {
            return false;
        }
        if *self == Self::Idle {
            *self = Self::Reading(tools.glance(wire::glance()));
        }
        matches!(self, Self::Reading(_))
    }

    pub(crate) const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) => Some(failure),
            Self::Idle | Self::Reading(_) => None,
        }
    }

    fn read(tools: &mut Tools<'_>) -> Self {
        Self::Reading(tools.call(wire::read()))
    }
}

fn is_old(read_at: Timestamp, now: Timestamp) -> bool {
    read_at.plus_seconds(FRESH_SECONDS) < now
}

#[cfg(test)]
mod tests;
