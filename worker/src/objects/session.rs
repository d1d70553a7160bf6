//! The Durable Object of one session: keeps its sealed record until the session ends, and refreshes
//! its tokens, one request at a time.
//!
//! Never returns an expired record, even when the alarm is late. Never lets a write that is based on
//! an older revision replace a newer record or bring a deleted one back.

use contract::{ProblemCode, Timestamp, TraceId};
use futures_util::lock::Mutex;
use gateway::{
    Gateway, SessionId,
    policy::Origin,
    session::{self, StaleTokens},
};
use worker::{DurableObject, Env, Request, Response, Result, State, console_log, durable_object};

use super::{status, turn};
use crate::{
    edge::Edge,
    json::to_json,
    ports::{
        EdgePorts, person_store,
        session_store::{self, ENDS_AT, REVISION, STALE, Stored, TRACE},
    },
    web::failure::Failure,
};

/// One session.
#[durable_object(alarm)]
#[derive(Debug)]
pub struct SessionObject {
    state: State,
    env: Env,
    /// Held while tokens are refreshed: the runtime delivers other requests meanwhile.
    turn: Mutex<()>,
}

impl DurableObject for SessionObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, turn: Mutex::new(()) }
    }

    /// `GET` reads the record, `PUT` replaces the revision before it, `DELETE` deletes it, `POST`
    /// refreshes its tokens. `404` if there is no record, `409` if another write came first.
    async fn fetch(&self, request: Request) -> Result<Response> {
        match request.inner().method().as_str() {
            "GET" => match session_store::live(&self.state.storage()).await? {
                Some(stored) => Response::ok(stored.record),
                None => status(404),
            },
            "PUT" => self.write(request).await,
            "POST" => match self.refresh(request).await {
                Ok(()) => status(204),
                Err(failure) => {
                    // Only the problem travels on; its cause stands here.
                    let text = to_json(&failure);
                    console_log!("{text}");
                    Ok(Response::ok(text)?.with_status(failure.problem.code.status()))
                }
            },
            "DELETE" => {
                self.state.storage().delete_all().await?;
                status(204)
            }
            _ => status(405),
        }
    }

    /// Deletes a record that has expired.
    async fn alarm(&self) -> Result<Response> {
        let storage = self.state.storage();
        match session_store::live(&storage).await? {
            // Early, or a write has moved the end since it was set. One that has fired is gone.
            Some(stored) => person_store::arm(&storage, stored.ends_at).await?,
            None => storage.delete_all().await?,
        }
        status(204)
    }
}

impl SessionObject {
    async fn write(&self, mut request: Request) -> Result<Response> {
        let headers = request.headers();
        let (ends_at, revision) = (headers.get(ENDS_AT)?, headers.get(REVISION)?);
        let ends_at = ends_at.and_then(|text| text.parse().ok()).map(Timestamp);
        let (Some(ends_at), Some(revision)) =
            (ends_at, revision.and_then(|text| text.parse().ok()))
        else {
            return status(400);
        };
        let stored = Stored { ends_at, revision, record: request.text().await? };
        let is_written = session_store::put(&self.state.storage(), stored).await?;
        status(if is_written { 204 } else { 409 })
    }

    /// Replaces stale tokens when its turn has come; the body is the id of the session.
    async fn refresh(&self, mut request: Request) -> std::result::Result<(), Failure> {
        let header = |name| request.headers().get(name).ok().flatten().unwrap_or_default();
        let (stale, trace) = (StaleTokens(header(STALE)), TraceId(header(TRACE)));
        let answer_by = Timestamp(header(ENDS_AT).parse().unwrap_or_default());
        let broken = |cause| Failure::new(ProblemCode::Broken, trace.clone(), cause);
        let edge = Edge::of(&self.env).map_err(|_| broken("the settings are wrong"))?;
        let id = request.text().await.ok();
        let id = id.and_then(|id| SessionId::parse(&edge.settings.seal_keys, &id));
        let id = id.ok_or_else(|| broken("a refresh of no session"))?;
        let storage = self.state.storage();
        let gateway = Gateway {
            settings: &edge.settings,
            ports: &EdgePorts::inside_session(&self.env, &storage),
            directory: &edge.directory,
            origin: Origin::default(),
            trace: trace.clone(),
            answer_by,
        };
        let Some(_turn) = turn::taken(&self.turn, &gateway).await else {
            let cause = "earlier refreshes take too long";
            return Err(Failure::new(ProblemCode::Throttled, trace, cause));
        };
        let refreshed = session::refresh(&gateway, &id, &stale).await;
        refreshed.map_err(|fault| Failure::of_fault(&fault, &trace))
    }
}
