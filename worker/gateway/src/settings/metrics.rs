//! The token without which nobody reads the metrics.

use subtle::ConstantTimeEq;

use super::{Read, Settings, SettingsFault, malformed};
use crate::Secret;

/// Reads `METRICS_TOKEN`: so long that nobody guesses it, and of what a header can hold.
///
/// # Errors
///
/// The setting, when it is set to anything else.
pub(super) fn parse(read: &Read<'_>) -> Result<Option<Secret>, SettingsFault> {
    const NAME: &str = "METRICS_TOKEN";
    let text = read(NAME).unwrap_or_default();
    match text.trim() {
        "" => Ok(None),
        token if token.len() >= LENGTH_MIN && token.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Ok(Some(Secret::new(token)))
        }
        _ => Err(malformed(NAME)),
    }
}

impl Settings {
    /// Whether an `Authorization` header has the token of the metrics (RFC 6750 §2.1).
    #[must_use]
    pub fn may_read_metrics(&self, authorization: &str) -> bool {
        let sent = authorization.strip_prefix("Bearer ").unwrap_or_default();
        let is_same = |token: &Secret| sent.as_bytes().ct_eq(token.expose().as_bytes()).into();
        self.metrics_token.as_ref().is_some_and(is_same)
    }
}

/// The least length of the token, in characters.
const LENGTH_MIN: usize = 20;

#[cfg(test)]
mod tests;
