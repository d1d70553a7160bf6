//! The gate before a change: the organization's Conditional Access policies for the user action
//! "Register security information", which nothing says that Graph's writes obey.
//!
//! Policies are Graph's own JSON and are read once, at the start. What is not known of a person or
//! of a place never exempts anybody, and what cannot be understood stops the start.

mod address;
mod definition;
mod evaluation;
mod grant;
mod matching;
mod node;
mod people;
mod place;

pub(crate) use address::{Address, Range};
use definition::Policy;
pub use evaluation::{Finding, Occasion, Outcome};
pub use node::{Reason, Unreadable};
pub use people::Standing;
use place::NamedLocation;
pub use place::Origin;

use crate::{Gateway, Ports, Session, fault::Refusal, json};

/// The policies of an organization that say who may change sign-in methods, and from where.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    read: usize,
    policies: Vec<Policy>,
    locations: Vec<NamedLocation>,
}

impl Policies {
    /// Reads policies and named locations: each a list in JSON, or Graph's answer that holds one;
    /// empty where there are none.
    ///
    /// Policies that are switched off or concern something else are not read further.
    ///
    /// # Errors
    ///
    /// The first place that cannot be understood, and which of the two documents it is in.
    pub fn parse(policies: &str, locations: &str) -> Result<Self, (Document, Unreadable)> {
        let named = list(locations, place::read).map_err(|fault| (Document::Locations, fault))?;
        let read = |node: &node::Node<'_>| definition::read(node, &named);
        let all = list(policies, read).map_err(|fault| (Document::Policies, fault))?;
        let read = all.len();
        Ok(Self { read, policies: all.into_iter().flatten().collect(), locations: named })
    }

    /// How many policies were read.
    #[must_use]
    pub const fn read(&self) -> usize {
        self.read
    }

    /// The id and name of each policy that concerns registering security information, and whether
    /// it is enforced and not only reported.
    pub fn concerned(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        let told = |policy: &Policy| policy.is_enforced;
        self.policies.iter().map(move |it| (it.id.as_str(), it.name.as_str(), told(it)))
    }

    /// Whether a policy looks at where a request comes from.
    #[must_use]
    pub fn look_at_places(&self) -> bool {
        self.policies.iter().any(|policy| policy.places.is_some())
    }

    /// What each policy says of this occasion.
    #[must_use]
    pub fn evaluate(&self, occasion: &Occasion<'_>) -> Vec<Finding> {
        let find = |policy| evaluation::find(policy, &self.locations, occasion);
        self.policies.iter().map(find).collect()
    }
}

/// Which of the two documents of policies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Document {
    /// The policies.
    Policies,
    /// The named locations.
    Locations,
}

/// Checks that the policies let this person change their sign-in methods now, from here.
///
/// What only reports is logged, and refuses nobody.
///
/// # Errors
///
/// [`Refusal::NotByPolicy`] with every policy that refuses it.
pub(crate) fn check<P: Ports>(gateway: &Gateway<'_, P>, session: &Session) -> Result<(), Refusal> {
    let mut findings = findings(gateway, session);
    for finding in findings.iter().filter(|finding| !finding.is_enforced) {
        gateway.ports.log_policy(&gateway.trace, finding);
    }
    findings.retain(|finding| finding.is_enforced);
    let Some(outcome) = findings.iter().map(|finding| finding.outcome).max() else {
        return Ok(());
    };
    let policies: Vec<_> = findings.iter().map(ToString::to_string).collect();
    Err(Refusal::NotByPolicy { outcome, policies: policies.join("; ") })
}

/// Every policy that does not let this person change their sign-in methods now, from here, whether it is
/// enforced or only reports.
pub(crate) fn findings<P: Ports>(gateway: &Gateway<'_, P>, session: &Session) -> Vec<Finding> {
    let person = &session.record.person;
    let occasion =
        Occasion { person: &person.object_id, standing: &person.standing, origin: &gateway.origin };
    let mut findings = gateway.settings.policies.evaluate(&occasion);
    findings.retain(|finding| finding.outcome > Outcome::Met);
    findings
}

/// Reads each item of a list that stands alone or as `value` in an answer of Graph.
fn list<T>(
    text: &str,
    read: impl Fn(&node::Node<'_>) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let whole = json::value(text.as_bytes())
        .ok_or(Unreadable { field: String::new(), reason: Reason::NotJson })?;
    let root = node::Node::root(&whole);
    let listed = if whole.is_object() {
        root.only(&["value"])?;
        root.member("value")
    } else {
        root
    };
    listed.items()?.iter().map(read).collect()
}

#[cfg(test)]
mod tests;
