//! Guests: people whose user object is of type guest, and the tenant that authenticates them.

#[cfg(test)]
mod tests;

use super::pass::TemporaryAccessPass;

/// What kind of guest a person is.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) enum Guest {
    /// Authenticated by this tenant.
    Internal,
    /// Authenticated by the home tenant, whose pass this is (B2B collaboration).
    External {
        /// The account at home; the account here is made from it and ends in `#EXT#`.
        home_account: String,
        home_pass: TemporaryAccessPass,
    },
}
