//! Recovery after a device was lost: say what happened and what is gone, register the new, remove what
//! is gone, end the pass.
//!
//! The intent lies with the edge, so that it survives a reload, a fresh sign-in and another device.
//! This flow asks for it once; afterwards it shows which step is next, and removes together what is
//! lost. Registering and ending the pass are flows of their own, which come back here.

mod summary;
mod wire;

use contract::{
    AuthenticationMethod, Factor, MethodId, MethodState, Overview, Pass, ProblemCode, Timestamp,
    Verdict,
    recovery::{KeptMethod, Loss, LostMethod, LostRemoved},
};

use crate::{
    Attempt, Call, Failure, Fault, Route, Scene,
    next::{Exit, Tools},
    overview::Flash,
    sign_in::Reason,
};

pub use self::summary::{Done, Summary};

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
        /// When, by the clock of the edge, or why it is not noted.
        outcome: Result<Timestamp, Fault>,
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

/// A recovery, as the person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// What the page is about.
    pub page: Page,
    /// The attempt to have the edge do something, while it runs.
    pub attempt: Option<Attempt>,
    /// What went wrong before, if something did.
    pub failure: Option<Failure>,
}

/// What the page of a recovery is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Page {
    /// The person is asked what happened and what is gone.
    Asking {
        /// What happened.
        loss: Loss,
        /// What is gone.
        marked: Vec<MethodId>,
    },
    /// The steps are shown, and which is next.
    Steps {
        /// Why some of the lost methods are still there.
        kept: Vec<KeptMethod>,
        /// Whether the person last asked for the end and not for the removal: what is tried again
        /// after a failure.
        is_ending: bool,
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
    /// Sign out everywhere: somebody else has the device. Comes after the pass, whose end can be asked
    /// for in the visit alone in which something was registered.
    SignOut,
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
        } else if overview.pass.as_ref().is_some_and(Pass::is_worth_ending) {
            Self::EndPass
        } else if overview.recovery.as_ref().is_some_and(|told| told.is_sign_out_due()) {
            // Where it may lock them out, its page says what has to come first.
            Self::SignOut
        } else {
            Self::Finish
        }
    }
}

impl Page {
    const fn steps(kept: Vec<KeptMethod>) -> Self {
        Self::Steps { kept, is_ending: false }
    }
}

impl Recovery {
    /// The recovery that opens when the person comes to its page.
    #[must_use]
    pub fn open(overview: &Overview) -> Self {
        let page = if overview.recovery.is_some() {
            Page::steps(Vec::new())
        } else {
            // Where everything is on one device, there is no doubt which.
            let mut devices = can_be_lost(overview).map(|method| method.device.as_ref());
            let first = devices.next().flatten();
            let is_one = first.is_some() && devices.all(|device| device == first);
            let marked = can_be_lost(overview).filter(|_| is_one).map(|method| method.id.clone());
            Page::Asking { loss: Loss::Lost, marked: marked.collect() }
        };
        Self { page, attempt: None, failure: None }
    }

    pub(crate) fn next(&mut self, event: Event, tools: &mut Tools<'_>) -> Result<(), Exit> {
        match event {
            Event::Begun { attempt, outcome } if self.ends(attempt) => match outcome {
                Ok(told_at) => return self.begun(told_at, tools),
                Err(fault) => self.fail(fault, tools)?,
            },
            Event::Removed { attempt, outcome } if self.ends(attempt) => match outcome {
                Ok(LostRemoved { removed, kept }) => {
                    // They have said so with the button.
                    if needs_password(tools.overview) {
                        tools.note_password(true);
                    }
                    removed.iter().for_each(|method| remove(tools, method));
                    self.page = Page::steps(kept);
                }
                Err(fault) => self.fail(fault, tools)?,
            },
            Event::Ended { attempt, outcome } if self.ends(attempt) => match outcome {
                Ok(()) => {
                    let summary = Summary::of(tools.overview);
                    end(tools.overview);
                    // If nothing was done beyond telling it, there is nothing to sum up.
                    let summary = summary.filter(|Summary(done)| done.len() > 1);
                    return Err(summary.map_or(Exit::To(Route::Home), |summary| {
                        Exit::Done(Box::new(Flash::RecoveryEnded(summary)))
                    }));
                }
                Err(fault) => self.fail(fault, tools)?,
            },
            event if self.attempt.is_none() => self.choose(event, tools),
            // A late answer, or a click while the edge works.
            _ => {}
        }
        Ok(())
    }

