//! Conditional Access: policies and named locations, the decisions made with them, and the log of those decisions.
//!
//! Decisions depend on their arguments alone; `admission` makes them for pages and for Graph.

pub(crate) mod custom_strength;
pub(crate) mod evaluation;
pub(crate) mod location;
pub(crate) mod log;
pub(crate) mod policy;
pub(crate) mod refusal;
pub(crate) mod strength;
pub(crate) mod subject;

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

use custom_strength::CustomStrength;
use ipnet::IpNet;
use location::NamedLocation;
use log::SignInLog;
use policy::Policy;
use refusal::Refusal;
use serde_json::Value;

use crate::{randomness::Randomness, timestamp::Timestamp};

/// What the tenant holds of Conditional Access.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct ConditionalAccess {
    policies: Vec<Entry<Policy>>,
    locations: Vec<Entry<NamedLocation>>,
    #[serde(default = "custom_strength::setting_up")]
    strengths: Vec<Entry<CustomStrength>>,
    /// Not kept across restarts.
    #[serde(skip)]
    pub(crate) log: SignInLog,
}

impl Default for ConditionalAccess {
    fn default() -> Self {
        Self {
            policies: Vec::new(),
            locations: Vec::new(),
            strengths: custom_strength::setting_up(),
            log: SignInLog::default(),
        }
    }
}

/// A stored object with what Graph adds to it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Entry<T> {
    pub(crate) id: String,
    pub(crate) created: Timestamp,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) value: T,
}

/// Maximum number of objects in a collection; for policies the real limit is 195 in most tenants.
const LIMIT: usize = 195;

/// What Graph creates, reads, changes and deletes in a collection of its own.
pub(crate) trait Object: Sized {
    /// The collection, as `@odata.context` names it.
    const COLLECTION: &'static str;
    /// Why no further object can be created.
    const FULL: &'static str;
    /// The members whose own members a change merges; every other member is replaced.
    const MERGED: &'static [&'static str];

    /// Reads Graph's JSON.
    fn parse(document: &Value) -> Result<Self, Refusal>;

    /// Graph's JSON without id and dates.
    fn to_json(&self) -> Value;

    /// Where the objects are kept.
    fn entries(held: &ConditionalAccess) -> &[Entry<Self>];

    /// As [`Self::entries`], to change them.
    fn entries_mut(held: &mut ConditionalAccess) -> &mut Vec<Entry<Self>>;

    /// Whether the object may be kept beside what is held.
    fn check(&self, held: &ConditionalAccess) -> Result<(), Refusal>;

    /// Whether the object, known as `id`, may be deleted.
    fn check_removal(&self, id: &str, held: &ConditionalAccess) -> Result<(), Refusal>;
}

impl Object for Policy {
    const COLLECTION: &'static str = "identity/conditionalAccess/policies";
    const FULL: &'static str = "1027: The number of policies has reached its limit.";
    const MERGED: &'static [&'static str] = &["conditions"];

    fn parse(document: &Value) -> Result<Self, Refusal> {
        Self::parse(document)
    }

    fn to_json(&self) -> Value {
        self.to_json()
    }

    fn entries(held: &ConditionalAccess) -> &[Entry<Self>] {
        &held.policies
    }

    fn entries_mut(held: &mut ConditionalAccess) -> &mut Vec<Entry<Self>> {
        &mut held.policies
    }

    /// A policy that names a location or a strength that does not exist would not mean what it says.
    fn check(&self, held: &ConditionalAccess) -> Result<(), Refusal> {
        custom_strength::check_reference(self, held)?;
        let unknown = self.location_ids().find(|id| position(&held.locations, id).is_none());
        unknown.map_or(Ok(()), |id| Err(Refusal::unknown_location(id)))
    }

    fn check_removal(&self, _: &str, _: &ConditionalAccess) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Object for NamedLocation {
    const COLLECTION: &'static str = "identity/conditionalAccess/namedLocations";
    const FULL: &'static str = "1031: The number of named locations has reached its limit.";
    const MERGED: &'static [&'static str] = &[];

    fn parse(document: &Value) -> Result<Self, Refusal> {
        Self::parse(document)
    }

    fn to_json(&self) -> Value {
        self.to_json()
    }

    fn entries(held: &ConditionalAccess) -> &[Entry<Self>] {
        &held.locations
    }

    fn entries_mut(held: &mut ConditionalAccess) -> &mut Vec<Entry<Self>> {
        &mut held.locations
    }

    fn check(&self, _: &ConditionalAccess) -> Result<(), Refusal> {
        Ok(())
    }

    /// Neither a trusted location nor one that a policy names can be deleted.
    fn check_removal(&self, id: &str, held: &ConditionalAccess) -> Result<(), Refusal> {
        if self.is_trusted() {
            return Err(Refusal::location(
                "1032: A trusted NamedLocation cannot be deleted. Set isTrusted to false first.",
            ));
        }
        let mut used = held.policies.iter().flat_map(|policy| policy.value.location_ids());
        if used.any(|used| used.eq_ignore_ascii_case(id)) {
            return Err(Refusal::location(
                "1033: The NamedLocation is used by a policy and cannot be deleted.",
            ));
        }
        Ok(())
    }
}

