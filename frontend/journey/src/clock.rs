//! The clocks: which run, how much time is left, how urgent that is, and when to announce it.
//!
//! All times are the edge's. Time left is rounded down, never up.

use contract::{Overview, Pass, PassUsability, Timestamp, Verdict};

use crate::{Scene, SignedIn, Task};

/// Time left at which a clock starts to show seconds, in seconds.
pub const SECONDS_SHOWN_BELOW: i64 = 600;
/// Time left at which a clock is about to end, in seconds.
pub const LAST_CALL_BELOW: i64 = 120;

/// Time left, in the units in which it is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Left {
    /// Nothing.
    Over,
    /// Ten minutes or less: to the second.
    Seconds {
        /// Whole minutes.
        minutes: i64,
        /// The remaining seconds, 0 to 59.
        seconds: i64,
    },
    /// Under an hour.
    Minutes(i64),
    /// Under two days.
    Hours {
        /// Whole hours.
        hours: i64,
        /// The remaining minutes, 0 to 59.
        minutes: i64,
    },
    /// Whole days.
    Days(i64),
}

impl Left {
    /// The time left from `now` until `end`.
    #[must_use]
    pub const fn between(now: Timestamp, end: Timestamp) -> Self {
        let seconds = now.seconds_until(end);
        if seconds == 0 {
            Self::Over
        } else if seconds <= SECONDS_SHOWN_BELOW {
            Self::Seconds { minutes: seconds / 60, seconds: seconds % 60 }
        } else if seconds < 3600 {
            Self::Minutes(seconds / 60)
        } else if seconds < 48 * 3600 {
            Self::Hours { hours: seconds / 3600, minutes: seconds % 3600 / 60 }
        } else {
            Self::Days(seconds / 86400)
        }
    }
}

/// How urgent a clock is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Urgency {
    /// There is enough time.
    Calm,
    /// Ten minutes or less.
    Soon,
    /// Two minutes or less.
    LastCall,
}

impl Urgency {
    const fn of(seconds: i64) -> Self {
        if seconds <= LAST_CALL_BELOW {
            Self::LastCall
        } else if seconds <= SECONDS_SHOWN_BELOW {
            Self::Soon
        } else {
            Self::Calm
        }
    }
}

/// A running clock.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Running {
    /// When it ends.
    pub ends_at: Timestamp,
    /// Time left.
    pub left: Left,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The share of its whole length that is left, in percent, 0 to 100.
    pub percent_left: i64,
}

impl Running {
    fn between(starts_at: Timestamp, now: Timestamp, ends_at: Timestamp) -> Self {
        let whole = starts_at.seconds_until(ends_at).max(1);
        let seconds = now.seconds_until(ends_at);
        Self {
            ends_at,
            left: Left::between(now, ends_at),
            urgency: Urgency::of(seconds),
            percent_left: (seconds.saturating_mul(100) / whole).clamp(0, 100),
        }
    }
}

/// The state of the pass, as its clock shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PassClock {
    /// It is not valid yet.
    NotYet {
        /// When.
        starts_at: Timestamp,
    },
    /// It is valid.
    Running(Running),
    /// It is a one-time pass that opened this session: a passkey can be added while this clock runs.
    Window(Running),
    /// It is a one-time pass, and the time to add a passkey is over.
    WindowOver,
    /// It has ended.
    Ended {
        /// When.
        ended_at: Timestamp,
    },
    /// It is a one-time pass that was used, and is no longer needed.
    Used,
    /// The directory's policy does not let this person use it.
    Disabled,
    /// It is not valid, for a reason that this version does not know.
    Unknown,
}

impl PassClock {
    /// The state of `pass` at `now`.
    #[must_use]
    pub fn of(pass: &Pass, now: Timestamp) -> Self {
        if now >= pass.ends_at {
            return Self::Ended { ended_at: pass.ends_at };
        }
        if let (true, Some(until)) = (pass.is_one_time, pass.register_by) {
            let opened_at = until.plus_minutes(-10);
            return if now < until {
                Self::Window(Running::between(opened_at, now, until))
            } else if pass.can_be_ended {
                // Something was registered in time: a fresher sign-in is possible with that.
                Self::Used
            } else {
                Self::WindowOver
            };
        }
        match pass.usability {
            PassUsability::Usable | PassUsability::NotYetValid if now >= pass.starts_at => {
                Self::Running(Running::between(pass.starts_at, now, pass.ends_at))
            }
            PassUsability::Usable | PassUsability::NotYetValid => {
                Self::NotYet { starts_at: pass.starts_at }
            }
            PassUsability::Expired => Self::Ended { ended_at: pass.ends_at },
            PassUsability::Used => Self::Used,
            PassUsability::DisabledByPolicy => Self::Disabled,
            PassUsability::Unknown => Self::Unknown,
        }
    }

    /// The running clock, if there is one.
    #[must_use]
    pub const fn running(&self) -> Option<Running> {
        match self {
            Self::Running(running) | Self::Window(running) => Some(*running),
            Self::NotYet { .. }
            | Self::WindowOver
            | Self::Ended { .. }
            | Self::Used
            | Self::Disabled
            | Self::Unknown => None,
        }
    }
}

/// The pass clock of an overview.
#[must_use]
pub fn pass_clock(overview: &Overview, now: Timestamp) -> Option<PassClock> {
    let pass = overview.pass.as_ref()?;
    Some(PassClock::of(pass, now))
}

