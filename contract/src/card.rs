//! The card that an intranet page frames: how its frame comes by a session of its own.
//!
//! See `docs/decisions/code-before-the-directory.md`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Trades the code of a pop-up for a session of the card.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TradeCode {
    /// What the pop-up handed to the frame.
    pub code: String,
    /// What the frame alone knows; the pop-up was opened with its SHA-256.
    pub secret: String,
}

impl fmt::Debug for TradeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TradeCode { [redacted] }")
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeTraded {
    /// Whether the session is there; otherwise nobody has signed in in the pop-up yet.
    pub is_ready: bool,
}
