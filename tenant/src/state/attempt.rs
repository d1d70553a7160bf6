//! Sign-in attempts in progress. Bounded in number and time, since anyone can begin one.

use std::{collections::BTreeMap, fmt};

use crate::{protocol::authorize_request::AuthorizeRequest, timestamp::Timestamp};

/// How long an attempt waits for its person, in minutes.
const MINUTES: i64 = 60;
const LIMIT: usize = 2_000;

/// The id of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AttemptId(String);

impl AttemptId {
    pub(crate) const fn new(id: String) -> Self {
        Self(id)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a sign-in is for.
#[derive(Clone)]
pub(crate) enum Goal {
    /// A client waits for a code.
    Client(Box<AuthorizeRequest>),
    /// The person's own Security info page.
    SecurityInfo,
}

/// A challenge that an attempt waits for.
#[derive(Clone)]
pub(crate) struct Challenge {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: Timestamp,
}

/// What was asked of a person and not yet answered.
#[derive(Clone, Default)]
pub(crate) struct Progress {
    pub(crate) challenge: Option<Challenge>,
    /// The id of the approval request that follows a right password.
    pub(crate) approval: Option<String>,
}

/// What a browser wants and how far its person has come.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(crate) id: AttemptId,
    /// The anti-forgery token of its forms.
    pub(crate) canary: String,
    /// The cookie of the browser that began it.
    pub(crate) browser: String,
    pub(crate) account: Option<String>,
    pub(crate) progress: Progress,
    pub(crate) goal: Goal,
    pub(crate) begun: Timestamp,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Attempt [redacted]")
    }
}

/// All attempts that wait.
#[derive(Debug, Default)]
pub(crate) struct Attempts(BTreeMap<String, Attempt>);

impl Attempts {
    pub(crate) fn insert(&mut self, attempt: Attempt, now: Timestamp) {
        self.0.retain(|_, waiting| is_waiting(waiting, now));
        if self.0.len() >= LIMIT
            && let Some(oldest) = self
                .0
                .values()
                .min_by_key(|waiting| waiting.begun)
                .map(|waiting| waiting.id.clone())
        {
            self.remove(&oldest);
        }
        self.0.insert(String::from(attempt.id.as_str()), attempt);
    }

    pub(crate) fn find(&self, id: &str, now: Timestamp) -> Option<&Attempt> {
        self.0.get(id).filter(|waiting| is_waiting(waiting, now))
    }

    pub(crate) fn remove(&mut self, id: &AttemptId) {
        self.0.remove(id.as_str());
    }
}

fn is_waiting(attempt: &Attempt, now: Timestamp) -> bool {
    now <= attempt.begun.plus_minutes(MINUTES)
}
