//! Writing JSON.

use serde::Serialize;

/// Serializes a value as JSON. Cannot fail for the wire types, whose maps have string keys only.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned())
}
