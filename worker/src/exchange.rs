//! One request with everything that its handler needs.
//!
//! Decides nothing. Next: the flows.

use gateway::{Fault, Gateway};
use worker::Env;

use crate::{edge::Edge, failure::Failure, incoming::Incoming, ports::EdgePorts};

/// One request and what answers it.
pub(crate) struct Exchange<'a> {
    /// The request.
    pub(crate) incoming: &'a Incoming,
    /// The bindings.
    pub(crate) env: &'a Env,
    /// What is kept for as long as the program runs.
    pub(crate) edge: &'static Edge,
    /// What decides.
    pub(crate) gateway: Gateway<'a, EdgePorts<'a>>,
}

impl Exchange<'_> {
    /// A failure of this request that the gateway noticed.
    pub(crate) fn failure(&self, fault: &Fault) -> Failure {
        Failure::of_fault(fault, &self.incoming.trace)
    }
}
