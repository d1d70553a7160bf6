//! What can be wrong with a setting.

use std::fmt;

use thiserror::Error;

use crate::policy::Unreadable;

/// A missing or invalid setting.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("the setting {name} {fault}")]
pub struct SettingsFault {
    /// Its name.
    pub name: &'static str,
    /// What is wrong with it.
    pub fault: SettingFault,
}

/// What is wrong with a setting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SettingFault {
    /// It is not set, or is empty.
    Missing,
    /// It does not have the required form.
    Malformed,
    /// Another setting that is set too says the opposite.
    Contradictory,
    /// A word of its list is no scope that Latchkey knows; which one, from 1.
    UnknownScope(usize),
    /// It lacks a scope without which nobody can sign in.
    LacksScope(&'static str),
    /// It is not https, and this is not a local configuration on the loopback interface.
    Insecure,
    /// It is a document with a place that cannot be understood.
    Unreadable(Box<Unreadable>),
}

impl fmt::Display for SettingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            // By its place: what stands there may be anything that was pasted.
            Self::UnknownScope(place) => {
                return write!(f, "lists as number {place} a scope that Latchkey does not know");
            }
            Self::LacksScope(scope) => return write!(f, "must list {scope}"),
            Self::Unreadable(place) => return write!(f, "cannot be understood: {place}"),
            Self::Missing => "is missing",
            Self::Malformed => "is not of the form that it must have",
            Self::Contradictory => "contradicts another one: set one of them",
            Self::Insecure => "must be https outside a local configuration",
        })
    }
}

impl SettingFault {
    /// A code for it, which says nothing about the value.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Contradictory => "contradictory",
            Self::UnknownScope(_) => "unknown-scope",
            Self::LacksScope(_) => "lacks-scope",
            Self::Insecure => "insecure",
            Self::Unreadable(_) => "unreadable",
        }
    }
}
