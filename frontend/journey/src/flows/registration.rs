//! Registration of a passkey: explain and name, the browser's prompt, save.
//!
//! The options are there before the click that confirms, so that the click's user activation is
//! fresh when the ceremony starts. What was typed is never lost, a lost answer is asked for again
//! with the same body, and a challenge that ran out is replaced without asking the person.

mod credential;
mod naming;
mod opening;
mod prompt;
mod saving;
mod wire;

use contract::{
    AuthenticationMethod, ProblemCode, Timestamp,
    registration::{RegistrationFinished, RegistrationId},
};

pub use self::{
    credential::{Credential, OptionsJson},
    naming::{NameCheck, Naming, Options},
    saving::Saving,
};
use self::{opening::must_step_up, prompt::in_ceremony};
use crate::{
    Attempt, CeremonyFault, Effect, Failure, Fault, Scene,
    next::{Exit, Tools},
    proof::{self, Proof, Step},
    watch::{self, Awaited, Watcher},
};

/// Something in the registration of a passkey.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person typed in the name field, or chose a suggestion; its whole content.
    NameTyped(String),
    /// The person confirmed: the browser's own prompt may start.
    Confirmed,
    /// The person gave up waiting for the browser's own prompt.
    CeremonyCancelled,
    /// The person asked to try the failed step again.
    Retried,
    /// The person wants to add one more passkey.
    AnotherChosen,
    /// The creation options came, or could not be had.
    Begun {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The options, or why there are none.
        outcome: Result<Begun, Fault>,
    },
    /// Passkeys are registered on the directory's own page.
    HandedOff {
        /// The attempt that is answered.
        attempt: Attempt,
    },
    /// The ceremony ended.
    CredentialCreated {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The new credential, or why there is none.
        outcome: Result<Credential, CeremonyFault>,
    },
    /// The new credential was handed in.
    Finished {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The new method, or why there is none.
        outcome: Result<Box<RegistrationFinished>, Fault>,
    },
}

impl Event {
    /// Whether a ceremony has answered with something: the attempt, and whether it can be handed in.
    pub(crate) fn answered(&self) -> Option<(Attempt, bool)> {
        match self {
            Self::CredentialCreated { attempt, outcome: Ok(_) } => Some((*attempt, true)),
            Self::CredentialCreated { attempt, outcome: Err(CeremonyFault::Unreadable) } => {
                Some((*attempt, false))
            }
            Self::CredentialCreated { outcome: Err(_), .. }
            | Self::NameTyped(_)
            | Self::Confirmed
            | Self::CeremonyCancelled
            | Self::Retried
            | Self::AnotherChosen
            | Self::Begun { .. }
            | Self::HandedOff { .. }
            | Self::Finished { .. } => None,
        }
    }
}

/// The step that the registration is at.
#[derive(Clone, Debug, PartialEq)]
pub enum Registration {
    /// The last strong sign-in is too old: sign in again, and be asked again.
    StepUp {
        /// Whether a passkey may lie on the device that opens nothing, since it came too late to be saved.
        leaves_a_passkey: bool,
    },
    /// It happens on the directory's own page or on another device, and this one watches for the passkey.
    HandOff(Box<Watcher>),
    /// What will happen is explained, and the passkey gets its name while the options come.
    Naming(Box<Naming>),
    /// The browser shows its own prompt.
    InCeremony {
        /// What the person named, and what they return to.
        naming: Box<Naming>,
        /// The running ceremony.
        attempt: Attempt,
    },
    /// The new credential is being handed in.
    Saving(Box<Saving>),
    /// The answer was lost several times; the same can be handed in again.
    Unsaved {
        /// What is to be handed in.
        saving: Box<Saving>,
        /// What went wrong last.
        failure: Failure,
    },
    /// The passkey is registered.
    Saved {
        /// As the list shows it.
        method: AuthenticationMethod,
        /// Whether it works.
        proof: Box<Proof>,
    },
    /// It cannot go on here.
    Stopped {
        /// Why.
        failure: Failure,
    },
}

/// The id of the element of the name field.
pub const FIELD: &str = "name";

/// Creation options that the edge gave ([`contract::registration::RegistrationBegun`]).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Begun {
    /// To be repeated when finishing.
    pub registration: RegistrationId,
    /// What the ceremony gets.
    pub options: OptionsJson,
    /// When the challenge expires.
    pub expires_at: Timestamp,
}

