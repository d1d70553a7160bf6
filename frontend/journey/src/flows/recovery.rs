//! Recovery after a device was lost: say what happened and what is gone, register the new, remove what
//! is gone, end the pass.
//!
//! The intent lies with the edge, so that it survives a reload, a fresh sign-in and another device.
//! This flow asks for it once; afterwards it shows which step is next, and removes together what is
//! lost. Registering and ending the pass are flows of their own, which come back here.

mod wire;

use contract::{
    AuthenticationMethod, Factor, MethodId, MethodState, Overview, ProblemCode, Timestamp, Verdict,
    recovery::{KeptMethod, Loss, LostMethod, LostRemoved},
};

use crate::{
    Attempt, Failure, Fault, Route, Scene,
    next::{Exit, Tools},
    sign_in::Reason,
};

/// Something in the recovery.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person said what happened.
    LossChosen(Loss),
    /// The person marked a method as lost, or took that back; with it goes what is on the same device.
    Marked(MethodId),
    /// The person has said everything.
    Told,
    /// The edge has noted it, or has not.
    Begun {
        /// The attempt that is answered.
        attempt: Attempt,
        /// Nothing, or why it is not noted.
        outcome: Result<(), Fault>,
    },
    /// The person confirmed the removal of the lost methods that were named.
    RemovalConfirmed,
    /// They were removed, or were not.
    Removed {
        /// The attempt that is answered.
        attempt: Attempt,
        /// What became of each, or why nothing was removed.
        outcome: Result<LostRemoved, Fault>,
    },
    /// The person wants to say it anew.
    RetoldChosen,
    /// The person has finished, or gives up.
    EndChosen,
    /// The edge has noted the end, or has not.
    Ended {
        /// The attempt that is answered.
        attempt: Attempt,
        /// Nothing, or why it is not noted.
        outcome: Result<(), Fault>,
    },
}

/// The step that the recovery is at.
#[derive(Clone, Debug, PartialEq)]
pub enum Recovery {
    /// The person is asked what happened and what is gone.
    Asking {
        /// What happened.
        loss: Loss,
        /// What is gone.
        marked: Vec<MethodId>,
        /// The attempt to note it, while it runs.
        attempt: Option<Attempt>,
        /// What went wrong before, if something did.
        failure: Option<Failure>,
    },
    /// The steps are shown, and which is next.
    Steps {
        /// Why some of the lost methods are still there.
        kept: Vec<KeptMethod>,
        /// Whether the person was told that everything that remains comes after a password.
        accepts_password: bool,
        /// The attempt to remove what is lost or to end the recovery, while it runs.
        attempt: Option<Attempt>,
        /// What went wrong before, if something did.
        failure: Option<Failure>,
    },
    /// The last strong sign-in is too old to remove anything: sign in again, and be asked again.
    StepUp,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// Register a way to sign in: nothing that is left is one.
    Register,
    /// Remove what is lost.
    Remove,
    /// End the pass.
    EndPass,
    /// Nothing is left to do.
    Finish,
}

impl Step {
    /// What is next for this person.
    #[must_use]
    pub fn next(overview: &Overview) -> Self {
        if overview.verdict() == Verdict::No {
            Self::Register
        } else if lost(overview).any(|method| method.is_removable) {
            Self::Remove
        } else if overview.pass.as_ref().is_some_and(|pass| pass.can_be_ended) {
            Self::EndPass
        } else {
            Self::Finish
        }
    }
}

impl Recovery {
    /// The recovery that opens when the person comes to its page.
    #[must_use]
    pub fn open(overview: &Overview) -> Self {
        if overview.recovery.is_some() {
            return Self::steps(overview, Vec::new(), None);
        }
        // Where everything is on one device, there is no doubt which.
        let mut devices = can_be_lost(overview).map(|method| method.device.as_ref());
        let first = devices.next().flatten();
        let is_one = first.is_some() && devices.all(|device| device == first);
        let marked = can_be_lost(overview).filter(|_| is_one).map(|method| method.id.clone());
        Self::Asking { loss: Loss::Lost, marked: marked.collect(), attempt: None, failure: None }
    }

