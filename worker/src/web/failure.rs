//! Why a request failed: the problem for the app, the cause for the log.
//!
//! Never holds an upstream body, a name or a secret.

use contract::{Problem, ProblemCode, TraceId};
use gateway::Fault;
use serde::{Deserialize, Serialize};

/// A failed request.
#[derive(Clone, Debug, Deserialize, Serialize)]
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

    /// Whether the session that the cookie names, if any, is no longer valid.
    pub(crate) fn ends_session(&self) -> bool {
        self.problem.code == ProblemCode::SignInRequired
    }
}
