//! Conditional Access: policies and named locations, the decisions made with them, and the log of those decisions.
//!
//! Everything here is decided from what is handed in. `admission` asks it, for pages and for Graph.

pub(crate) mod evaluation;
pub(crate) mod location;
pub(crate) mod log;
pub(crate) mod policy;
pub(crate) mod refusal;
pub(crate) mod strength;
pub(crate) mod subject;

#[cfg(test)]
mod tests;

use ipnet::IpNet;
use location::NamedLocation;
use log::SignInLog;
use policy::Policy;
use refusal::Refusal;
use serde_json::Value;

use crate::{randomness::Randomness, timestamp::Timestamp};

/// What the tenant holds of Conditional Access.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct ConditionalAccess {
    policies: Vec<Entry<Policy>>,
    locations: Vec<Entry<NamedLocation>>,
    /// Not kept across restarts.
    #[serde(skip)]
    pub(crate) log: SignInLog,
}

/// A stored object with what Graph adds to it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Entry<T> {
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) value: T,
}

/// Policies of one tenant; the real limit is 195 in most tenants.
const POLICY_LIMIT: usize = 195;
/// Named locations of one tenant.
const LOCATION_LIMIT: usize = 195;

impl ConditionalAccess {
    pub(crate) fn policies(&self) -> &[Entry<Policy>] {
        &self.policies
    }

    pub(crate) fn locations(&self) -> &[Entry<NamedLocation>] {
        &self.locations
    }

    pub(crate) const fn places<'held>(
        &'held self,
        trusted_ips: &'held [IpNet],
    ) -> evaluation::Places<'held> {
        evaluation::Places { named: self.locations.as_slice(), trusted_ips }
    }

    /// Takes documents of both kinds, as the run command's folder holds them: places first.
    pub(crate) fn load(
        &mut self,
        documents: &[(String, String)],
        randomness: &mut Randomness,
        now: Timestamp,
    ) -> Result<(), String> {
        let mut read = Vec::new();
        for (name, text) in documents {
            let document: Value =
                serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?;
            read.push((name, document));
        }
        read.sort_by_key(|(_, document)| !location::is_named_location(document));
        for (name, document) in read {
            self.add(&document, randomness, now).map_err(|refusal| format!("{name}: {refusal}"))?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        document: &Value,
        randomness: &mut Randomness,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if location::is_named_location(document) {
            self.add_location(document, randomness.guid(), now).map(drop)
        } else {
            self.add_policy(document, randomness.guid(), now).map(drop)
        }
    }

    pub(crate) fn add_policy(
        &mut self,
        document: &Value,
        id: String,
        now: Timestamp,
    ) -> Result<&Entry<Policy>, Refusal> {
        if self.policies.len() >= POLICY_LIMIT {
            return Err(Refusal::location("1027: The number of policies has reached its limit."));
        }
        let value = self.checked(Policy::parse(document)?)?;
        Ok(push(&mut self.policies, Entry::new(id, now, value)))
    }

    /// Changes what the document names and leaves the rest, conditions one by one.
    pub(crate) fn change_policy(
        &mut self,
        id: &str,
        changes: &Value,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        let Some(position) = position(&self.policies, id) else {
            return Ok(false);
        };
        let mut document = self.policies[position].value.to_json();
        merge(&mut document, changes, &["conditions"]);
        let value = self.checked(Policy::parse(&document)?)?;
        let entry = &mut self.policies[position];
        entry.value = value;
        entry.modified = Some(now);
        Ok(true)
    }

    pub(crate) fn remove_policy(&mut self, id: &str) -> bool {
        position(&self.policies, id).map(|position| self.policies.remove(position)).is_some()
    }

    pub(crate) fn add_location(
        &mut self,
        document: &Value,
        id: String,
        now: Timestamp,
    ) -> Result<&Entry<NamedLocation>, Refusal> {
        if self.locations.len() >= LOCATION_LIMIT {
            return Err(Refusal::location(
                "1031: The number of named locations has reached its limit.",
            ));
        }
        let value = NamedLocation::parse(document)?;
        Ok(push(&mut self.locations, Entry::new(id, now, value)))
    }

    pub(crate) fn change_location(
        &mut self,
        id: &str,
        changes: &Value,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        let Some(position) = position(&self.locations, id) else {
            return Ok(false);
        };
        let mut document = self.locations[position].value.to_json();
        merge(&mut document, changes, &[]);
        let entry = &mut self.locations[position];
        entry.value = NamedLocation::parse(&document)?;
        entry.modified = Some(now);
        Ok(true)
    }

    /// A trusted location, and one that a policy speaks of, cannot be removed.
    pub(crate) fn remove_location(&mut self, id: &str) -> Result<bool, Refusal> {
        let Some(position) = position(&self.locations, id) else {
            return Ok(false);
        };
        if self.locations[position].value.is_trusted() {
            return Err(Refusal::location(
                "1032: A trusted NamedLocation cannot be deleted. Set isTrusted to false first.",
            ));
        }
        let is_used = self
            .policies
            .iter()
            .any(|policy| policy.value.location_ids().any(|used| used.eq_ignore_ascii_case(id)));
        if is_used {
            return Err(Refusal::location(
                "1033: The NamedLocation is used by a policy and cannot be deleted.",
            ));
        }
        self.locations.remove(position);
        Ok(true)
    }

    /// A policy that speaks of a place that does not exist would not mean what it says.
    fn checked(&self, policy: Policy) -> Result<Policy, Refusal> {
        let unknown = policy
            .location_ids()
            .find(|id| position(&self.locations, id).is_none())
            .map(Refusal::unknown_location);
        unknown.map_or(Ok(policy), Err)
    }
}

impl<T> Entry<T> {
    const fn new(id: String, created: Timestamp, value: T) -> Self {
        Self { id, created, modified: None, value }
    }
}

fn position<T>(entries: &[Entry<T>], id: &str) -> Option<usize> {
    entries.iter().position(|entry| entry.id.eq_ignore_ascii_case(id))
}

fn push<T>(entries: &mut Vec<Entry<T>>, entry: Entry<T>) -> &Entry<T> {
    entries.push(entry);
    &entries[entries.len() - 1]
}

/// Puts the members of `changes` into `document`; the members named in `deep` are merged one level further.
fn merge(document: &mut Value, changes: &Value, deep: &[&str]) {
    for (name, value) in changes.as_object().into_iter().flatten() {
        if deep.contains(&name.as_str()) && value.is_object() {
            merge(&mut document[name.as_str()], value, &[]);
        } else {
            document[name.as_str()] = value.clone();
        }
    }
}
