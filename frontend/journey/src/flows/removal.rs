//! Removal of an authentication method: refuse with the reason, or confirm by name, then remove.
//!
//! Never removes without a fresh confirmation: after a step-up the person is asked again.

mod wire;

use contract::{
    AuthenticationMethod, Factor, MethodId, Overview, PhoneType, ProblemCode, Timestamp, Verdict,
    removal::MethodRemoved,
};

use crate::{
    Attempt, Failure, Fault, Scene,
    next::{Exit, Tools},
    overview::Flash,
    sign_in::Reason,
};

/// Something in the removal of a method.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person confirmed the removal of the method that was named.
    Confirmed,
    /// The method was removed, or was not.
    Removed {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The id of the removed method, or why it is still there.
        outcome: Result<MethodRemoved, Fault>,
    },
}

/// The step that the removal is at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Removal {
    /// The method is not in the list: it is already gone.
    Missing,
    /// It must stay.
    Refused {
        /// The method.
        method: AuthenticationMethod,
        /// Why.
        refusal: Refusal,
    },
    /// The last strong sign-in is too old: sign in again, and be asked again.
    StepUp {
        /// The method that will be asked about.
        method: AuthenticationMethod,
    },
    /// The person is asked.
    Confirming {
        /// The method that is named.
        method: AuthenticationMethod,
        /// Whether the page says that all that remains comes after a password, and the person
        /// confirms that they know theirs.
        accepts_password: bool,
        /// What went wrong before, if something did.
        failure: Option<Failure>,
    },
    /// It is being removed.
    Removing {
        /// The method.
        method: AuthenticationMethod,
        /// As it was confirmed.
        accepts_password: bool,
        /// The running attempt.
        attempt: Attempt,
    },
}

/// Why a method must stay.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Nothing would remain to sign in with.
    Last,
    /// The directory wants another default method first.
    Default,
    /// The directory wants the alternate mobile number to go first.
    AlternateFirst,
    /// Methods of this kind cannot be removed here.
    Unsupported,
}

impl Removal {
    /// The removal that opens when the person comes to the page for `id`.
    #[must_use]
    pub fn open(id: &MethodId, overview: &Overview, now: Timestamp) -> Self {
        let Some(method) = overview.methods.iter().find(|method| &method.id == id) else {
            return Self::Missing;
        };
        let method = method.clone();
        if let Some(refusal) = foresee(&method, overview) {
            Self::Refused { method, refusal }
        } else if overview.session.fresh_until <= now {
            Self::StepUp { method }
        } else {
            let accepts_password = leaves_a_password(&method, overview);
            Self::Confirming { method, accepts_password, failure: None }
        }
    }

    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Confirming { method, accepts_password, failure }, Event::Confirmed) => {
                if failure.as_ref().is_some_and(|failure| failure.seconds_to_wait(tools.now) > 0) {
                    return Ok(Self::Confirming { method, accepts_password, failure });
                }
                let attempt = tools.call(wire::remove(&method.id, accepts_password));
                Ok(Self::Removing { method, accepts_password, attempt })
            }
            (
                Self::Removing { method, accepts_password, attempt },
                Event::Removed { attempt: answered, outcome },
            ) if attempt == answered => {
                let Err(fault) = outcome else {
                    tools.remove_method(&method.id);
                    if accepts_password {
                        tools.note_password(true);
                    }
                    return Err(Exit::Done(Box::new(Flash::MethodRemoved(method))));
                };
                let refusal = match fault.code() {
                    Some(ProblemCode::SignInRequired) => {
                        return Err(Exit::SignedOut(Reason::Expired));
                    }
                    Some(ProblemCode::StepUpRequired) => return Ok(Self::StepUp { method }),
                    Some(ProblemCode::MethodNotFound) => {
                        tools.remove_method(&method.id);
                        return Ok(Self::Missing);
                    }
                    // The list has changed: the person is asked again, now told what remains.
                    Some(ProblemCode::PasswordNeeded) => {
                        return Ok(Self::Confirming {
                            method,
                            accepts_password: true,
                            failure: None,
                        });
                    }
                    Some(ProblemCode::LastMethod) => Refusal::Last,
                    Some(ProblemCode::DefaultMethod) => {
                        tools.overview.default_method = Some(method.id.clone());
                        Refusal::Default
                    }
                    Some(ProblemCode::AlternateNumberFirst) => Refusal::AlternateFirst,
                    Some(ProblemCode::MethodUnsupported) => Refusal::Unsupported,
                    _ => {
                        return Ok(Self::Confirming {
                            method,
                            accepts_password,
                            failure: Some(Failure::met(fault, tools.now)),
                        });
                    }
                };
                Ok(Self::Refused { method, refusal })
            }
            (unchanged, Event::Confirmed | Event::Removed { .. }) => Ok(unchanged),
        }
    }

    pub(crate) const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Confirming { failure, .. } => failure.as_ref(),
            Self::Missing | Self::Refused { .. } | Self::StepUp { .. } | Self::Removing { .. } => {
                None
            }
        }
    }

    pub(crate) const fn scene(&self) -> Scene {
        match self {
            Self::Missing => Scene::RemovalMissing,
            Self::Refused { .. } => Scene::RemovalRefused,
            Self::StepUp { .. } => Scene::RemovalStepUp,
            Self::Confirming { .. } | Self::Removing { .. } => Scene::RemovalConfirming,
        }
    }
}

/// Why the method must stay, as far as the list tells; the edge checks again.
#[must_use]
pub fn foresee(method: &AuthenticationMethod, overview: &Overview) -> Option<Refusal> {
    if !method.is_removable {
        Some(Refusal::Unsupported)
    } else if is_way_in(method) && without(method, overview) == Verdict::No {
        Some(Refusal::Last)
    } else if method.is_phone(PhoneType::Mobile) && overview.methods.iter().any(is_alternate) {
        Some(Refusal::AlternateFirst)
    } else {
        None
    }
}

fn is_alternate(method: &AuthenticationMethod) -> bool {
    method.is_phone(PhoneType::AlternateMobile) && method.state.lasts()
}

/// Whether everything that would remain comes after a password, and the person has not said that
/// they know theirs.
fn leaves_a_password(method: &AuthenticationMethod, overview: &Overview) -> bool {
    is_way_in(method)
        && overview.knows_password != Some(true)
        && without(method, overview) == Verdict::WithPassword
}

/// What can be said of tomorrow without this method.
fn without(method: &AuthenticationMethod, overview: &Overview) -> Verdict {
    Verdict::on(overview.methods.iter().filter(|other| other.id != method.id), None)
}

/// The methods that remain without `gone` and have this part in a sign-in.
pub fn remaining<'a>(
    gone: Option<&'a MethodId>,
    factor: Factor,
    overview: &'a Overview,
) -> impl Iterator<Item = &'a AuthenticationMethod> {
    overview.methods.iter().filter(move |method| {
        method.factor == factor && method.state.lasts() && Some(&method.id) != gone
    })
}

fn is_way_in(method: &AuthenticationMethod) -> bool {
    matches!(method.factor, Factor::Alone | Factor::AfterPassword)
}

#[cfg(test)]
mod tests;
