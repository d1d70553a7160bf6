//! The Durable Object of one person: their changes run here, one after the other.
//!
//! Never runs two changes at once, whatever tab or session they come from, so that the guard of a
//! removal holds. Next: `registration`, `removal` and `pass` run the change itself.

use std::{pin::pin, time::Duration};

use contract::{ProblemCode, TRACE_HEADER, TraceId, routes};
use futures_util::{
    future::{Either, select},
    lock::Mutex,
};
use gateway::{Gateway, PersonRecord};
use serde::{Serialize, de::DeserializeOwned};
use worker::{Delay, DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::{
    clock, edge::Edge, failure::Failure, pass, person_store, ports::EdgePorts, registration,
    removal, reply::to_json,
};

/// The header with the session that a change belongs to.
pub(crate) const SESSION: &str = "latchkey-session";

/// How long a change waits for those before it.
const TURN_DEADLINE: Duration = Duration::from_secs(30);

/// One person of one tenant.
#[durable_object(alarm)]
pub struct PersonObject {
    state: State,
    env: Env,
    /// Held by the change that runs: the runtime lets requests in wherever one waits.
    turn: Mutex<()>,
}

impl DurableObject for PersonObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, turn: Mutex::new(()) }
    }

    /// `GET` reads the record; `POST` to the path of a call runs its change.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        if request.inner().method() == "GET" {
            return match person_store::text(&self.state.storage()).await? {
                Some(text) => Response::ok(text),
                None => status(404),
            };
        }
        let body = request.text().await?;
        let headers = request.headers();
        let session = headers.get(SESSION)?.unwrap_or_default();
        let trace = TraceId(headers.get(TRACE_HEADER)?.unwrap_or_default());
        match self.change(&request.path(), &session, &trace, &body).await {
            Ok(answer) => Response::ok(answer),
            Err(failure) => {
                let response = Response::ok(to_json(&failure))?;
                Ok(response.with_status(failure.problem.code.status()))
            }
        }
    }

    async fn alarm(&self) -> Result<Response> {
        let storage = self.state.storage();
        let record = person_store::text(&storage).await?;
        let record = record.and_then(|text| serde_json::from_str::<PersonRecord>(&text).ok());
        // A change may have written a later end since the alarm was set.
        if record.is_none_or(|record| record.expires_at() <= clock::now()) {
            storage.delete_all().await?;
        }
        status(204)
    }
}

impl PersonObject {
    /// Runs one change when it is its turn; the answer is the call's JSON.
    async fn change(
        &self,
        path: &str,
        session: &str,
        trace: &TraceId,
        body: &str,
    ) -> std::result::Result<String, Failure> {
        let fail = |code, cause: &str| Failure::new(code, trace.clone(), cause);
        let deadline = pin!(Delay::from(TURN_DEADLINE));
        let turn = select(self.turn.lock(), deadline).await;
        let Either::Left((_turn, _)) = turn else {
            return Err(fail(ProblemCode::Throttled, "earlier changes take too long"));
        };
        let edge = Edge::of(&self.env, trace)?;
        let storage = self.state.storage();
        let ports = EdgePorts::inside(&self.env, &storage);
        let gateway = Gateway {
            settings: &edge.settings,
            ports: &ports,
            directory: &edge.directory,
            trace: trace.clone(),
        };
        match path {
            routes::FINISH_REGISTRATION => {
                let request = parse(body, trace)?;
                outcome(registration::finish(&gateway, session, request).await, trace)
            }
            routes::REMOVE_METHOD => {
                let request = parse(body, trace)?;
                outcome(removal::remove(&gateway, session, request).await, trace)
            }
            routes::RETIRE => {
                let request = parse(body, trace)?;
                outcome(pass::retire(&gateway, session, request).await, trace)
            }
            _ => Err(fail(ProblemCode::Broken, "no such change")),
        }
    }
}

/// What the stateless edge has checked before it sent it here.
fn parse<T: DeserializeOwned>(body: &str, trace: &TraceId) -> std::result::Result<T, Failure> {
    serde_json::from_str(body)
        .map_err(|_| Failure::new(ProblemCode::Broken, trace.clone(), "an unchecked change"))
}

/// An answer in JSON, or the failure of a fault.
fn outcome(
    answer: std::result::Result<impl Serialize, gateway::Fault>,
    trace: &TraceId,
) -> std::result::Result<String, Failure> {
    answer.map(|answer| to_json(&answer)).map_err(|fault| Failure::of_fault(&fault, trace))
}

fn status(status: u16) -> Result<Response> {
    Ok(Response::builder().with_status(status).empty())
}