/// Whether nobody could sign in again as this person: the pass has ended or is used up, and nothing
/// that is left is a way in.
#[must_use]
pub fn needs_a_new_pass(overview: &Overview, now: Timestamp) -> bool {
    overview.verdict() == Verdict::No && is_dead(overview, now)
}

/// The same for someone whose methods may all be on a lost device: only they know.
#[must_use]
pub fn may_need_a_new_pass(overview: &Overview, now: Timestamp) -> bool {
    !overview.is_proved && is_dead(overview, now)
}

/// Whether the pass begins no other sign-in.
fn is_dead(overview: &Overview, now: Timestamp) -> bool {
    overview.pass.as_ref().is_some_and(|pass| pass.is_used_up() || pass.ends_at <= now)
}

/// What a clock measures.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// The pass, until it starts.
    Start,
    /// The pass, until it ends.
    Pass,
    /// The time that a one-time pass leaves to add a passkey.
    Window,
    /// The challenge of the browser's prompt that is open: its life, whatever its options name.
    Challenge,
    /// The last strong sign-in, until a change wants a fresher one.
    Fresh,
    /// The session, which every request makes last longer.
    Idle,
    /// The session, whose end nothing moves.
    Session,
}

impl What {
    /// Whether it measures the pass, which has a larger clock on the overview.
    #[must_use]
    pub const fn is_of_pass(self) -> bool {
        matches!(self, Self::Start | Self::Pass | Self::Window)
    }

    /// Whether it is told first also while there is enough time.
    const fn is_told_when_calm(self) -> bool {
        !matches!(self, Self::Fresh | Self::Idle | Self::Session)
    }

    fn urgency(self, seconds: i64, task: &Task) -> Urgency {
        match self {
            Self::Pass | Self::Window | Self::Idle | Self::Session => Urgency::of(seconds),
            // These lives are short from the beginning, and what comes after them is no harm.
            Self::Challenge if seconds <= LAST_CALL_BELOW => Urgency::Soon,
            Self::Fresh if seconds <= LAST_CALL_BELOW && !matches!(task, Task::Overview) => {
                Urgency::Soon
            }
            Self::Start | Self::Challenge | Self::Fresh => Urgency::Calm,
        }
    }
}

/// One of the clocks that run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Clock {
    /// What it measures.
    pub what: What,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How urgent it is.
    pub urgency: Urgency,
}

/// The clocks that run for someone signed in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clocks {
    /// Every one, those of the pass first.
    pub all: Vec<Clock>,
    /// The one that is told first: the most urgent, of these the one that ends first.
    pub first: Option<Clock>,
}

impl Clocks {
    /// Those of this person at `now`.
    #[must_use]
    pub fn of(signed_in: &SignedIn, now: Timestamp) -> Self {
        let SignedIn { overview, task, .. } = signed_in;
        let session = overview.session;
        let mut clocks = Self { all: Vec::new(), first: None };
        let mut add = |what, ends_at| clocks.add(what, ends_at, now, task);
        let mut fresh_until = session.fresh_until;
        // Where something was just saved, the end of the pass is no threat any more.
        let is_saved = matches!(task.scene(), Scene::Saved | Scene::Proved);
        match pass_clock(overview, now) {
            Some(PassClock::NotYet { starts_at }) => add(What::Start, starts_at),
            Some(PassClock::Running(_)) if is_saved => {}
            Some(PassClock::Running(clock)) => add(What::Pass, clock.ends_at),
            Some(PassClock::Window(clock)) => {
                // Where a sign-in is due, the window does not replace it.
                if !is_saved && !task.scene().is_step_up() {
                    add(What::Window, clock.ends_at);
                }
                // A one-time pass cannot be used for a fresher sign-in, and its window is as long.
                fresh_until = now;
            }
            Some(
                PassClock::WindowOver
                | PassClock::Ended { .. }
                | PassClock::Used
                | PassClock::Disabled
                | PassClock::Unknown,
            )
            | None => {}
        }
        if let Task::Registration(flow) = task {
            add(What::Challenge, flow.challenge_ends_at().unwrap_or(now));
            fresh_until = fresh_until.min(session.register_until);
        }
        add(What::Fresh, fresh_until);
        let what = if session.can_last_longer() { What::Idle } else { What::Session };
        add(what, session.ends_at);
        clocks
    }

    fn add(&mut self, what: What, ends_at: Timestamp, now: Timestamp, task: &Task) {
        let seconds = now.seconds_until(ends_at);
        if seconds == 0 {
            return;
        }
        let clock = Clock { what, ends_at, urgency: what.urgency(seconds, task) };
        self.all.push(clock);
        let is_first = self.first.is_none_or(|first| {
            first.urgency < clock.urgency
                || first.urgency == clock.urgency && ends_at < first.ends_at
        });
        if is_first && (clock.urgency != Urgency::Calm || what.is_told_when_calm()) {
            self.first = Some(clock);
        }
    }
}

/// The last milestone that a clock has passed, in minutes. Only milestones are announced to screen
/// readers.
#[must_use]
pub fn milestone(now: Timestamp, ends_at: Timestamp) -> Option<i64> {
    let seconds = now.seconds_until(ends_at);
    if seconds == 0 {
        return None;
    }
    [1, 2, 5, 10, 30].into_iter().find(|minutes| seconds <= minutes * 60)
}

#[cfg(test)]
mod tests;
