//! People without a story: a measurement needs a directory of some size.

use super::{ORDINARY, Persona, registered::Registered};
use crate::{directory::DOMAIN, state::Tenant, timestamp::Timestamp};

/// One of the crowd: two security keys, one of which can be removed, and a number that comes after a password.
const ONE: Persona = Persona {
    name: "Person",
    shows: "One of the crowd of a measurement",
    methods: &[
        Registered::security_key("First key", 90),
        Registered::security_key("Second key", 30),
        Registered::phone("+49 1511 5550100", 90),
    ],
    ..ORDINARY
};

impl Tenant {
    /// Adds so many people, each with a reusable pass that starts at `now`. Their accounts are numbered from 1.
    pub fn add_crowd(&mut self, count: usize, now: Timestamp) {
        let policy = self.directory.policies.temporary_access_pass.clone();
        for number in 1..=count {
            let mut person = super::seed::person(&ONE, &mut self.randomness, &policy, now);
            person.account = format!("crowd-{number}@{DOMAIN}");
            person.surname = number.to_string();
            self.directory.people.push(person);
        }
    }
}

#[cfg(test)]
mod tests;
