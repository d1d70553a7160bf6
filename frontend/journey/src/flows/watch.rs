//! The wait for a method that is registered elsewhere, on the directory's own page or on a phone: the
//! list is watched, and the new method recognized by its id.
//!
//! Claims nothing that it has not seen in the list, and does not look for ever: less and less often
//! while nothing happens, at once when the person comes back or says that they have finished.

mod wire;

use contract::{AuthenticationMethod, MethodId, MethodKind, Overview, ProblemCode, Timestamp};

use crate::{
    Attempt, Effect, Failure, Fault,
    next::{Exit, Tools},
    sign_in::Reason,
};

/// Something while a method is registered elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The person opened the directory's page, which is in another tab now.
    Opened,
    /// The person says that they have finished there.
    FinishedChosen,
    /// The list was read, or could not be.
    Looked {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The overview, or why there is none.
        outcome: Result<Box<Overview>, Fault>,
    },
}

/// What is waited for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Awaited {
    /// A passkey.
    Passkey,
    /// A passkey that is registered here too, on another device.
    PasskeyElsewhere,
    /// Microsoft Authenticator, or a passkey in it.
    Authenticator,
}

impl Awaited {
    fn is(self, method: &AuthenticationMethod) -> bool {
        match self {
            Self::Passkey | Self::PasskeyElsewhere => is_passkey(method),
            Self::Authenticator => method.is_passkey_in_authenticator() || is_the_app(method),
        }
    }
}

fn is_passkey(method: &AuthenticationMethod) -> bool {
    matches!(method.kind, MethodKind::Passkey { .. })
}

fn is_the_app(method: &AuthenticationMethod) -> bool {
    method.kind == MethodKind::MicrosoftAuthenticator
}

/// What became of the wait.
pub(crate) enum Outcome {
    /// It goes on.
    Watching(Box<Watcher>),
    /// What was waited for is in the list.
    Arrived(AuthenticationMethod),
    /// The directory wants a fresher sign-in before it shows the list.
    StepUp,
}

/// What is known of the registration there.
#[derive(Clone, Debug, PartialEq)]
pub struct Watcher {
    /// What is waited for.
    pub awaited: Awaited,
    /// The methods that were there before.
    known: Vec<MethodId>,
    /// What was made before this is not new, although the list did not show it.
    opened_at: Timestamp,
    /// Whether the list is being watched.
    pub watch: Watch,
    /// A method of another kind that has come meanwhile.
    pub other: Option<AuthenticationMethod>,
    /// Whether the person has said that they are done, and the list did not show it yet.
    pub is_awaited: bool,
    /// Why the last look failed, if it did.
    pub failure: Option<Failure>,
}

/// Whether the list is being watched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Watch {
    /// Not yet: the directory's page was not opened.
    Idle,
    /// The next look comes by itself.
    Waiting {
        /// The running wait.
        attempt: Attempt,
        /// How many looks there were since the person last did something.
        looks: u8,
    },
    /// The list is being read.
    Looking {
        /// The running call.
        attempt: Attempt,
        /// How many looks there were since the person last did something.
        looks: u8,
    },
    /// Nothing came for a long time; only the person can have it go on.
    Paused,
    /// This session has looked as often as it may; the person loads the page again.
    Over,
}

impl Watcher {
    /// The wait of someone who is about to register something elsewhere.
    pub(crate) fn open(awaited: Awaited, overview: &Overview, now: Timestamp) -> Box<Self> {
        Box::new(Self {
            awaited,
            known: overview.methods.iter().map(|method| method.id.clone()).collect(),
            opened_at: now,
            watch: Watch::Idle,
            other: None,
            is_awaited: false,
            failure: None,
        })
    }

    pub(crate) fn next(
        mut self: Box<Self>,
        event: Event,
        tools: &mut Tools<'_>,
    ) -> Result<Outcome, Exit> {
        match event {
            Event::Opened => match self.watch {
                Watch::Idle | Watch::Paused => self.watch = wait(0, FIRST_WAIT, tools),
                Watch::Waiting { .. } | Watch::Looking { .. } | Watch::Over => {}
            },
            Event::FinishedChosen if self.watch == Watch::Over => {
                tools.effects.push(Effect::Reload);
            }
            Event::FinishedChosen => {
                self.is_awaited = true;
                self.look(tools);
            }
            Event::Looked { attempt, outcome } => {
                if let Watch::Looking { attempt: running, looks } = self.watch
                    && running == attempt
                {
                    return self.receive(looks, outcome, tools);
                }
            }
        }
        Ok(Outcome::Watching(self))
    }

    /// Time has passed: where nothing is opened in this browser, the watch begins by itself.
    pub(crate) fn tick(&mut self, tools: &mut Tools<'_>) {
        if self.awaited == Awaited::PasskeyElsewhere && self.watch == Watch::Idle {
            self.watch = wait(0, FIRST_WAIT, tools);
        }
    }

