//! Graph's error responses: status, code, message, and the ids inside `innerError`.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        trace::Trace,
    },
};

/// A refusal in Graph's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// In seconds, for `Retry-After`.
    pub(crate) retry_after: Option<u32>,
    /// What the next sign-in must bring (claims challenge), as JSON.
    pub(crate) claims: Option<String>,
    /// The methods of the address, for `Allow` (RFC 9110, section 15.5.6).
    pub(crate) allow: Option<&'static str>,
}

impl Fault {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None, claims: None, allow: None }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "badRequest", message)
    }

    /// The token is missing, not ours, or void.
    pub(crate) fn invalid_token(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message)
    }

    /// The token lacks the permission.
    pub(crate) fn insufficient_privileges() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    pub(crate) fn access_denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "accessDenied", message)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "resourceNotFound",
            "The requested resource could not be found.",
        )
    }

    pub(crate) fn unknown_segment(segment: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "BadRequest",
            format!("Resource not found for the segment '{segment}'."),
        )
    }

    /// `allow` lists the methods that the address has; it may be empty.
    pub(crate) fn method_not_allowed(allow: &'static str) -> Self {
        let mut fault = Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "methodNotAllowed",
            "The method is not supported for this URL.",
        );
        fault.allow = Some(allow);
        fault
    }

    pub(crate) fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestEntityTooLarge",
            "The request body is too large.",
        )
    }

    /// The token is good, and not good enough: the client signs the person in again with these claims.
    pub(crate) fn insufficient_claims(message: &str, claims: &Value) -> Self {
        let mut fault = Self::invalid_token(message);
        fault.claims = Some(claims.to_string());
        fault
    }

    pub(crate) fn throttled(retry_after: Option<u32>) -> Self {
        let mut fault =
            Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Too many requests.");
        fault.retry_after = retry_after;
        fault
    }

    pub(crate) fn unavailable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "serviceNotAvailable",
            "The service is temporarily unavailable.",
        )
    }

    pub(crate) fn into_reply(self, origin: &str, trace: &Trace, now: Timestamp) -> Reply {
        let mut reply = reply::json(
            self.status,
            &json!({ "error": {
                "code": self.code,
                "message": self.message,
                "innerError": {
                    "date": now.to_rfc3339_seconds().trim_end_matches('Z'),
                    "request-id": trace.trace_id,
                    "client-request-id": trace.correlation_id,
                },
            } }),
        );
        if self.status == StatusCode::UNAUTHORIZED {
            let mut challenge = format!(
                "Bearer realm=\"\", authorization_uri=\"{origin}/common/oauth2/v2.0/authorize\", \
                 client_id=\"{}\"",
                crate::protocol::scope::GRAPH_RESOURCE
            );
            if let Some(claims) = self.claims {
                challenge.push_str(&format!(
                    ", error=\"insufficient_claims\", claims=\"{}\"",
                    STANDARD.encode(claims)
                ));
            }
            reply::set(&mut reply, header::WWW_AUTHENTICATE, &challenge);
        }
        if let Some(allow) = self.allow {
            reply::set(&mut reply, header::ALLOW, allow);
        }
        if let Some(seconds) = self.retry_after {
            reply::set(&mut reply, HeaderName::from_static("retry-after"), &seconds.to_string());
        }
        reply
    }
}
