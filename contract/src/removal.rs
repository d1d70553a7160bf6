//! Removal of an authentication method.

use serde::{Deserialize, Serialize};

use crate::MethodId;

/// Asks to remove one method. Refused where nothing would remain to sign in with.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveMethod {
    /// The method that the person confirmed.
    pub method: MethodId,
    /// Whether the person was told that everything that remains comes after a password, and removes
    /// it knowing that.
    #[serde(default)]
    pub accepts_password: bool,
}

/// The method is gone; one that was gone already counts as removed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodRemoved {
    /// The method that is gone.
    pub method: MethodId,
}
