//! A person's password. Kept, also across restarts, because the local run prints it and nothing here can set another;
//! Graph never shows it.

use std::fmt;

use subtle::ConstantTimeEq;

/// The secret that a person types. Prints as `[redacted]`.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct PasswordValue(String);

impl PasswordValue {
    pub(crate) const fn new(value: String) -> Self {
        Self(value)
    }

    pub(crate) fn matches(&self, typed: &str) -> bool {
        self.0.as_bytes().ct_eq(typed.as_bytes()).into()
    }

    /// The value itself, for the person who starts the tenant.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}