    fn steps(overview: &Overview, kept: Vec<KeptMethod>, failure: Option<Failure>) -> Self {
        let accepts_password = overview.knows_password != Some(true)
            && Verdict::on(overview.methods.iter(), None) == Verdict::WithPassword;
        Self::Steps { kept, accepts_password, attempt: None, failure }
    }

    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Asking { marked, attempt: None, failure, .. }, Event::LossChosen(loss)) => {
                Ok(Self::Asking { loss, marked, attempt: None, failure })
            }
            (Self::Asking { loss, marked, attempt: None, .. }, Event::Marked(method)) => {
                let marked = toggled(marked, &method, tools.overview);
                Ok(Self::Asking { loss, marked, attempt: None, failure: None })
            }
            (Self::Asking { loss, marked, attempt: None, failure }, Event::Told)
                if !marked.is_empty() && may_try(failure.as_ref(), tools.now) =>
            {
                let attempt = Some(tools.call(wire::begin(loss, &marked)));
                Ok(Self::Asking { loss, marked, attempt, failure: None })
            }
            (
                Self::Asking { loss, marked, attempt: Some(running), .. },
                Event::Begun { attempt, outcome },
            ) if running == attempt => match outcome {
                Ok(()) => {
                    begin(tools, loss, &marked);
                    if Step::next(tools.overview) == Step::Register {
                        return Err(Exit::To(Route::AddPasskey));
                    }
                    Ok(Self::steps(tools.overview, Vec::new(), None))
                }
                Err(fault) => {
                    let failure = Some(failed(fault, tools.now)?);
                    Ok(Self::Asking { loss, marked, attempt: None, failure })
                }
            },
            (
                Self::Steps { kept, accepts_password, attempt: None, failure },
                Event::RemovalConfirmed,
            ) if Step::next(tools.overview) == Step::Remove
                && may_try(failure.as_ref(), tools.now) =>
            {
                if tools.overview.session.fresh_until <= tools.now {
                    return Ok(Self::StepUp);
                }
                let methods: Vec<&MethodId> = lost(tools.overview)
                    .filter(|method| method.is_removable)
                    .map(|m| &m.id)
                    .collect();
                let call = wire::remove(&methods, accepts_password);
                let attempt = Some(tools.call(call));
                Ok(Self::Steps { kept, accepts_password, attempt, failure: None })
            }
            (
                Self::Steps { kept, attempt: Some(running), .. },
                Event::Removed { attempt, outcome },
            ) if running == attempt => match outcome {
                Ok(LostRemoved { removed, kept }) => {
                    removed.iter().for_each(|method| remove(tools, method));
                    Ok(Self::steps(tools.overview, kept, None))
                }
                Err(fault) if fault.code() == Some(ProblemCode::StepUpRequired) => Ok(Self::StepUp),
                Err(fault) => {
                    let failure = Some(failed(fault, tools.now)?);
                    Ok(Self::steps(tools.overview, kept, failure))
                }
            },
            (Self::Steps { attempt: None, .. }, Event::RetoldChosen) => {
                let loss = tools.overview.recovery.as_ref().map_or(Loss::Lost, |told| told.loss);
                let marked = lost(tools.overview).map(|method| method.id.clone()).collect();
                Ok(Self::Asking { loss, marked, attempt: None, failure: None })
            }
            (Self::Steps { kept, accepts_password, attempt: None, failure }, Event::EndChosen)
                if may_try(failure.as_ref(), tools.now) =>
            {
                let told = tools.overview.recovery.as_ref();
                let Some(began_at) = told.map(|told| told.began_at) else {
                    return Err(Exit::To(Route::Home));
                };
                let attempt = Some(tools.call(wire::end(began_at)));
                Ok(Self::Steps { kept, accepts_password, attempt, failure: None })
            }
            (
                Self::Steps { kept, attempt: Some(running), .. },
                Event::Ended { attempt, outcome },
            ) if running == attempt => match outcome {
                Ok(()) => {
                    end(tools.overview);
                    Err(Exit::To(Route::Home))
                }
                Err(fault) => {
                    let failure = Some(failed(fault, tools.now)?);
                    Ok(Self::steps(tools.overview, kept, failure))
                }
            },
            (
                unchanged,
                Event::LossChosen(_)
                | Event::Marked(_)
                | Event::Told
                | Event::Begun { .. }
                | Event::RemovalConfirmed
                | Event::Removed { .. }
                | Event::RetoldChosen
                | Event::EndChosen
                | Event::Ended { .. },
            ) => Ok(unchanged),
        }
    }

    pub(crate) const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Asking { failure, .. } | Self::Steps { failure, .. } => failure.as_ref(),
            Self::StepUp => None,
        }
    }

    pub(crate) const fn scene(&self) -> Scene {
        match self {
            Self::Asking { .. } => Scene::RecoveryAsking,
            Self::Steps { .. } => Scene::RecoverySteps,
            Self::StepUp => Scene::RecoveryStepUp,
        }
    }
}

