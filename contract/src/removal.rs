//! Removal of an authentication method.

use serde::{Deserialize, Serialize};

use crate::MethodId;

/// Asks to remove one method. Refused where nothing usable would remain.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveMethod {
    /// The method that the person confirmed.
    pub method: MethodId,
}

/// The method is gone; one that was gone already counts as removed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodRemoved {
    /// The method that is gone.
    pub method: MethodId,
}
