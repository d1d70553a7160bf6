//! Why a request failed: the problem for the app, the cause for the log.
//!
//! Never holds an upstream body, a name or a secret.

use contract::{Problem, ProblemCode, TraceId};
use gateway::{Fault, json};
use serde::Serialize;
use serde_json::Value;

/// A failed request.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Failure {
    /// What the app is told: a code and a trace.
    pub(crate) problem: Problem,
    /// What the log says: the cause.
    pub(crate) cause: String,
}

impl Failure {
    /// A failure that the edge itself detected.
    pub(crate) fn new(code: ProblemCode, trace: TraceId, cause: impl Into<String>) -> Self {
        let problem = Problem { code, trace, retry_after: None, directory_code: None };
        Self { problem, cause: cause.into() }
    }

    /// A failure that the gateway detected.
    pub(crate) fn of_fault(fault: &Fault, trace: &TraceId) -> Self {
        Self { problem: fault.problem(trace), cause: fault.to_string() }
    }

    /// Reads one that an object has written.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let failure = json::value(text.as_bytes())?;
        let problem = &failure["problem"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let retry_after = problem["retryAfter"].as_u64().and_then(|it| u32::try_from(it).ok());
        let problem = Problem {
            code: ProblemCode::parse(problem["code"].as_str()?),
            trace: TraceId(text(&problem["trace"])?),
            retry_after,
            directory_code: text(&problem["directoryCode"]),
        };
        Some(Self { problem, cause: text(&failure["cause"])? })
    }

    /// Whether the session that the cookie names, if any, is no longer valid.
    pub(crate) fn ends_session(&self) -> bool {
        self.problem.code == ProblemCode::SignInRequired
    }
}
