//! Handing in the new credential until an answer comes.
//!
//! A lost answer is asked for again with the same body, and the edge gives the same answer.

use contract::{
    ProblemCode, Timestamp,
    registration::{RegistrationFinished, RegistrationId},
};

use super::{
    Begun, Credential, Event, NameCheck, Naming, Options, Registration, naming::Renew, wire,
};
use crate::{
    Attempt, Effect, Failure, Fault,
    next::{Exit, Tools},
    proof::Proof,
    sign_in::Reason,
};

/// How long to wait before asking again for a lost answer, in milliseconds.
pub(super) const PAUSES: [u32; 2] = [1_000, 4_000];

/// A credential on its way to the edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// The registration that was begun.
    pub registration: RegistrationId,
    /// The display name, trimmed.
    pub name: String,
    credential: Credential,
    /// The relying party id of the options.
    relying_party: Option<String>,
    attempt: Attempt,
    tries: u8,
}

impl Saving {
    pub(super) fn first(
        naming: Naming,
        begun: Begun,
        credential: Credential,
        tools: &mut Tools<'_>,
    ) -> Registration {
        let mut saving = Box::new(Self {
            registration: begun.registration,
            name: naming.name.trim().to_owned(),
            credential,
            relying_party: begun.options.relying_party(),
            attempt: Attempt::default(),
            tries: 0,
        });
        saving.hand_in(0, tools);
        Registration::Saving(saving)
    }

    /// Hands in the same body, as try number `tries`.
    pub(super) fn hand_in(&mut self, tries: u8, tools: &mut Tools<'_>) {
        self.tries = tries;
        let call = wire::finish(&self.registration, &self.name, &self.credential);
        self.attempt = tools.call(call);
    }

    pub(super) fn next(
        self: Box<Self>,
        event: Event,
        tools: &mut Tools<'_>,
    ) -> Result<Registration, Exit> {
        match event {
            Event::Finished { attempt, outcome } if attempt == self.attempt => match outcome {
                Ok(finished) => {
                    let RegistrationFinished { method, passkey } = *finished;
                    tools.add_method(&method);
                    // The next one gets a name of its own.
                    tools.effects.push(Effect::KeepTyped(String::new()));
                    let proof = Box::new(Proof::open(&method.id, passkey.as_ref(), tools));
                    tools.overview.new_passkeys.extend(passkey);
                    Ok(Registration::Saved { method, proof })
                }
                Err(fault) => self.fail(fault, tools),
            },
            _ => Ok(Registration::Saving(self)),
        }
    }

    /// Asks again for the lost answer, after the pause.
    pub(super) fn wait_over(&mut self, attempt: Attempt, tools: &mut Tools<'_>) {
        if attempt == self.attempt {
            self.hand_in(self.tries.saturating_add(1), tools);
        }
    }

    fn fail(
        mut self: Box<Self>,
        fault: Fault,
        tools: &mut Tools<'_>,
    ) -> Result<Registration, Exit> {
        let Some(code) = fault.code() else {
            if let Some(&milliseconds) = PAUSES.get(usize::from(self.tries)) {
                self.attempt = tools.attempts.advance();
                tools.effects.push(Effect::Wait { attempt: self.attempt, milliseconds });
                return Ok(Registration::Saving(self));
            }
            return Ok(self.unsaved(fault, tools.now));
        };
        let left = self.signal(code, tools.effects);
        let stopped = |tools: &Tools<'_>| {
            let failure = Failure::met(fault.clone(), tools.now);
            let failure = if left { failure.with_a_passkey_left() } else { failure };
            Registration::Stopped { failure }
        };
        match code {
            ProblemCode::SignInRequired if !left => Err(Exit::SignedOut(Reason::Expired)),
            // Either asks for a sign-in, before which the page says what has become of the passkey.
            ProblemCode::SignInRequired | ProblemCode::StepUpRequired => {
                Ok(Registration::StepUp { leaves_a_passkey: left })
            }
            // The next passkey goes to the directory's own page at once, and nothing is made in vain.
            ProblemCode::RegistrationUnavailable => {
                tools.overview.is_handed_off = true;
                Ok(stopped(tools))
            }
            ProblemCode::RegistrationWindowOver
            | ProblemCode::Forbidden
            | ProblemCode::StepUpIncomplete
            // What helps leads away from this page, on which the passkey would have to wait.
            | ProblemCode::PolicySignIn
            | ProblemCode::AnotherPerson
            | ProblemCode::Forged
            | ProblemCode::Outdated => Ok(stopped(tools)),
            ProblemCode::RegistrationExpired
            | ProblemCode::RegistrationUnknown
            | ProblemCode::RegistrationRefused
            | ProblemCode::AlreadyRegistered
            | ProblemCode::NameInvalid
            | ProblemCode::InvalidRequest
            | ProblemCode::TooLarge => {
                let naming = Box::new(Naming {
                    is_named: true,
                    name: self.name,
                    check: NameCheck::Fine,
                    options: Options::Failed,
                    failure: None,
                    renewals: 0,
                    cancelled: Vec::new(),
                });
                let mut naming = naming.after_failure(fault, Renew::Always, tools);
                if let Registration::Naming(naming) = &mut naming
                    && left
                {
                    naming.failure = naming.failure.take().map(Failure::with_a_passkey_left);
                }
                Ok(naming)
            }
            _ => Ok(self.unsaved(fault, tools.now)),
        }
    }

    /// Tells the browser of a passkey that certainly opens nothing, and says whether there is one. A
    /// refusal after a lost answer is not certain, unless the edge has looked.
    fn signal(&self, code: ProblemCode, effects: &mut Vec<Effect>) -> bool {
        let is_certain = match code {
            ProblemCode::RegistrationRefused | ProblemCode::RegistrationUnavailable => true,
            ProblemCode::Forbidden
            | ProblemCode::RegistrationWindowOver
            | ProblemCode::RegistrationExpired
            | ProblemCode::RegistrationUnknown
            | ProblemCode::NameInvalid
            | ProblemCode::InvalidRequest
            | ProblemCode::TooLarge
            | ProblemCode::SignInRequired
            | ProblemCode::StepUpRequired
            | ProblemCode::StepUpIncomplete
            | ProblemCode::PolicySignIn
            | ProblemCode::AnotherPerson
            | ProblemCode::Forged
            | ProblemCode::Outdated => self.tries == 0,
            _ => false,
        };
        if let Some(relying_party) = self.relying_party.clone().filter(|_| is_certain) {
            let credential = self.credential.0.id.clone();
            effects.push(Effect::SignalUnknownCredential { relying_party, credential });
        }
        is_certain
    }

    fn unsaved(self: Box<Self>, fault: Fault, now: Timestamp) -> Registration {
        Registration::Unsaved { saving: self, failure: Failure::met(fault, now) }
    }
}