    /// What the person does while nothing runs.
    fn choose(&mut self, event: Event, tools: &mut Tools<'_>) {
        let may_try =
            self.failure.as_ref().is_none_or(|failure| failure.seconds_to_wait(tools.now) == 0);
        match (event, &mut self.page) {
            (Event::LossChosen(chosen), Page::Asking { loss, .. }) => *loss = chosen,
            (Event::Marked(method), Page::Asking { marked, .. }) => {
                toggle(marked, &method, tools.overview);
            }
            (Event::Told, Page::Asking { loss, marked }) if may_try && !marked.is_empty() => {
                let call = wire::begin(*loss, marked);
                self.call(call, tools);
            }
            (Event::RemovalConfirmed, Page::Steps { is_ending, .. })
                if may_try && Step::next(tools.overview) == Step::Remove =>
            {
                *is_ending = false;
                if tools.overview.session.fresh_until <= tools.now {
                    self.page = Page::StepUp;
                    return;
                }
                let methods = lost(tools.overview).filter(|method| method.is_removable);
                let methods: Vec<&MethodId> = methods.map(|method| &method.id).collect();
                let call = wire::remove(&methods, needs_password(tools.overview));
                self.call(call, tools);
            }
            (Event::EndChosen, Page::Steps { is_ending, .. }) if may_try => {
                *is_ending = true;
                let told = tools.overview.recovery.as_ref();
                let call = wire::end(told.map_or(tools.now, |told| told.told_at()));
                self.call(call, tools);
            }
            (Event::RetoldChosen, Page::Steps { .. }) => {
                let loss = tools.overview.recovery.as_ref().map_or(Loss::Lost, |told| told.loss);
                let marked = lost(tools.overview).map(|method| method.id.clone()).collect();
                self.page = Page::Asking { loss, marked };
            }
            _ => {}
        }
    }

    fn call(&mut self, call: Call, tools: &mut Tools<'_>) {
        self.failure = None;
        self.attempt = Some(tools.call(call));
    }

    /// Whether this answers what runs, which is over then.
    fn ends(&mut self, attempt: Attempt) -> bool {
        self.attempt.take_if(|running| *running == attempt).is_some()
    }

    /// Shows at once what the edge has noted.
    fn begun(&mut self, told_at: Timestamp, tools: &mut Tools<'_>) -> Result<(), Exit> {
        let Page::Asking { loss, marked } = &self.page else {
            return Ok(());
        };
        for method in &mut tools.overview.methods {
            if marked.contains(&method.id) {
                method.state = MethodState::Lost;
            } else if method.state == MethodState::Lost {
                method.state = MethodState::Listed;
            }
        }
        match &mut tools.overview.recovery {
            Some(told) => {
                told.loss = *loss;
                told.retold_at = Some(told_at);
            }
            first @ None => {
                *first = Some(Box::new(contract::recovery::Recovery {
                    loss: *loss,
                    began_at: told_at,
                    retold_at: None,
                    removed: Vec::new(),
                    signed_out_at: None,
                    pass_ended_at: None,
                }));
            }
        }
        if Step::next(tools.overview) == Step::Register {
            return Err(Exit::To(Route::AddPasskey));
        }
        self.page = Page::steps(Vec::new());
        Ok(())
    }

    fn fail(&mut self, fault: Fault, tools: &Tools<'_>) -> Result<(), Exit> {
        match fault.code() {
            Some(ProblemCode::SignInRequired) => return Err(Exit::SignedOut(Reason::Expired)),
            Some(ProblemCode::StepUpRequired) => self.page = Page::StepUp,
            _ => self.failure = Some(Failure::met(fault, tools.now)),
        }
        Ok(())
    }

    /// Whether the steps are shown and nothing runs.
    pub(crate) const fn is_at_steps(&self) -> bool {
        matches!(self.page, Page::Steps { .. }) && self.attempt.is_none()
    }

    pub(crate) const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    pub(crate) const fn scene(&self) -> Scene {
        match self.page {
            Page::Asking { .. } => Scene::RecoveryAsking,
            Page::Steps { .. } => Scene::RecoverySteps,
            Page::StepUp => Scene::RecoveryStepUp,
        }
    }
}

/// Whether all that remains comes after a password, and the person has not said that they know it.
#[must_use]
pub fn needs_password(overview: &Overview) -> bool {
    overview.knows_password != Some(true)
        && Verdict::on(overview.methods.iter(), None) == Verdict::WithPassword
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
fn toggle(marked: &mut Vec<MethodId>, method: &MethodId, overview: &Overview) {
    let is_marked = marked.contains(method);
    let Some(chosen) = can_be_lost(overview).find(|other| other.id == *method) else {
        return;
    };
    for other in can_be_lost(overview) {
        let is_with_it = other.device.is_some() && other.device == chosen.device;
        if other.id == chosen.id || is_with_it {
            marked.retain(|id| *id != other.id);
            if !is_marked {
                marked.push(other.id.clone());
            }
        }
    }
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

#[cfg(test)]
mod tests;
