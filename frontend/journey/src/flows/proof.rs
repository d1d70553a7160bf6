//! The proof that a new passkey works: it signs once, right after it was made.
//!
//! Offered, never forced: whatever goes wrong, the passkey is saved, and the page says so.

mod wire;

use std::fmt;

use contract::{
    MethodId, ProblemCode, Timestamp,
    proof::{NewPasskey, Proved},
};

use crate::{
    Attempt, CeremonyFault, Effect, Failure, Fault,
    next::{Exit, Tools},
    registration::OptionsJson,
    sign_in::Reason,
};

/// Something in the proof of a new passkey.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The challenge came, or could not be had.
    Begun {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The challenge, or why there is none.
        outcome: Result<Begun, Fault>,
    },
    /// The person wants to try the passkey.
    Tried,
    /// The person gave up waiting for the browser's own prompt.
    CeremonyCancelled,
    /// The ceremony ended.
    Signed {
        /// The attempt that is answered.
        attempt: Attempt,
        /// What was signed, or why nothing was.
        outcome: Result<Assertion, CeremonyFault>,
    },
    /// What was signed was handed in.
    Finished {
        /// The attempt that is answered.
        attempt: Attempt,
        /// Which passkey signed, or why it proves nothing.
        outcome: Result<Proved, Fault>,
    },
}

/// A challenge that the edge gave ([`contract::proof::ProofBegun`]).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Begun {
    /// What the ceremony gets.
    pub options: OptionsJson,
    /// When the challenge expires.
    pub expires_at: Timestamp,
}

/// What an authenticator signed (WebAuthn §5.2.2).
#[derive(Clone, Eq, PartialEq)]
pub struct Assertion {
    /// The credential id.
    pub raw_id: Vec<u8>,
    /// The client data.
    pub client_data_json: Vec<u8>,
    /// The authenticator data.
    pub authenticator_data: Vec<u8>,
    /// The signature of both.
    pub signature: Vec<u8>,
}

impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Assertion([redacted])")
    }
}

/// The proof of one new passkey.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    method: MethodId,
    /// How far it has got.
    pub step: Step,
    /// Why the last try did not work.
    pub failure: Option<Failure>,
}

/// How far a proof has got.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It cannot be tried in this page.
    Unavailable,
    /// It was registered on the directory's own page: a sign-in is the way to try it.
    BySignIn,
    /// The challenge is on its way.
    Asked(Attempt),
    /// It can be tried.
    Ready(Begun),
    /// The challenge could not be had.
    Failed,
    /// The browser shows its own prompt.
    InCeremony {
        /// The running ceremony.
        attempt: Attempt,
        /// Its challenge.
        begun: Begun,
    },
    /// What was signed is being verified.
    Checking(Attempt),
    /// It works.
    Proved,
}

impl Proof {
    /// The proof of a passkey that was registered in this page.
    pub(crate) fn open(
        method: &MethodId,
        passkey: Option<&NewPasskey>,
        tools: &mut Tools<'_>,
    ) -> Self {
        let mut proof = Self { method: method.clone(), step: Step::Unavailable, failure: None };
        if passkey.is_some_and(|passkey| passkey.is_provable) {
            proof.ask(tools);
        }
        proof
    }

    /// The proof of a passkey that was registered on the directory's own page.
    pub(crate) fn by_sign_in(method: &MethodId) -> Self {
        Self { method: method.clone(), step: Step::BySignIn, failure: None }
    }