/// The methods that can be on a lost device: those that have a part in a sign-in and are still there.
pub fn can_be_lost(overview: &Overview) -> impl Iterator<Item = &AuthenticationMethod> {
    overview.methods.iter().filter(|method| {
        matches!(method.factor, Factor::Alone | Factor::AfterPassword)
            && method.state != MethodState::BeingRemoved
    })
}

/// The methods that are marked as lost and still there.
pub fn lost(overview: &Overview) -> impl Iterator<Item = &AuthenticationMethod> {
    overview.methods.iter().filter(|method| method.state == MethodState::Lost)
}

/// Marks a method and what is on the same device, or takes the mark from all of them.
fn toggled(mut marked: Vec<MethodId>, method: &MethodId, overview: &Overview) -> Vec<MethodId> {
    let is_marked = marked.contains(method);
    let chosen = can_be_lost(overview).find(|other| other.id == *method);
    let Some(chosen) = chosen else { return marked };
    for other in can_be_lost(overview) {
        let is_with_it = other.device.is_some() && other.device == chosen.device;
        if other.id == chosen.id || is_with_it {
            marked.retain(|id| *id != other.id);
            if !is_marked {
                marked.push(other.id.clone());
            }
        }
    }
    marked
}

/// Shows at once what the edge has noted.
fn begin(tools: &mut Tools<'_>, loss: Loss, marked: &[MethodId]) {
    for method in &mut tools.overview.methods {
        if marked.contains(&method.id) {
            method.state = MethodState::Lost;
        } else if method.state == MethodState::Lost {
            method.state = MethodState::Listed;
        }
    }
    let removed = tools.overview.recovery.take().map(|earlier| earlier.removed);
    tools.overview.recovery = Some(Box::new(contract::recovery::Recovery {
        loss,
        began_at: tools.now,
        removed: removed.unwrap_or_default(),
    }));
}

/// Takes a lost method from the list into what was removed.
fn remove(tools: &mut Tools<'_>, id: &MethodId) {
    let gone = tools.overview.methods.iter().find(|method| method.id == *id).cloned();
    if let (Some(method), Some(recovery)) = (gone, &mut tools.overview.recovery) {
        recovery.removed.push(LostMethod { method, at: tools.now });
    }
    tools.remove_method(id);
}

fn end(overview: &mut Overview) {
    overview.recovery = None;
    for method in &mut overview.methods {
        if method.state == MethodState::Lost {
            method.state = MethodState::Listed;
        }
    }
}

fn may_try(failure: Option<&Failure>, now: Timestamp) -> bool {
    failure.is_none_or(|failure| failure.seconds_to_wait(now) == 0)
}

fn failed(fault: Fault, now: Timestamp) -> Result<Failure, Exit> {
    match fault.code() {
        Some(ProblemCode::SignInRequired) => Err(Exit::SignedOut(Reason::Expired)),
        _ => Ok(Failure::met(fault, now)),
    }
}

#[cfg(test)]
mod tests;
