//! One request together with everything that its handler needs.

use gateway::{Fault, Gateway, PersonKey};
use worker::Env;

use crate::{
    edge::Edge,
    ports::EdgePorts,
    web::{failure::Failure, incoming::Incoming},
};

/// One request and what answers it.
pub(crate) struct Exchange<'a> {
    /// The request.
    pub(crate) incoming: &'a Incoming,
    /// The worker's bindings.
    pub(crate) env: &'a Env,
    /// The state that the isolate keeps between requests.
    pub(crate) edge: &'static Edge,
    /// The decisions.
    pub(crate) gateway: Gateway<'a, EdgePorts<'a>>,
}

impl Exchange<'_> {
    /// Has the log say who it is.
    pub(crate) fn note_actor(&self, person: &PersonKey) {
        let actor = person.in_log(&self.edge.settings.seal_keys);
        // The first one stays: a request has one person.
        let _ = self.incoming.actor.set(actor);
    }

    /// Turns a fault of the gateway into the failure of this request.
    pub(crate) fn failure(&self, fault: &Fault) -> Failure {
        Failure::of_fault(fault, &self.incoming.trace)
    }
}
