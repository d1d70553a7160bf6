//! A request that failed: the problem for the person, the cause for the log.
//!
//! Never holds an upstream body, a name or a secret. Next: `reply` answers and logs it.

use contract::{Problem, ProblemCode, TraceId};
use gateway::Fault;
use serde::{Deserialize, Serialize};

/// What went wrong, for both audiences.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Failure {
    /// What the app is told.
    pub(crate) problem: Problem,
    /// What the log tells.
    pub(crate) cause: String,
}

impl Failure {
    /// A failure that the edge itself noticed.
    pub(crate) fn new(code: ProblemCode, trace: TraceId, cause: impl Into<String>) -> Self {
        let problem = Problem { code, trace, retry_after: None, directory_code: None };
        Self { problem, cause: cause.into() }
    }

    /// A failure that the gateway noticed.
    pub(crate) fn of_fault(fault: &Fault, trace: &TraceId) -> Self {
        Self { problem: fault.problem(trace), cause: fault.to_string() }
    }

    /// Whether the session, if a cookie named one, is gone.
    pub(crate) fn ends_session(&self) -> bool {
        self.problem.code == ProblemCode::SignInRequired
    }
}
