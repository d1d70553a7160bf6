//! Guests: people whose user object is of type guest, and where they prove who they are.

#[cfg(test)]
mod tests;

use super::pass::TemporaryAccessPass;

/// What kind of guest a person is.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) enum Guest {
    /// Proves who they are in this tenant.
    Internal,
    /// Proves who they are in their home tenant; the pass is that tenant's (B2B collaboration).
    External {
        /// The account at home; the account here is made from it and ends in `#EXT#`.
        home_account: String,
        home_pass: TemporaryAccessPass,
    },
}