/// A sign-in is due before anything was made.
const STEP_UP: Registration = Registration::StepUp { leaves_a_passkey: false };

impl Registration {
    /// The registration that opens in the app, which asks for the options at once.
    fn begin(tools: &mut Tools<'_>) -> Self {
        let mut opened = Self::open(tools.overview, tools.now);
        opened.tick(tools);
        opened
    }

    fn stopped(fault: Fault, now: Timestamp) -> Self {
        Self::Stopped { failure: Failure::met(fault, now) }
    }

    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Naming(naming), event) => naming.next(event, tools),
            (Self::InCeremony { naming, attempt }, event) => {
                in_ceremony(naming, attempt, event, tools)
            }
            (Self::Saving(saving), event) => saving.next(event, tools),
            (Self::Unsaved { mut saving, failure }, Event::Retried) => {
                Ok(if failure.seconds_to_wait(tools.now) > 0 {
                    Self::Unsaved { saving, failure }
                } else {
                    saving.hand_in(0, tools);
                    Self::Saving(saving)
                })
            }
            (Self::Saved { proof, .. }, Event::AnotherChosen) => {
                proof.leave(tools.effects);
                Ok(Self::begin(tools))
            }
            (Self::Stopped { .. }, Event::Retried) => Ok(Self::begin(tools)),
            (unchanged, _) => Ok(unchanged),
        }
    }

    pub(crate) fn prove(self, event: proof::Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match self {
            Self::Saved { method, proof } => {
                Ok(Self::Saved { method, proof: Box::new(proof.next(event, tools)?) })
            }
            unchanged => Ok(unchanged),
        }
    }

    /// Something while the passkey is registered on the directory's own page.
    pub(crate) fn watched(self, event: watch::Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        let Self::HandOff(watcher) = self else { return Ok(self) };
        Ok(match watcher.next(event, tools)? {
            watch::Outcome::Watching(watcher) => Self::HandOff(watcher),
            watch::Outcome::StepUp => STEP_UP,
            watch::Outcome::Arrived(method) => {
                let proof = Box::new(Proof::by_sign_in(&method.id));
                Self::Saved { method, proof }
            }
        })
    }

    /// Time has passed: the app is there, or a challenge is about to expire and is replaced.
    pub(crate) fn tick(&mut self, tools: &mut Tools<'_>) {
        match self {
            Self::Naming(naming) if naming.options == Options::Unasked => {
                if must_step_up(tools.overview, tools.now) {
                    *self = STEP_UP;
                } else {
                    naming.ask(tools);
                }
            }
            Self::Naming(naming) => naming.tick(tools),
            // A browser that never answers.
            Self::InCeremony { naming, attempt } if naming.is_over(tools.now) => {
                tools.effects.push(Effect::AbortCeremony);
                let naming = std::mem::replace(naming, Naming::blank());
                *self = naming.after_cancellation(*attempt, CeremonyFault::TimedOut, tools);
            }
            Self::Saved { proof, .. } => proof.tick(tools),
            Self::HandOff(watcher) => watcher.tick(tools),
            Self::StepUp { .. }
            | Self::InCeremony { .. }
            | Self::Saving(_)
            | Self::Unsaved { .. }
            | Self::Stopped { .. } => {}
        }
    }

    /// A wait is over: a lost answer is asked for again.
    pub(crate) fn wait_over(&mut self, attempt: Attempt, tools: &mut Tools<'_>) {
        match self {
            Self::Saving(saving) => saving.wait_over(attempt, tools),
            Self::HandOff(hand_off) => hand_off.wait_over(attempt, tools),
            Self::StepUp { .. }
            | Self::Naming(_)
            | Self::InCeremony { .. }
            | Self::Unsaved { .. }
            | Self::Saved { .. }
            | Self::Stopped { .. } => {}
        }
    }

    /// The person came back to this page, perhaps from the directory's.
    pub(crate) fn resume(&mut self, tools: &mut Tools<'_>) {
        self.tick(tools);
        if let Self::HandOff(hand_off) = self {
            hand_off.resume(tools);
        }
    }

    pub(crate) fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Naming(naming) => naming.failure.as_ref(),
            Self::HandOff(hand_off) => hand_off.failure.as_ref(),
            Self::Unsaved { failure, .. } | Self::Stopped { failure } => Some(failure),
            Self::Saved { proof, .. } => proof.failure.as_ref(),
            Self::StepUp { .. } | Self::InCeremony { .. } | Self::Saving(_) => None,
        }
    }

    /// The form, while it is shown.
    pub(crate) fn naming(&self) -> Option<&Naming> {
        match self {
            Self::Naming(naming) => Some(naming),
            Self::StepUp { .. }
            | Self::HandOff(_)
            | Self::InCeremony { .. }
            | Self::Saving(_)
            | Self::Unsaved { .. }
            | Self::Saved { .. }
            | Self::Stopped { .. } => None,
        }
    }

    pub(crate) fn is_at_work(&self) -> bool {
        match self {
            Self::HandOff(watcher) => watcher.is_watching(),
            Self::InCeremony { .. } | Self::Saving(_) => true,
            Self::StepUp { .. }
            | Self::Naming(_)
            | Self::Unsaved { .. }
            | Self::Saved { .. }
            | Self::Stopped { .. } => false,
        }
    }

    /// When the challenge of the browser's prompt ends, while that is open.
    pub(crate) fn challenge_ends_at(&self) -> Option<Timestamp> {
        match self {
            Self::InCeremony { naming, .. } => naming.challenge_ends_at(),
            Self::Saved { proof, .. } => proof.challenge_ends_at(),
            Self::StepUp { .. }
            | Self::HandOff(_)
            | Self::Naming(_)
            | Self::Saving(_)
            | Self::Unsaved { .. }
            | Self::Stopped { .. } => None,
        }
    }

    pub(crate) fn scene(&self) -> Scene {
        match self {
            Self::StepUp { .. } => Scene::RegistrationStepUp,
            Self::HandOff(watcher) if watcher.awaited == Awaited::PasskeyElsewhere => {
                Scene::OtherDevice
            }
            Self::HandOff(_) => Scene::HandOff,
            Self::Naming(_) => Scene::Naming,
            Self::InCeremony { .. } => Scene::InCeremony,
            Self::Saving(_) => Scene::Saving,
            Self::Unsaved { .. } => Scene::Unsaved,
            Self::Saved { proof, .. } => match proof.step {
                Step::InCeremony { .. } => Scene::Proving,
                Step::Checking(_) => Scene::CheckingProof,
                Step::Proved => Scene::Proved,
                Step::Unavailable
                | Step::BySignIn
                | Step::Asked(_)
                | Step::Ready(_)
                | Step::Failed => Scene::Saved,
            },
            Self::Stopped { .. } => Scene::RegistrationStopped,
        }
    }

    /// Stops before anything is typed in vain, in a browser that cannot make passkeys.
    pub(crate) fn stop_without_passkeys(&mut self, now: Timestamp) {
        if matches!(self, Self::Naming(_)) {
            *self = Self::stopped(Fault::Ceremony(CeremonyFault::BrowserUnsupported), now);
        }
    }

    /// Whether the directory lets the person have no passkey here, whatever they try.
    pub(crate) fn is_refused(&self) -> bool {
        let Self::Stopped { failure: Failure { fault: Fault::Problem(problem), .. } } = self else {
            return false;
        };
        problem.code == ProblemCode::Forbidden
    }

    /// Whether this is the ceremony that runs, or one that was cancelled and answers late. While another runs,
    /// only what can be handed in is worth its end.
    pub(crate) fn expects_credential(&self, attempt: Attempt, is_whole: bool) -> bool {
        match self {
            Self::Naming(naming) => naming.cancelled_options(attempt).is_some(),
            Self::InCeremony { naming, attempt: running } => {
                attempt == *running || is_whole && naming.cancelled_options(attempt).is_some()
            }
            Self::StepUp { .. }
            | Self::HandOff(_)
            | Self::Saving(_)
            | Self::Unsaved { .. }
            | Self::Saved { .. }
            | Self::Stopped { .. } => false,
        }
    }

    /// Ends the ceremony when the person leaves the page.
    pub(crate) fn leave(&self, effects: &mut Vec<Effect>) {
        match self {
            Self::InCeremony { .. } => effects.push(Effect::AbortCeremony),
            Self::Saved { proof, .. } => proof.leave(effects),
            Self::StepUp { .. }
            | Self::HandOff(_)
            | Self::Naming(_)
            | Self::Saving(_)
            | Self::Unsaved { .. }
            | Self::Stopped { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests;
