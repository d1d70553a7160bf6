//! The Durable Object of one person: runs their changes, one after the other.
//!
//! Never runs two changes at once, whatever tab or session they come from, so that the guard of a
//! removal holds.

use contract::{ProblemCode, TraceId};
use futures_util::lock::Mutex;
use gateway::{
    Gateway, Ports,
    policy::Origin,
    sessions::{self, Note},
};
use serde::Serialize;
use worker::{DurableObject, Env, Request, Response, Result, State, console_log, durable_object};

use super::{status, turn};
use crate::{
    edge::Edge,
    json::to_json,
    metrics,
    objects::changes::ChangeMessage,
    ports::{
        EdgePorts,
        person_store::{self, KEY},
    },
    web::failure::Failure,
};

/// One person of one tenant.
#[durable_object(alarm)]
pub struct PersonObject {
    state: State,
    env: Env,
    /// Held while a change runs: the runtime delivers other requests whenever one awaits.
    turn: Mutex<()>,
}

impl DurableObject for PersonObject {
    fn new(state: State, env: Env) -> Self {
        Self { state, env, turn: Mutex::new(()) }
    }

    /// `GET` reads a record, `404` if there is none; `POST` runs the change in the body, `PUT` notes
    /// what is in it.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        match request.inner().method().as_str() {
            "GET" => {
                let record = request.headers().get(KEY)?.unwrap_or_default();
                match person_store::text(&self.state.storage(), &record).await? {
                    Some(text) => Response::ok(text),
                    None => status(404),
                }
            }
            "PUT" => {
                let body = request.text().await?;
                status(if self.note(&body).await.is_some() { 204 } else { 500 })
            }
            "POST" => {
                let body = request.text().await?;
                match self.change(&body).await {
                    Ok(answer) => Response::ok(answer),
                    Err(failure) => {
                        let response = Response::ok(to_json(&failure))?;
                        Ok(response.with_status(failure.problem.code.status()))
                    }
                }
            }
            _ => status(405),
        }
    }

    /// Deletes a record that has expired.
    async fn alarm(&self) -> Result<Response> {
        let storage = self.state.storage();
        if !person_store::arm_again(&storage, None).await? {
            storage.delete_all().await?;
        }
        status(204)
    }
}

impl PersonObject {
    /// Notes something that was done outside; `None` when it could not be noted.
    async fn note(&self, message: &str) -> Option<()> {
        let (person, note) = Note::read(message)?;
        let edge = Edge::of(&self.env).ok()?;
        let storage = self.state.storage();
        let ports = EdgePorts::inside(&self.env, &storage);
        let gateway = Gateway {
            settings: &edge.settings,
            ports: &ports,
            directory: &edge.directory,
            origin: Origin::default(),
            trace: TraceId::default(),
            answer_by: gateway::answer_by(ports.now()),
        };
        sessions::note(&gateway, &person, note).await.ok()
    }

    /// Runs a change when its turn has come and returns the call's answer as JSON.
    async fn change(&self, message: &str) -> std::result::Result<String, Failure> {
        let ChangeMessage { session, actor, trace, answer_by, origin, change } =
            gateway::json::read(message.as_bytes()).ok_or_else(|| {
                let cause = "the message of a change cannot be parsed";
                Failure::new(ProblemCode::Broken, TraceId::default(), cause)
            })?;
        let edge = Edge::of(&self.env)
            .map_err(|unready| Failure::new(ProblemCode::Broken, trace.clone(), unready.cause))?;
        let storage = self.state.storage();
        let ports = EdgePorts::inside(&self.env, &storage);
        let gateway = Gateway {
            settings: &edge.settings,
            ports: &ports,
            directory: &edge.directory,
            origin,
            trace: trace.clone(),
            answer_by,
        };
        let Some(_turn) = turn::taken(&self.turn, &gateway).await else {
            let cause = "earlier changes take too long";
            return Err(Failure::new(ProblemCode::Throttled, trace, cause));
        };
        let name = change.name();
        let answer = change.run(&gateway, Some(&session)).await;
        let answer = answer.map_err(|fault| Failure::of_fault(&fault, &trace));
        // Here, so that it is there although whoever asked may have gone.
        let failure = answer.as_ref().err();
        metrics::changed(name, failure.map(|failure| failure.problem.code));
        let line = Line {
            what: "change",
            at: ports.now().0,
            trace: &trace.0,
            reference: trace.reference(),
            change: name,
            code: failure.map(|failure| failure.problem.code),
            cause: failure.map(|failure| failure.cause.as_str()),
            actor: &actor,
        };
        console_log!("{}", to_json(&line));
        answer
    }
}

/// The line of the log for a change, which says what came of it.
#[derive(Serialize)]
struct Line<'a> {
    what: &'static str,
    /// When it was done, in milliseconds since the Unix epoch.
    at: i64,
    trace: &'a str,
    reference: String,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<ProblemCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    actor: &'a str,
}
