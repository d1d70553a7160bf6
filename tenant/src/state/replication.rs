//! Replication delay: changes that one part of the directory has and another does not have yet.
//!
//! A new pass cannot be used at once, a new method is not listed at once, and a deleted one stays listed for a time.
//! Without a delay every change is visible at once.

#[cfg(test)]
mod tests;

use crate::{
    directory::{
        method::AuthenticationMethod,
        pass::TemporaryAccessPass,
        person::{Person, PersonId},
    },
    timestamp::Timestamp,
};

/// What is still on its way.
#[derive(Debug, Default)]
pub(crate) struct Replication {
    arriving: Vec<Arriving>,
    leaving: Vec<Leaving>,
}

#[derive(Debug)]
struct Arriving {
    person: PersonId,
    id: String,
    from: Timestamp,
}

#[derive(Debug)]
struct Leaving {
    person: PersonId,
    what: Gone,
    until: Timestamp,
}

/// What was deleted and is still listed.
#[derive(Clone, Debug)]
pub(crate) enum Gone {
    Method(Box<AuthenticationMethod>),
    Pass(Box<TemporaryAccessPass>),
}

impl Replication {
    /// Something new was written; others see it after the delay.
    pub(crate) fn note_created(&mut self, person: &PersonId, id: &str, delay: u32, now: Timestamp) {
        self.arriving.retain(|arriving| now < arriving.from);
        if delay > 0 {
            self.arriving.push(Arriving {
                person: person.clone(),
                id: String::from(id),
                from: now.plus_seconds(i64::from(delay)),
            });
        }
    }

    /// Something was deleted; others see it until the delay is over.
    pub(crate) fn note_deleted(
        &mut self,
        person: &PersonId,
        what: Gone,
        delay: u32,
        now: Timestamp,
    ) {
        self.leaving.retain(|leaving| now < leaving.until);
        if delay > 0 {
            self.leaving.push(Leaving {
                person: person.clone(),
                what,
                until: now.plus_seconds(i64::from(delay)),
            });
        }
    }

    /// Whether a new pass or method has not arrived yet.
    pub(crate) fn is_arriving(&self, person: &PersonId, id: &str, now: Timestamp) -> bool {
        self.arriving
            .iter()
            .any(|arriving| arriving.person == *person && arriving.id == id && now < arriving.from)
    }

    /// The methods of a person as the list shows them now.
    pub(crate) fn listed_methods<'all>(
        &'all self,
        person: &'all Person,
        now: Timestamp,
    ) -> impl Iterator<Item = &'all AuthenticationMethod> {
        let gone = self
            .leaving(&person.id, now)
            .filter_map(|gone| match gone {
                Gone::Method(method) => Some(method.as_ref()),
                Gone::Pass(_) => None,
            })
            .filter(|method| person.method(&method.id).is_none());
        person
            .methods
            .iter()
            .filter(move |method| !self.is_arriving(&person.id, &method.id, now))
            .chain(gone)
    }

    /// The pass of a person as the list shows it now; a new one takes the place of one that lingers.
    pub(crate) fn listed_pass<'all>(
        &'all self,
        person: &'all Person,
        now: Timestamp,
    ) -> Option<&'all TemporaryAccessPass> {
        person.pass.as_ref().or_else(|| {
            self.leaving(&person.id, now)
                .filter_map(|gone| match gone {
                    Gone::Pass(pass) => Some(pass.as_ref()),
                    Gone::Method(_) => None,
                })
                .last()
        })
    }

    fn leaving<'all>(
        &'all self,
        person: &'all PersonId,
        now: Timestamp,
    ) -> impl Iterator<Item = &'all Gone> {
        self.leaving
            .iter()
            .filter(move |leaving| leaving.person == *person && now < leaving.until)
            .map(|leaving| &leaving.what)
    }
}
