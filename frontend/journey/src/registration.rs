//! Registration of a passkey: explain, name, the browser's prompt, save.
//!
//! The options are there before the click that confirms, so that the click's user activation is
//! fresh when the ceremony starts. What was typed is never lost, a lost answer is asked for again
//! with the same body, and a challenge that ran out is replaced without being asked.
//! Next: `gateway::registration` (through the effects).

use std::fmt;

use contract::registration::{NAME_LENGTH_MAX, RegistrationId};
use contract::{AuthenticationMethod, Overview, ProblemCode, Timestamp};
use webauthn_rs_proto::RegisterPublicKeyCredential;

use crate::next::{Exit, Tools};
use crate::{Attempt, CeremonyFault, Effect, Event, Fault, Setback};

/// A challenge with less than this many seconds left is replaced rather than used.
const SECONDS_NEEDED: i64 = 20;
/// How often a challenge is replaced while the person is away from the keyboard.
const RENEWALS_MAX: u8 = 3;
/// How long to wait before asking again for a lost answer, in milliseconds.
const PAUSES: [u32; 2] = [1_000, 4_000];

/// Where the registration stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Registration {
    /// What will happen is explained.
    Explaining,
    /// The last strong sign-in is too old: sign in again, and be asked again.
    StepUp,
    /// The passkey gets its name while the options come.
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
        setback: Setback,
    },
    /// The passkey is registered.
    Saved {
        /// As the list shows it.
        method: AuthenticationMethod,
    },
    /// It cannot go on here.
    Stopped {
        /// Why.
        setback: Setback,
    },
}

/// The passkey gets its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Naming {
    /// The name as typed.
    pub name: String,
    /// What is known about it.
    pub check: NameCheck,
    /// The creation options.
    pub options: Options,
    /// What went wrong before, if something did.
    pub setback: Option<Setback>,
    /// How often the challenge was replaced while nothing happened.
    renewals: u8,
}

/// What is known about the typed name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NameCheck {
    /// Nothing to say.
    Fine,
    /// It was confirmed empty.
    Empty,
    /// It is longer than [`NAME_LENGTH_MAX`] characters.
    TooLong,
}

/// Where the creation options are.
#[derive(Clone, Debug, PartialEq)]
pub enum Options {
    /// On their way.
    Asked(Attempt),
    /// Here.
    Ready(Begun),
    /// Not to be had for now; the naming's setback says why.
    Failed,
}

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

/// [`contract::registration::CreationOptions`] as the edge wrote them: only the browser reads them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OptionsJson(pub String);

/// A credential on its way to the edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Saving {
    /// The registration that was begun.
    pub registration: RegistrationId,
    /// The display name, trimmed.
    pub name: String,
    credential: Credential,
    attempt: Attempt,
    tries: u8,
}

/// What the authenticator made (WebAuthn §5.1, `PublicKeyCredential`).
#[derive(Clone)]
pub struct Credential(pub RegisterPublicKeyCredential);

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}

impl PartialEq for Credential {
    /// Two credentials are the same when one authenticator made them in one ceremony.
    fn eq(&self, other: &Self) -> bool {
        self.0.raw_id == other.0.raw_id
            && self.0.response.client_data_json == other.0.response.client_data_json
    }
}

impl Naming {
    /// Whether the click that confirms may start the ceremony.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!(self.options, Options::Ready(_))
    }
}

impl Registration {
    /// The registration of someone who just came to the page.
    #[must_use]
    pub fn open(overview: &Overview, now: Timestamp) -> Self {
        let window_is_over = overview.pass.as_ref().is_some_and(|pass| {
            pass.is_one_time && pass.register_by.is_some_and(|until| until <= now)
        });
        if window_is_over && !overview.is_registered() {
            Self::stopped(local_problem(ProblemCode::RegistrationWindowOver), now)
        } else if overview.session.fresh_until <= now {
            Self::StepUp
        } else {
            Self::Explaining
        }
    }

    fn stopped(fault: Fault, now: Timestamp) -> Self {
        Self::Stopped {
            setback: Setback::met(fault, now),
        }
    }

    pub(crate) fn next(self, event: Event, tools: &mut Tools<'_>) -> Result<Self, Exit> {
        match (self, event) {
            (Self::Explaining, Event::RegistrationContinued) => {
                Ok(Self::Naming(Naming::empty(tools)))
            }
            (Self::Naming(naming), event) => naming.next(event, tools),
            (Self::InCeremony { naming, attempt }, event) => {
                in_ceremony(naming, attempt, event, tools)
            }
            (Self::Saving(saving), event) => saving.next(event, tools),
            (Self::Unsaved { saving, setback }, Event::RegistrationRetried) => {
                Ok(if setback.seconds_to_wait(tools.now) > 0 {
                    Self::Unsaved { saving, setback }
                } else {
                    Self::Saving(saving.again(0, tools))
                })
            }
            (Self::Saved { .. }, Event::AnotherChosen) => {
                Ok(Self::open(tools.overview, tools.now))
            }
            (Self::Stopped { .. }, Event::RegistrationRetried) => {
                Ok(Self::open(tools.overview, tools.now))
            }
            (unchanged, _) => Ok(unchanged),
        }
    }