    /// A wait is over: it is time for the next look.
    pub(crate) fn wait_over(&mut self, over: Attempt, tools: &mut Tools<'_>) {
        if let Watch::Waiting { attempt, looks } = self.watch
            && attempt == over
        {
            let attempt = tools.call(wire::look());
            self.watch = Watch::Looking { attempt, looks };
        }
    }

    /// The person came back to this page, perhaps from the directory's.
    pub(crate) fn resume(&mut self, tools: &mut Tools<'_>) {
        match self.watch {
            Watch::Waiting { .. } | Watch::Paused => self.look(tools),
            Watch::Idle | Watch::Looking { .. } | Watch::Over => {}
        }
    }

    /// Whether it looks by itself, or as soon as the person comes back.
    pub(crate) const fn is_watching(&self) -> bool {
        match self.watch {
            Watch::Waiting { .. } | Watch::Looking { .. } | Watch::Paused => true,
            Watch::Idle | Watch::Over => false,
        }
    }

    /// Looks now, and often again for a while.
    fn look(&mut self, tools: &mut Tools<'_>) {
        let attempt = match self.watch {
            Watch::Looking { attempt, .. } => attempt,
            Watch::Idle | Watch::Waiting { .. } | Watch::Paused | Watch::Over => {
                tools.call(wire::look())
            }
        };
        self.watch = Watch::Looking { attempt, looks: 0 };
    }

    fn receive(
        mut self: Box<Self>,
        looks: u8,
        outcome: Result<Box<Overview>, Fault>,
        tools: &mut Tools<'_>,
    ) -> Result<Outcome, Exit> {
        let mut pause = pause_after(looks);
        match outcome {
            Ok(overview) => {
                tools.renew(*overview);
                self.failure = None;
                let (opened_at, known) =
                    (self.opened_at.plus_minutes(-LEEWAY_MINUTES), &self.known);
                let is_new = |method: &&AuthenticationMethod| {
                    !known.contains(&method.id)
                        // What is being removed may linger in the list.
                        && method.state.lasts()
                        && method.created_at.is_none_or(|created_at| opened_at <= created_at)
                };
                let new: Vec<_> = tools.overview.methods.iter().filter(is_new).cloned().collect();
                if let Some(method) = new.iter().find(|method| self.awaited.is(method)) {
                    return Ok(Outcome::Arrived(method.clone()));
                }
                self.known.extend(new.iter().map(|method| method.id.clone()));
                self.other = new.into_iter().next().or(self.other.take());
            }
            Err(fault) if fault.code() == Some(ProblemCode::SignInRequired) => {
                return Err(Exit::SignedOut(Reason::Expired));
            }
            // The directory wants a fresher sign-in before it shows the list.
            Err(fault) if fault.code() == Some(ProblemCode::StepUpRequired) => {
                return Ok(Outcome::StepUp);
            }
            Err(fault) if fault.code() == Some(ProblemCode::LooksUsedUp) => {
                self.failure = Some(Failure::met(fault, tools.now));
                self.watch = Watch::Over;
                return Ok(Outcome::Watching(self));
            }
            // Nothing is lost by looking again; a directory in trouble may say how long to wait.
            Err(fault) => {
                let failure = Failure::met(fault, tools.now);
                let seconds = failure.seconds_to_wait(tools.now);
                let asked = u32::try_from(seconds).unwrap_or(0).saturating_mul(1000);
                pause = pause.max(asked);
                self.failure = Some(failure);
            }
        }
        self.watch = if looks < LOOKS_MAX {
            wait(looks.saturating_add(1), pause, tools)
        } else {
            Watch::Paused
        };
        Ok(Outcome::Watching(self))
    }
}

fn wait(looks: u8, milliseconds: u32, tools: &mut Tools<'_>) -> Watch {
    let attempt = tools.attempts.advance();
    tools.effects.push(Effect::Wait { attempt, milliseconds });
    Watch::Waiting { attempt, looks }
}

/// How long to wait after so many looks in vain, in milliseconds: three seconds at first, then half
/// a minute.
fn pause_after(looks: u8) -> u32 {
    FIRST_WAIT.saturating_add(u32::from(looks).saturating_mul(1_500)).min(LONGEST_WAIT)
}

const FIRST_WAIT: u32 = 3_000;
const LONGEST_WAIT: u32 = 30_000;
/// How far the clocks of edge and directory may be apart.
const LEEWAY_MINUTES: i64 = 5;
/// A quarter of an hour, after which the person has gone to do something else.
const LOOKS_MAX: u8 = 40;

#[cfg(test)]
mod tests;
