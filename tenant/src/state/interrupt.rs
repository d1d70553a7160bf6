//! Applications that wait until their person has registered a method. Bounded in number and time.

use std::{collections::BTreeMap, fmt};

use crate::{
    directory::session::SignInId, protocol::authorize_request::AuthorizeRequest,
    timestamp::Timestamp,
};

/// How long an application waits, in minutes.
const MINUTES: i64 = 60;
const LIMIT: usize = 2_000;

/// Applications that wait until their person has registered something.
#[derive(Debug, Default)]
pub(crate) struct Interrupts(BTreeMap<String, Interrupt>);

/// One application that waits.
#[derive(Clone)]
pub(crate) struct Interrupt {
    /// The anti-forgery token of its forms.
    pub(crate) canary: String,
    pub(crate) sign_in: SignInId,
    pub(crate) asked: AuthorizeRequest,
    pub(crate) begun: Timestamp,
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Interrupt [redacted]")
    }
}

impl Interrupts {
    pub(crate) fn insert(&mut self, id: String, interrupt: Interrupt, now: Timestamp) {
        self.0.retain(|_, waiting| is_waiting(waiting, now));
        if self.0.len() >= LIMIT {
            self.0.pop_first();
        }
        self.0.insert(id, interrupt);
    }

    pub(crate) fn remove(&mut self, id: &str) {
        self.0.remove(id);
    }

    pub(crate) fn find(&self, id: &str, now: Timestamp) -> Option<&Interrupt> {
        self.0.get(id).filter(|waiting| is_waiting(waiting, now))
    }
}

fn is_waiting(interrupt: &Interrupt, now: Timestamp) -> bool {
    now <= interrupt.begun.plus_minutes(MINUTES)
}