    /// What must be ended when the person leaves the page.
    pub(crate) fn leave(&self, effects: &mut Vec<Effect>) {
        if let Self::InCeremony { .. } = self {
            effects.push(Effect::AbortCeremony);
        }
    }
}

impl Naming {
    fn empty(tools: &mut Tools<'_>) -> Box<Self> {
        Box::new(Self {
            name: String::new(),
            check: NameCheck::Fine,
            options: ask_options(tools),
            setback: None,
            renewals: 0,
        })
    }

    fn next(mut self: Box<Self>, event: Event, tools: &mut Tools<'_>) -> Result<Registration, Exit> {
        match event {
            Event::NameTyped(name) => {
                self.check = match check_name(&name) {
                    NameCheck::TooLong => NameCheck::TooLong,
                    NameCheck::Fine | NameCheck::Empty => NameCheck::Fine,
                };
                self.name = name;
            }
            Event::RegistrationConfirmed => return Ok(self.confirm(tools)),
            Event::RegistrationRetried => {
                let waited = self
                    .setback
                    .as_ref()
                    .is_none_or(|setback| setback.seconds_to_wait(tools.now) == 0);
                if self.options == Options::Failed && waited {
                    self.setback = None;
                    self.renewals = 0;
                    self.options = ask_options(tools);
                }
            }
            Event::RegistrationBegan { attempt, outcome }
                if self.options == Options::Asked(attempt) =>
            {
                return self.receive(outcome, tools);
            }
            Event::Ticked(_) | Event::Resumed(_) if self.is_stale(tools.now) => {
                if self.renewals < RENEWALS_MAX {
                    self.renewals += 1;
                    self.options = ask_options(tools);
                } else {
                    self.fail(local_problem(ProblemCode::RegistrationExpired), tools.now);
                }
            }
            _ => {}
        }
        Ok(Registration::Naming(self))
    }

    fn confirm(mut self: Box<Self>, tools: &mut Tools<'_>) -> Registration {
        self.check = check_name(&self.name);
        if self.check != NameCheck::Fine {
            tools.effects.push(Effect::FocusField);
            return Registration::Naming(self);
        }
        if self.is_stale(tools.now) {
            self.options = ask_options(tools);
            return Registration::Naming(self);
        }
        let Options::Ready(begun) = &self.options else {
            return Registration::Naming(self);
        };
        let attempt = tools.attempts.advance();
        tools.effects.push(Effect::CreateCredential {
            attempt,
            options: begun.options.clone(),
        });
        self.setback = None;
        self.renewals = 0;
        Registration::InCeremony {
            naming: self,
            attempt,
        }
    }

    fn receive(
        mut self: Box<Self>,
        outcome: Result<Begun, Fault>,
        tools: &Tools<'_>,
    ) -> Result<Registration, Exit> {
        let fault = match outcome {
            Ok(begun) => {
                self.options = Options::Ready(begun);
                return Ok(Registration::Naming(self));
            }
            Err(fault) => fault,
        };
        match fault.code() {
            Some(ProblemCode::SignInRequired) => Err(Exit::SessionEnded),
            Some(ProblemCode::StepUpRequired) => Ok(Registration::StepUp),
            Some(
                ProblemCode::RegistrationUnavailable
                | ProblemCode::RegistrationWindowOver
                | ProblemCode::Forbidden,
            ) => Ok(Registration::stopped(fault, tools.now)),
            _ => {
                self.fail(fault, tools.now);
                Ok(Registration::Naming(self))
            }
        }
    }

    fn fail(&mut self, fault: Fault, now: Timestamp) {
        self.options = Options::Failed;
        self.setback = Some(Setback::met(fault, now));
    }

    fn is_stale(&self, now: Timestamp) -> bool {
        match &self.options {
            Options::Ready(begun) => now.seconds_until(begun.expires_at) < SECONDS_NEEDED,
            Options::Asked(_) | Options::Failed => false,
        }
    }

    /// Back to the form, with what went wrong above it and options that still hold.
    fn set_back(mut self: Box<Self>, fault: Fault, renew: Renew, tools: &mut Tools<'_>) -> Registration {
        self.setback = Some(Setback::met(fault, tools.now));
        if renew == Renew::Always || self.is_stale(tools.now) {
            self.options = ask_options(tools);
        }
        Registration::Naming(self)
    }
}

/// Whether a setback costs the challenge.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Renew {
    Always,
    WhenStale,
}

fn ask_options(tools: &mut Tools<'_>) -> Options {
    let attempt = tools.attempts.advance();
    tools.effects.push(Effect::BeginRegistration { attempt });
    Options::Asked(attempt)
}

