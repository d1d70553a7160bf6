//! Whether there is time for a step: what it usually takes, and the nearest clock that would stop it.
//!
//! Forbids nothing: it only tells, before the step begins.

use contract::{Overview, Pass, Timestamp, Verdict};

use crate::{
    Scene,
    clock::{self, PassClock},
};

/// A step that takes time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// A passkey is registered in this page.
    Passkey,
    /// A passkey is registered on the directory's own page.
    HandOff,
    /// Microsoft Authenticator is added on the phone.
    Authenticator,
    /// What is lost is told, something new registered, and the lost removed.
    Recovery,
    /// A new passkey is tried.
    Proof,
    /// A method is removed, or the pass ended.
    Change,
}

impl Step {
    /// The step that begins on a screen.
    #[must_use]
    pub const fn of(scene: Scene) -> Option<Self> {
        Some(match scene {
            Scene::RegistrationStepUp | Scene::Naming => Self::Passkey,
            Scene::HandOff | Scene::OtherDevice => Self::HandOff,
            Scene::InstallingAuthenticator
            | Scene::AuthenticatorOnThePage
            | Scene::AuthenticatorInTheApp
            | Scene::AuthenticatorStepUp => Self::Authenticator,
            Scene::RecoveryAsking => Self::Recovery,
            Scene::Saved => Self::Proof,
            Scene::RemovalStepUp
            | Scene::RemovalConfirming
            | Scene::RecoverySteps
            | Scene::RecoveryStepUp
            | Scene::RetirementStepUp
            | Scene::RetirementConfirming => Self::Change,
            Scene::Welcome
            | Scene::SignedOut
            | Scene::PassRetired
            | Scene::Expired
            | Scene::PassOver
            | Scene::SignInFailed
            | Scene::Failed
            | Scene::StepUp
            | Scene::Overview
            | Scene::InCeremony
            | Scene::Saving
            | Scene::Unsaved
            | Scene::Proving
            | Scene::CheckingProof
            | Scene::Proved
            | Scene::RegistrationStopped
            | Scene::AuthenticatorAdded
            | Scene::RemovalMissing
            | Scene::RemovalRefused
            | Scene::NoPass
            | Scene::PassNeeded
            | Scene::Missing => return None,
        })
    }

    /// How many minutes it usually takes somebody who does it for the first time.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        match self {
            Self::Proof | Self::Change => 1,
            Self::Passkey => 2,
            Self::HandOff => 4,
            Self::Authenticator | Self::Recovery => 5,
        }
    }
}

/// How many minutes another sign-in takes.
const SIGN_IN_MINUTES: i64 = 1;

/// The time that a step needs, beside the time that there is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TimeNeeded {
    /// What it usually takes, in minutes.
    pub minutes: i64,
    /// Whether another sign-in may be due first; its time is counted.
    pub signs_in_first: bool,
    /// When the nearest clock ends that would stop it.
    pub until: Timestamp,
    /// What to do first, where the time may not be enough.
    pub instead: Option<Instead>,
}

/// What to do where there is too little time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Instead {
    /// Ask for something, which makes the session last longer.
    Stay,
    /// Sign in again: that begins a new session.
    SignIn,
    /// Ask for a new pass: nothing else lets the person in again.
    NewPass,
}

impl TimeNeeded {
    /// What `step` needs of this person's time.
    #[must_use]
    pub fn of(step: Step, overview: &Overview, now: Timestamp) -> Self {
        let session = overview.session;
        let mut fresh_until = match step {
            Step::Authenticator | Step::Proof => Timestamp::default(),
            Step::Change => session.fresh_until,
            Step::Passkey | Step::HandOff | Step::Recovery => session.register_until,
        };
        let mut until = session.latest_end;
        let mut needs_pass = false;
        if let Some(pass) = &overview.pass {
            match (step, PassClock::of(pass, now)) {
                // Authenticator too: the directory's page adds it where the app could not take the pass again.
                (
                    Step::Passkey | Step::HandOff | Step::Authenticator | Step::Recovery,
                    PassClock::Window(window),
                ) => {
                    // While it is open, the sign-in is fresh enough.
                    fresh_until = Timestamp::default();
                    if !pass.can_be_ended {
                        until = until.min(window.ends_at);
                    }
                }
                // The app asks for the pass, unless it is given the password.
                (Step::Authenticator, PassClock::Running(_))
                    if overview.knows_password != Some(true) && pass.ends_at <= until =>
                {
                    needs_pass = true;
                    until = pass.ends_at;
                }
                _ => {}
            }
        }
        let mut minutes = step.minutes();
        let is_short = |end, minutes| now.seconds_until(end) < minutes * 60;
        let signs_in_first = fresh_until != Timestamp::default() && is_short(fresh_until, minutes);
        if signs_in_first {
            minutes += SIGN_IN_MINUTES;
        }
        let instead = if is_short(until, minutes) {
            Some(if needs_pass { Instead::NewPass } else { after(until, overview, now) })
        } else if signs_in_first && clock::needs_a_new_pass(overview, now) {
            Some(Instead::NewPass)
        } else if is_short(session.ends_at, minutes) {
            until = session.ends_at;
            Some(Instead::Stay)
        } else {
            None
        };
        Self { minutes, signs_in_first, until, instead }
    }
}

/// How the person can go on beyond the end of the session.
#[must_use]
pub fn beyond_the_session(overview: &Overview, now: Timestamp) -> Instead {
    if overview.session.can_last_longer() {
        Instead::Stay
    } else {
        after(overview.session.ends_at, overview, now)
    }
}

/// How the person gets in again after this end.
fn after(end: Timestamp, overview: &Overview, now: Timestamp) -> Instead {
    let pass = overview.pass.as_ref();
    if overview.verdict() != Verdict::No
        || pass.is_some_and(|pass| is_alive(pass, now) && end < pass.ends_at)
    {
        Instead::SignIn
    } else {
        Instead::NewPass
    }
}

/// Whether a sign-in can be made with it.
fn is_alive(pass: &Pass, now: Timestamp) -> bool {
    matches!(PassClock::of(pass, now), PassClock::Running(_))
}

#[cfg(test)]
mod tests;