impl ConditionalAccess {
    /// The objects of a collection.
    pub(crate) fn entries<T: Object>(&self) -> &[Entry<T>] {
        T::entries(self)
    }

    /// All policies.
    pub(crate) fn policies(&self) -> &[Entry<Policy>] {
        &self.policies
    }

    pub(crate) const fn places<'held>(
        &'held self,
        trusted_ips: &'held [IpNet],
    ) -> evaluation::Places<'held> {
        evaluation::Places {
            named: self.locations.as_slice(),
            trusted_ips,
            strengths: self.strengths.as_slice(),
        }
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
            self.create::<NamedLocation>(document, randomness.guid(), now).map(drop)
        } else {
            self.create::<Policy>(document, randomness.guid(), now).map(drop)
        }
    }

    /// Creates an object from Graph's JSON.
    pub(crate) fn create<T: Object>(
        &mut self,
        document: &Value,
        id: String,
        now: Timestamp,
    ) -> Result<&Entry<T>, Refusal> {
        if T::entries(self).len() >= LIMIT {
            return Err(Refusal::location(T::FULL));
        }
        let value = T::parse(document)?;
        value.check(self)?;
        Ok(push(T::entries_mut(self), Entry::new(id, now, value)))
    }

    /// The object with an id.
    pub(crate) fn find<T: Object>(&self, id: &str) -> Option<&Entry<T>> {
        T::entries(self).iter().find(|entry| entry.has_id(id))
    }

    /// Changes the members that `changes` names; false where there is no such object.
    pub(crate) fn change<T: Object>(
        &mut self,
        id: &str,
        changes: &Value,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        let Some(position) = position(T::entries(self), id) else {
            return Ok(false);
        };
        let mut document = T::entries(self)[position].value.to_json();
        merge(&mut document, changes, T::MERGED);
        let value = T::parse(&document)?;
        value.check(self)?;
        let entry = &mut T::entries_mut(self)[position];
        entry.value = value;
        entry.modified = Some(now);
        Ok(true)
    }

    /// Deletes an object; false where there is no such object.
    pub(crate) fn delete<T: Object>(&mut self, id: &str) -> Result<bool, Refusal> {
        let Some(position) = position(T::entries(self), id) else {
            return Ok(false);
        };
        T::entries(self)[position].value.check_removal(id, self)?;
        T::entries_mut(self).remove(position);
        Ok(true)
    }
}

impl<T> Entry<T> {
    const fn new(id: String, created: Timestamp, value: T) -> Self {
        Self { id, created, modified: None, value }
    }

    fn has_id(&self, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id)
    }
}

fn position<T>(entries: &[Entry<T>], id: &str) -> Option<usize> {
    entries.iter().position(|entry| entry.has_id(id))
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
