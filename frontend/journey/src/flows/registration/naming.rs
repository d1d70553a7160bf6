//! The passkey gets its name, while the creation options are fetched and kept fresh.
//!
//! Nothing typed is lost, whatever happens to the options.

use contract::{ProblemCode, Timestamp, name, registration::NAME_LENGTH_MAX};

use super::{
    Begun, Credential, Event, Registration, STEP_UP, Saving,
    opening::{local_problem, must_step_up},
    wire,
};
use crate::{
    Attempt, CeremonyFault, Effect, Failure, Fault,
    next::{Exit, Tools},
    sign_in::Reason,
    watch::{Awaited, Watcher},
};

/// A challenge with less than this many seconds left is replaced rather than used.
const SECONDS_NEEDED: i64 = 20;
/// How many times a challenge is replaced while the person is away from the keyboard.
const RENEWALS_MAX: u8 = 3;

/// The form in which the passkey gets its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Naming {
    /// The name as typed.
    pub name: String,
    /// Whether the person has typed or chosen one, so that none is suggested.
    pub is_named: bool,
    /// What is known about it.
    pub check: NameCheck,
    /// The creation options.
    pub options: Options,
    /// What went wrong before, if something did.
    pub failure: Option<Failure>,
    /// How many times the challenge was replaced while nothing happened.
    pub(super) renewals: u8,
    /// The ceremonies that were cancelled, with their options: some browsers answer all the same.
    pub(super) cancelled: Vec<(Attempt, Begun)>,
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
    /// Something in it cannot be seen, or nothing can: [`contract::name::is_plain`].
    Unseen,
}

/// Whether the creation options are there.
#[derive(Clone, Debug, PartialEq)]
pub enum Options {
    /// Not asked for yet: the page is drawn, and the app is not there.
    Unasked,
    /// On their way.
    Asked(Attempt),
    /// Here.
    Ready(Begun),
    /// Not available for now; the failure of [`Naming`] says why.
    Failed,
}

impl Naming {
    /// Whether the click that confirms may start the ceremony.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!(self.options, Options::Ready(_))
    }

    /// Whether the same device or key would only be refused again.
    #[must_use]
    pub fn wants_another_device(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| match &failure.fault {
            Fault::Problem(problem) => matches!(
                problem.code,
                ProblemCode::RegistrationRefused | ProblemCode::AlreadyRegistered
            ),
            fault => *fault == Fault::Ceremony(CeremonyFault::AlreadyRegistered),
        })
    }
}

impl Naming {
    /// Asks for the options.
    pub(super) fn ask(&mut self, tools: &mut Tools<'_>) {
        self.options = ask_options(tools);
    }

    pub(super) fn blank() -> Box<Self> {
        Box::new(Self {
            name: String::new(),
            is_named: false,
            check: NameCheck::Fine,
            options: Options::Unasked,
            failure: None,
            renewals: 0,
            cancelled: Vec::new(),
        })
    }

    pub(super) fn next(
        mut self: Box<Self>,
        event: Event,
        tools: &mut Tools<'_>,
    ) -> Result<Registration, Exit> {
        match event {
            Event::NameTyped(name) => {
                self.check = match check_name(&name) {
                    told @ (NameCheck::TooLong | NameCheck::Unseen) => told,
                    NameCheck::Fine | NameCheck::Empty => NameCheck::Fine,
                };
                tools.effects.push(Effect::KeepTyped(name.clone()));
                self.name = name;
                self.is_named = true;
            }
            Event::Confirmed => return Ok(self.confirm(tools)),
            Event::Retried => {
                let waited = self
                    .failure
                    .as_ref()
                    .is_none_or(|failure| failure.seconds_to_wait(tools.now) == 0);
                if matches!(self.options, Options::Failed) && waited {
                    self.failure = None;
                    self.renewals = 0;
                    self.options = ask_options(tools);
                }
            }
            Event::Begun { attempt, outcome } if matches!(self.options, Options::Asked(asked) if asked == attempt) =>
            {
                return self.receive(outcome, tools);
            }
            Event::HandedOff { attempt } if matches!(self.options, Options::Asked(asked) if asked == attempt) =>
            {
                return Ok(hand_off(tools));
            }
            Event::CredentialCreated { attempt, outcome: Ok(credential) } => {
                return Ok(self.receive_late(attempt, credential, tools));
            }
            // Nothing can be read of it, but it may have been made.
            Event::CredentialCreated { attempt, outcome: Err(fault) }
                if fault.leaves_a_passkey() && self.cancelled_options(attempt).is_some() =>
            {
                return Ok(self.after_failure(Fault::Ceremony(fault), Renew::WhenStale, tools));
            }
            Event::Begun { .. }
            | Event::HandedOff { .. }
            | Event::CeremonyCancelled
            | Event::AnotherChosen
            | Event::CredentialCreated { .. }
            | Event::Finished { .. } => {}
        }
        Ok(Registration::Naming(self))
    }

