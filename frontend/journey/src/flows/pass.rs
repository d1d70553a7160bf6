//! Retirement of the pass: say that it ends the session, confirm, retire.
//!
//! Not offered while the pass may be all that the person has: it would lock them out.

mod wire;

use contract::{Overview, ProblemCode, Timestamp, pass::PassRetired};

use crate::{
    Attempt, Failure, Fault, Scene,
    next::{Exit, Tools},
    recovery::Summary,
    sign_in::Reason,
};

/// Something in the retirement of the pass.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person confirmed that the pass is to be retired.
    Confirmed,
    /// The pass was retired, or was not.
    Retired {
        /// The attempt that is answered.
        attempt: Attempt,
        /// What it leaves to do, or why the pass is still there.
        outcome: Result<PassRetired, Fault>,
    },
}

/// The step that the retirement is at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Retirement {
    /// There is no pass, or none any more that works.
    NoPass,
    /// Nothing was registered or proved in this visit: the pass is still needed.
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
    /// The retirement that opens when the person comes to its page.
    #[must_use]
    pub fn open(overview: &Overview, now: Timestamp) -> Self {
        match &overview.pass {
            None => Self::NoPass,
            Some(pass) if pass.can_be_ended && !pass.is_worth_ending() => Self::NoPass,
            Some(pass) if pass.can_be_ended && overview.session.fresh_until <= now => Self::StepUp,
            Some(pass) if pass.can_be_ended => Self::Confirming { failure: None },
            Some(_) => Self::Needed,
        }
    }

    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Confirming { failure }, Event::Confirmed) => {
                let must_wait =
                    failure.as_ref().is_some_and(|failure| failure.seconds_to_wait(tools.now) > 0);
                let Some(pass) = tools.overview.pass.as_ref().filter(|_| !must_wait) else {
                    return Ok(Self::Confirming { failure });
                };
                let call = wire::retire(&pass.id);
                Ok(Self::Retiring { attempt: tools.call(call) })
            }
            (Self::Retiring { attempt }, Event::Retired { attempt: answered, outcome })
                if attempt == answered =>
            {
                let fault = match outcome {
                    Ok(PassRetired { is_sign_out_due }) => {
                        let done = Summary::with_the_pass_ended(tools.overview, tools.now);
                        return Err(Exit::SignedOut(if is_sign_out_due {
                            Reason::SignOutDue { done }
                        } else {
                            Reason::PassRetired { done }
                        }));
                    }
                    Err(fault) => fault,
                };
                match fault.code() {
                    Some(ProblemCode::SignInRequired) => Err(Exit::SignedOut(Reason::Expired)),
                    Some(ProblemCode::StepUpRequired) => Ok(Self::StepUp),
                    Some(ProblemCode::PassNeeded) => {
                        if let Some(pass) = &mut tools.overview.pass {
                            pass.can_be_ended = false;
                        }
                        Ok(Self::Needed)
                    }
                    Some(ProblemCode::PassNotFound) => {
                        tools.overview.pass = None;
                        Ok(Self::NoPass)
                    }
                    _ => Ok(Self::Confirming { failure: Some(Failure::met(fault, tools.now)) }),
                }
            }
            (unchanged, Event::Confirmed | Event::Retired { .. }) => Ok(unchanged),
        }
    }

    pub(crate) const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Confirming { failure } => failure.as_ref(),
            Self::NoPass | Self::Needed | Self::StepUp | Self::Retiring { .. } => None,
        }
    }

    pub(crate) const fn scene(&self) -> Scene {
        match self {
            Self::NoPass => Scene::NoPass,
            Self::Needed => Scene::PassNeeded,
            Self::StepUp => Scene::RetirementStepUp,
            Self::Confirming { .. } | Self::Retiring { .. } => Scene::RetirementConfirming,
        }
    }
}

#[cfg(test)]
mod tests;
