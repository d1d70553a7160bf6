//! A place in a JSON document, which knows its path: what a document holds, or where it is wrong.
//!
//! Never skips a member that it does not know, unless that is empty and so restricts nothing.

use serde_json::Value;
use thiserror::Error;

/// A place of a document that cannot be understood.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{field} {reason}")]
pub struct Unreadable {
    /// The path to it, such as `[2].conditions.platforms`; empty for the whole.
    pub field: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// Why a place of a document cannot be understood.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum Reason {
    /// It is not JSON.
    #[error("is not JSON")]
    NotJson,
    /// It is missing or empty.
    #[error("is missing")]
    Missing,
    /// It does not have the form of Graph's schema.
    #[error("is not of the form that Graph gives it")]
    Malformed,
    /// Nothing here knows it, and it may restrict.
    #[error("restricts by something that Latchkey does not evaluate")]
    Unknown,
    /// No named location has this id.
    #[error("names a location that is not among NAMED_LOCATIONS")]
    NoSuchLocation,
}

/// A place in a document.
pub(super) struct Node<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Node<'a> {
    pub(super) const fn root(value: &'a Value) -> Self {
        Self { value, path: String::new() }
    }

    /// The member of this name; null where there is none.
    pub(super) fn member(&self, name: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        let path = [self.path.as_str(), dot, name].concat();
        Self { value: self.value.get(name).unwrap_or(&Value::Null), path }
    }

    /// Whether it says nothing: null, or a list without items.
    pub(super) fn is_empty(&self) -> bool {
        self.value.is_null() || self.value.as_array().is_some_and(Vec::is_empty)
    }

    /// The items of a list; none where it is absent.
    pub(super) fn items(&self) -> Result<Vec<Self>, Unreadable> {
        let Value::Array(items) = self.value else {
            return if self.is_empty() { Ok(Vec::new()) } else { Err(self.is(Reason::Malformed)) };
        };
        let item = |(index, value)| Self {
            value,
            path: [self.path.as_str(), "[", &usize::to_string(&index), "]"].concat(),
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// The texts of a list; none where it is absent.
    pub(super) fn texts(&self) -> Result<Vec<&'a str>, Unreadable> {
        self.items()?.iter().map(Self::text).collect()
    }

    pub(super) fn text(&self) -> Result<&'a str, Unreadable> {
        self.value.as_str().ok_or_else(|| {
            self.is(if self.value.is_null() { Reason::Missing } else { Reason::Malformed })
        })
    }

    /// A boolean; false where it is absent.
    pub(super) fn flag(&self) -> Result<bool, Unreadable> {
        if self.value.is_null() {
            return Ok(false);
        }
        self.value.as_bool().ok_or_else(|| self.is(Reason::Malformed))
    }

    /// The type that its annotation gives, without Graph's name space.
    pub(super) fn kind(&self) -> &'a str {
        let named = self.value.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
        named.strip_prefix("#microsoft.graph.").unwrap_or_default()
    }

    /// Checks that it is an object, and that every other member than these is empty or one of
    /// OData's annotations.
    pub(super) fn only(&self, names: &[&str]) -> Result<(), Unreadable> {
        let Value::Object(members) = self.value else {
            return Err(self.is(if self.is_empty() { Reason::Missing } else { Reason::Malformed }));
        };
        for name in members.keys() {
            let member = self.member(name);
            if !names.contains(&name.as_str()) && !name.contains("@odata.") && !member.is_empty() {
                return Err(member.is(Reason::Unknown));
            }
        }
        Ok(())
    }

    /// It is wrong for this reason.
    pub(super) fn is(&self, reason: Reason) -> Unreadable {
        Unreadable { field: self.path.clone(), reason }
    }
}
