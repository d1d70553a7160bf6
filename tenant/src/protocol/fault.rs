//! Error responses of the authorization server: the OAuth error, the AADSTS number, the text.

use http::StatusCode;
use serde_json::json;

use crate::{
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        trace::Trace,
    },
};

/// A refusal (RFC 6749, sections 4.1.2.1 and 5.2) with Entra's number and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    pub(crate) error: &'static str,
    pub(crate) number: u32,
    pub(crate) text: String,
}

impl Fault {
    pub(crate) fn new(error: &'static str, number: u32, text: impl Into<String>) -> Self {
        let status = match error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        Self { status, error, number, text: text.into() }
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(
            "invalid_request",
            900_144,
            format!("The request body must contain the following parameter: '{parameter}'."),
        )
    }

    pub(crate) fn repeated(parameter: &str) -> Self {
        Self::new(
            "invalid_request",
            9_000_411,
            format!(
                "The request is not properly formatted. The parameter '{parameter}' is duplicated."
            ),
        )
    }

    /// `AADSTS…` and the lines that follow it.
    pub(crate) fn description(&self, trace: &Trace, now: Timestamp) -> String {
        format!(
            "AADSTS{}: {} Trace ID: {} Correlation ID: {} Timestamp: {}",
            self.number,
            self.text,
            trace.trace_id,
            trace.correlation_id,
            written(now)
        )
    }

    /// The answer of the token endpoint.
    pub(crate) fn into_reply(self, origin: &str, trace: &Trace, now: Timestamp) -> Reply {
        reply::json(
            self.status,
            &json!({
                "error": self.error,
                "error_description": self.description(trace, now),
                "error_codes": [self.number],
                "timestamp": written(now),
                "trace_id": trace.trace_id,
                "correlation_id": trace.correlation_id,
                "error_uri": format!("{origin}/error?code={}", self.number),
            }),
        )
    }
}

/// A moment as the token endpoint writes it: `2026-01-01 00:00:00Z`.
fn written(now: Timestamp) -> String {
    now.to_rfc3339_seconds().replacen('T', " ", 1)
}
