//! Claims challenges: what the next sign-in must bring before Graph goes on.
//!
//! The client sends the claims to the authorization endpoint unchanged.

#[cfg(test)]
mod tests;

use serde_json::json;

use super::fault::Fault;
use crate::timestamp::Timestamp;

/// The authentication context that a step-up is for.
pub(crate) const CONTEXT: &str = "c1";

/// A sign-in for the authentication context `c1`: the person authenticates again.
pub(crate) fn for_context() -> Fault {
    Fault::insufficient_claims(
        "The operation needs a sign-in for the authentication context 'c1'.",
        &json!({ "access_token": { "acrs": { "essential": true, "value": CONTEXT } } }),
    )
}

/// A sign-in after this moment (continuous access evaluation).
pub(crate) fn for_newer_sign_in(now: Timestamp) -> Fault {
    Fault::insufficient_claims(
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: \
         TokenIssuedBeforeRevocationTimestamp",
        &json!({ "access_token": {
            "nbf": { "essential": true, "value": now.unix_seconds().to_string() },
        } }),
    )
}
