//! The overview: kept fresh in the background, and the one line about what was just done.
//!
//! A failed refresh keeps what is shown and says that it may be old.
//! Next: `gateway::overview` (through [`Effect::ReadOverview`]).

use contract::{AuthenticationMethod, Timestamp};

use crate::{
    Attempt, Effect, Event, Failure,
    next::{Exit, Tools},
};

/// An overview older than this many seconds is read anew when the person comes back to it.
const FRESH_SECONDS: i64 = 30;

/// Whether the overview is being read anew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refresh {
    /// It is as fresh as it needs to be.
    Idle,
    /// It is being read.
    Reading(Attempt),
    /// It could not be read; what is shown may be old.
    Failed(Failure),
}

/// What was just done, said once at the top of the overview.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Flash {
    /// A method was removed.
    MethodRemoved(AuthenticationMethod),
}

impl Refresh {
    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Idle, Event::Resumed(now)) if is_old(tools.overview.now, now) => {
                Ok(Self::read(tools))
            }
            (Self::Failed(failure), Event::RefreshChosen | Event::Resumed(_))
                if failure.seconds_to_wait(tools.now) == 0 =>
            {
                Ok(Self::read(tools))
            }
            (Self::Idle, Event::ClockDoubted | Event::RefreshChosen) => Ok(Self::read(tools)),
            (Self::Reading(reading), Event::OverviewRead { attempt, outcome })
                if reading == attempt =>
            {
                match outcome {
                    Ok(overview) => {
                        *tools.overview = *overview;
                        Ok(Self::Idle)
                    }
                    Err(fault) if fault.code() == Some(contract::ProblemCode::SignInRequired) => {
                        Err(Exit::SessionEnded)
                    }
                    Err(fault) => Ok(Self::Failed(Failure::met(fault, tools.now))),
                }
            }
            (unchanged, _) => Ok(unchanged),
        }
    }

    fn read(tools: &mut Tools<'_>) -> Self {
        let attempt = tools.attempts.advance();
        tools.effects.push(Effect::ReadOverview { attempt });
        Self::Reading(attempt)
    }
}

fn is_old(read_at: Timestamp, now: Timestamp) -> bool {
    read_at.plus_seconds(FRESH_SECONDS) < now
}

#[cfg(test)]
mod tests;