    /// Replaces a challenge that is about to expire, a few times.
    pub(super) fn tick(&mut self, tools: &mut Tools<'_>) {
        if self.is_stale(tools.now) {
            if self.renewals < RENEWALS_MAX {
                self.renewals += 1;
                self.options = ask_options(tools);
            } else {
                self.fail(local_problem(ProblemCode::RegistrationExpired), tools.now);
            }
        }
    }

    fn confirm(mut self: Box<Self>, tools: &mut Tools<'_>) -> Registration {
        self.check = check_name(&self.name);
        if self.check != NameCheck::Fine {
            tools.effects.push(Effect::FocusField);
            return Registration::Naming(self);
        }
        // No ceremony that could not be saved: what it made would be lost on the device.
        if let Some(instead) = without_time(tools) {
            return instead;
        }
        // The same request makes the session last longer.
        if self.is_stale(tools.now) || is_short(tools.now, tools.overview.session.ends_at) {
            self.options = ask_options(tools);
            return Registration::Naming(self);
        }
        let Options::Ready(begun) = &self.options else {
            return Registration::Naming(self);
        };
        let attempt = tools.attempts.advance();
        tools.effects.push(Effect::CreateCredential { attempt, options: begun.options.clone() });
        self.failure = None;
        self.renewals = 0;
        Registration::InCeremony { naming: self, attempt }
    }

    fn receive(
        mut self: Box<Self>,
        outcome: Result<Begun, Fault>,
        tools: &mut Tools<'_>,
    ) -> Result<Registration, Exit> {
        let fault = match outcome {
            Ok(begun) => {
                self.options = Options::Ready(begun);
                return Ok(Registration::Naming(self));
            }
            Err(fault) => fault,
        };
        match fault.code() {
            Some(ProblemCode::SignInRequired) => Err(Exit::SignedOut(Reason::Expired)),
            Some(ProblemCode::StepUpRequired) => Ok(STEP_UP),
            Some(ProblemCode::RegistrationUnavailable) => Ok(hand_off(tools)),
            Some(
                ProblemCode::RegistrationWindowOver
                | ProblemCode::Forbidden
                | ProblemCode::StepUpIncomplete,
            ) => Ok(Registration::stopped(fault, tools.now)),
            _ => {
                self.fail(fault, tools.now);
                Ok(Registration::Naming(self))
            }
        }
    }

    fn fail(&mut self, fault: Fault, now: Timestamp) {
        self.options = Options::Failed;
        self.failure = Some(Failure::met(fault, now));
    }

    /// When the challenge ends, if it is here.
    pub(super) const fn challenge_ends_at(&self) -> Option<Timestamp> {
        match &self.options {
            Options::Ready(begun) => Some(begun.expires_at),
            Options::Unasked | Options::Asked(_) | Options::Failed => None,
        }
    }

    fn is_stale(&self, now: Timestamp) -> bool {
        self.challenge_ends_at().is_some_and(|end| is_short(now, end))
    }

