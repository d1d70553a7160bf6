//! Retiring the pass: say that it ends the session, confirm, retire.
//!
//! Not offered while nothing else is registered: it would lock the person out.
//! Next: `gateway::pass` (through [`Effect::RetirePass`]).

use contract::{Overview, ProblemCode};

use crate::{
    Attempt, Effect, Event, Failure,
    next::{Exit, Tools},
};

/// Where the retirement stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Retirement {
    /// There is no pass (any more).
    NoPass,
    /// Nothing else is registered: the pass is still needed.
    Needed,
    /// The last strong sign-in is too old: sign in again, and be asked again.
    StepUp,
    /// The person is asked.
    Confirming {
        /// What went wrong before, if something did.
        failure: Option<Failure>,
    },
    /// It is being retired.
    Retiring {
        /// The running attempt.
        attempt: Attempt,
    },
}

impl Retirement {
    /// The retirement of someone who just came to the page.
    #[must_use]
    pub fn open(overview: &Overview) -> Self {
        if overview.pass.is_none() {
            Self::NoPass
        } else if overview.is_registered() {
            Self::Confirming { failure: None }
        } else {
            Self::Needed
        }
    }

    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Confirming { failure }, Event::RetirementConfirmed) => {
                let must_wait =
                    failure.as_ref().is_some_and(|failure| failure.seconds_to_wait(tools.now) > 0);
                let Some(pass) = tools.overview.pass.as_ref().filter(|_| !must_wait) else {
                    return Ok(Self::Confirming { failure });
                };
                let attempt = tools.attempts.advance();
                tools.effects.push(Effect::RetirePass { attempt, pass: pass.id.clone() });
                Ok(Self::Retiring { attempt })
            }
            (Self::Retiring { attempt }, Event::PassRetired { attempt: answered, outcome })
                if attempt == answered =>
            {
                let Err(fault) = outcome else {
                    return Err(Exit::PassRetired);
                };
                match fault.code() {
                    Some(ProblemCode::SignInRequired) => Err(Exit::SessionEnded),
                    Some(ProblemCode::StepUpRequired) => Ok(Self::StepUp),
                    Some(ProblemCode::PassNotFound) => {
                        tools.overview.pass = None;
                        Ok(Self::NoPass)
                    }
                    _ => Ok(Self::Confirming { failure: Some(Failure::met(fault, tools.now)) }),
                }
            }
            (unchanged, _) => Ok(unchanged),
        }
    }
}

#[cfg(test)]
mod tests;