fn in_ceremony(
    naming: Box<Naming>,
    running: Attempt,
    event: Event,
    tools: &mut Tools<'_>,
) -> Result<Registration, Exit> {
    match event {
        Event::CredentialCreated { attempt, outcome } if attempt == running => match outcome {
            Ok(credential) => Ok(Saving::first(naming, credential, tools)),
            Err(fault) if fault.can_be_retried() => {
                Ok(naming.set_back(Fault::Ceremony(fault), Renew::WhenStale, tools))
            }
            Err(fault) => Ok(Registration::stopped(Fault::Ceremony(fault), tools.now)),
        },
        Event::CeremonyCancelled => {
            tools.effects.push(Effect::AbortCeremony);
            Ok(naming.set_back(
                Fault::Ceremony(CeremonyFault::Declined),
                Renew::WhenStale,
                tools,
            ))
        }
        _ => Ok(Registration::InCeremony {
            naming,
            attempt: running,
        }),
    }
}

impl Saving {
    fn first(naming: Box<Naming>, credential: Credential, tools: &mut Tools<'_>) -> Registration {
        // The ceremony was started from options that were there; without them there is nothing to
        // hand the credential in for.
        let Options::Ready(begun) = naming.options else {
            return Registration::Naming(Naming::empty(tools));
        };
        let saving = Box::new(Self {
            registration: begun.registration,
            name: naming.name.trim().to_owned(),
            credential,
            attempt: Attempt::default(),
            tries: 0,
        });
        Registration::Saving(saving.again(0, tools))
    }

    /// Hands in the same body once more.
    fn again(mut self: Box<Self>, tries: u8, tools: &mut Tools<'_>) -> Box<Self> {
        self.tries = tries;
        self.attempt = tools.attempts.advance();
        tools.effects.push(Effect::FinishRegistration {
            attempt: self.attempt,
            registration: self.registration.clone(),
            name: self.name.clone(),
            credential: self.credential.clone(),
        });
        self
    }

    fn next(self: Box<Self>, event: Event, tools: &mut Tools<'_>) -> Result<Registration, Exit> {
        match event {
            Event::Waited { attempt } if attempt == self.attempt => {
                let tries = self.tries.saturating_add(1);
                Ok(Registration::Saving(self.again(tries, tools)))
            }
            Event::RegistrationFinished { attempt, outcome } if attempt == self.attempt => {
                match outcome {
                    Ok(finished) => {
                        tools.add_method(&finished.method);
                        Ok(Registration::Saved {
                            method: finished.method,
                        })
                    }
                    Err(fault) => self.fail(fault, tools),
                }
            }
            _ => Ok(Registration::Saving(self)),
        }
    }

    fn fail(mut self: Box<Self>, fault: Fault, tools: &mut Tools<'_>) -> Result<Registration, Exit> {
        let Some(code) = fault.code() else {
            if let Some(&milliseconds) = PAUSES.get(usize::from(self.tries)) {
                self.attempt = tools.attempts.advance();
                tools.effects.push(Effect::Wait {
                    attempt: self.attempt,
                    milliseconds,
                });
                return Ok(Registration::Saving(self));
            }
            return Ok(self.unsaved(fault, tools.now));
        };
        match code {
            ProblemCode::SignInRequired => Err(Exit::SessionEnded),
            ProblemCode::StepUpRequired => Ok(Registration::StepUp),
            ProblemCode::RegistrationWindowOver
            | ProblemCode::RegistrationUnavailable
            | ProblemCode::Forbidden => Ok(Registration::stopped(fault, tools.now)),
            ProblemCode::RegistrationExpired
            | ProblemCode::RegistrationUnknown
            | ProblemCode::RegistrationRefused
            | ProblemCode::AlreadyRegistered
            | ProblemCode::NameInvalid
            | ProblemCode::InvalidRequest
            | ProblemCode::TooLarge => {
                let naming = Box::new(Naming {
                    name: self.name,
                    check: NameCheck::Fine,
                    options: Options::Failed,
                    setback: None,
                    renewals: 0,
                });
                Ok(naming.set_back(fault, Renew::Always, tools))
            }
            _ => Ok(self.unsaved(fault, tools.now)),
        }
    }

    fn unsaved(self: Box<Self>, fault: Fault, now: Timestamp) -> Registration {
        Registration::Unsaved {
            saving: self,
            setback: Setback::met(fault, now),
        }
    }
}

/// A problem that this side foresees, in the edge's own terms.
fn local_problem(code: ProblemCode) -> Fault {
    Fault::Problem(contract::Problem {
        code,
        trace: contract::TraceId::default(),
        retry_after: None,
    })
}

fn check_name(name: &str) -> NameCheck {
    let length = name.trim().chars().count();
    if length == 0 {
        NameCheck::Empty
    } else if length > NAME_LENGTH_MAX {
        NameCheck::TooLong
    } else {
        NameCheck::Fine
    }
}

#[cfg(test)]
mod tests;