    /// Whether the time of the ceremony is over, whatever the browser does.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.challenge_ends_at().is_some_and(|end| end <= now)
    }

    /// The options of a ceremony that was cancelled.
    pub(super) fn cancelled_options(&self, attempt: Attempt) -> Option<&Begun> {
        self.cancelled.iter().find(|(other, _)| *other == attempt).map(|(_, begun)| begun)
    }

    /// Returns to the form from a ceremony that the browser may yet answer.
    pub(super) fn after_cancellation(
        mut self: Box<Self>,
        attempt: Attempt,
        fault: CeremonyFault,
        tools: &mut Tools<'_>,
    ) -> Registration {
        if let Options::Ready(begun) = &self.options {
            self.cancelled.push((attempt, begun.clone()));
        }
        self.after_failure(Fault::Ceremony(fault), Renew::WhenStale, tools)
    }

    /// A cancelled ceremony made a passkey after all: saves it if that is still possible, and else
    /// says that it lies on the device.
    pub(super) fn receive_late(
        mut self: Box<Self>,
        attempt: Attempt,
        credential: Credential,
        tools: &mut Tools<'_>,
    ) -> Registration {
        let at = self.cancelled.iter().position(|(cancelled, _)| *cancelled == attempt);
        match at.map(|at| self.cancelled.swap_remove(at).1) {
            Some(begun) if tools.now < begun.expires_at => {
                Saving::first(*self, begun, credential, tools)
            }
            late => {
                if let Some(relying_party) = late.and_then(|begun| begun.options.relying_party()) {
                    let credential = credential.0.id;
                    tools
                        .effects
                        .push(Effect::SignalUnknownCredential { relying_party, credential });
                }
                self.after_failure(Fault::Ceremony(CeremonyFault::TooLate), Renew::WhenStale, tools)
            }
        }
    }

    /// Returns to the form, with the failure above it and options that are still valid.
    pub(super) fn after_failure(
        mut self: Box<Self>,
        fault: Fault,
        renew: Renew,
        tools: &mut Tools<'_>,
    ) -> Registration {
        self.failure = Some(Failure::met(fault, tools.now));
        if renew == Renew::Always || self.is_stale(tools.now) {
            self.options = ask_options(tools);
        }
        Registration::Naming(self)
    }
}

/// Whether a failure costs the challenge.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Renew {
    Always,
    WhenStale,
}

/// Goes on at the directory's own page, and remembers it for the rest of the visit, as the edge does
/// for the session.
fn hand_off(tools: &mut Tools<'_>) -> Registration {
    tools.overview.is_handed_off = true;
    Registration::HandOff(Watcher::open(Awaited::Passkey, tools.overview, tools.now))
}

/// Where the registration leads when its end would find no session, a closed window, or a sign-in
/// that is not fresh any more.
fn without_time(tools: &Tools<'_>) -> Option<Registration> {
    let is_short = |end| is_short(tools.now, end);
    let pass = tools.overview.pass.as_ref().filter(|pass| pass.is_one_time && !pass.can_be_ended);
    if pass.and_then(|pass| pass.register_by).is_some_and(is_short) {
        let fault = local_problem(ProblemCode::RegistrationWindowOver);
        return Some(Registration::stopped(fault, tools.now));
    }
    let is_over =
        is_short(tools.overview.session.latest_end) || must_step_up(tools.overview, tools.now);
    is_over.then_some(STEP_UP)
}

/// Whether it ends before a ceremony could be saved.
const fn is_short(now: Timestamp, end: Timestamp) -> bool {
    now.seconds_until(end) < SECONDS_NEEDED
}

fn ask_options(tools: &mut Tools<'_>) -> Options {
    Options::Asked(tools.call(wire::begin()))
}

fn check_name(name: &str) -> NameCheck {
    let length = name.trim().chars().count();
    if length == 0 {
        NameCheck::Empty
    } else if length > NAME_LENGTH_MAX {
        NameCheck::TooLong
    } else if !name::is_plain(name) {
        NameCheck::Unseen
    } else {
        NameCheck::Fine
    }
}