    pub(crate) fn next(mut self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self.step.clone(), event) {
            (Step::Asked(asked), Event::Begun { attempt, outcome }) if asked == attempt => {
                match outcome {
                    Ok(begun) => self.step = Step::Ready(begun),
                    Err(fault) => self.fail(fault, Step::Failed, tools)?,
                }
            }
            (Step::Ready(begun), Event::Tried) => {
                if tools.now.seconds_until(begun.expires_at) < SECONDS_NEEDED {
                    self.ask(tools);
                } else {
                    let attempt = tools.attempts.advance();
                    let options = begun.options.clone();
                    tools.effects.push(Effect::GetCredential { attempt, options });
                    self.failure = None;
                    self.step = Step::InCeremony { attempt, begun };
                }
            }
            (Step::Failed, Event::Tried) => {
                let waits = |failure: &Failure| failure.seconds_to_wait(tools.now) > 0;
                if !self.failure.as_ref().is_some_and(waits) {
                    self.failure = None;
                    self.ask(tools);
                }
            }
            (Step::InCeremony { attempt: running, begun }, Event::Signed { attempt, outcome })
                if running == attempt =>
            {
                match outcome {
                    Ok(assertion) => {
                        self.step = Step::Checking(tools.call(wire::finish(&assertion)));
                    }
                    Err(fault) => self.fail(Fault::Ceremony(fault), Step::Ready(begun), tools)?,
                }
            }
            (Step::InCeremony { begun, .. }, Event::CeremonyCancelled) => {
                tools.effects.push(Effect::AbortCeremony);
                let fault = Fault::Ceremony(CeremonyFault::Declined);
                self.fail(fault, Step::Ready(begun), tools)?;
            }
            (Step::Checking(running), Event::Finished { attempt, outcome })
                if running == attempt =>
            {
                match outcome {
                    Ok(Proved { method }) => {
                        let passkeys = tools.overview.new_passkeys.iter_mut();
                        for passkey in passkeys.filter(|passkey| passkey.method == method) {
                            passkey.is_proved = true;
                        }
                        self.step = Step::Proved;
                    }
                    // A challenge serves once: the next try has another.
                    Err(fault) => {
                        self.fail(fault, Step::Failed, tools)?;
                        let waits = |failure: &Failure| failure.seconds_to_wait(tools.now) > 0;
                        if !self.failure.as_ref().is_some_and(waits) {
                            self.ask(tools);
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(self)
    }

    /// Time has passed: a prompt that the browser never ends is over with its challenge.
    pub(crate) fn tick(&mut self, tools: &mut Tools<'_>) {
        if let Step::InCeremony { begun, .. } = &self.step
            && begun.expires_at <= tools.now
        {
            tools.effects.push(Effect::AbortCeremony);
            let fault = Fault::Ceremony(CeremonyFault::TimedOut);
            self.failure = Some(Failure::met(fault, tools.now));
            self.ask(tools);
        }
    }

    /// When the challenge of the browser's prompt ends, while that is open.
    pub(crate) const fn challenge_ends_at(&self) -> Option<Timestamp> {
        if let Step::InCeremony { begun, .. } = &self.step { Some(begun.expires_at) } else { None }
    }

    /// Ends the ceremony when the person leaves the page.
    pub(crate) fn leave(&self, effects: &mut Vec<Effect>) {
        if let Step::InCeremony { .. } = self.step {
            effects.push(Effect::AbortCeremony);
        }
    }

    fn ask(&mut self, tools: &mut Tools<'_>) {
        self.step = Step::Asked(tools.call(wire::begin(&self.method)));
    }

    fn fail(&mut self, fault: Fault, step: Step, tools: &Tools<'_>) -> Result<(), Exit> {
        match fault.code() {
            Some(ProblemCode::SignInRequired) => return Err(Exit::SignedOut(Reason::Expired)),
            // Another tab has proved it, or the edge has forgotten it.
            Some(ProblemCode::ProofUnknown) if matches!(self.step, Step::Asked(_)) => {
                self.step = Step::Unavailable;
                return Ok(());
            }
            _ => {}
        }
        self.failure = Some(Failure::met(fault, tools.now));
        self.step = step;
        Ok(())
    }
}

/// A challenge with less than this many seconds left is replaced rather than used.
const SECONDS_NEEDED: i64 = 20;

#[cfg(test)]
mod tests;
