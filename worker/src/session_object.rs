//! The Durable Object of one session: keeps its sealed record until it ends, and then nothing.
//!
//! Never returns an ended record, even when the alarm is late, and never lets an older reading
//! overwrite a newer record or bring a deleted one back. Next: only `session_store` speaks to it.

use contract::Timestamp;
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::clock;

/// Where the record lies in the object's storage.
const RECORD: &str = "record";

/// The header with the end of a record, in milliseconds since the Unix epoch.
pub(crate) const ENDS_AT: &str = "latchkey-ends-at";
/// The header with the revision of a record, one above that of the record it was made from.
pub(crate) const REVISION: &str = "latchkey-revision";

/// What is stored: the record as JSON text, with what the object must know about it.
#[derive(Debug, Deserialize, Serialize)]
struct Stored {
    record: String,
    /// Milliseconds since the Unix epoch.
    ends_at: f64,
    /// Grows by one with each write, from 1.
    revision: f64,
}

/// One session.
#[durable_object(alarm)]
#[derive(Debug)]
pub struct SessionObject {
    state: State,
}

impl DurableObject for SessionObject {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    /// `GET` reads, `PUT` writes over the revision before, `DELETE` deletes.
    /// `404` where there is no record, `409` where another write came in between.
    async fn fetch(&self, request: Request) -> Result<Response> {
        match request.inner().method().as_str() {
            "GET" => self.read().await,
            "PUT" => self.write(request).await,
            "DELETE" => {
                self.state.storage().delete_all().await?;
                status(204)
            }
            _ => status(405),
        }
    }

    async fn alarm(&self) -> Result<Response> {
        // A write may have moved the end since the alarm was set; then its own alarm will come.
        if self.live().await?.is_none() {
            self.state.storage().delete_all().await?;
        }
        status(204)
    }
}

impl SessionObject {
    async fn read(&self) -> Result<Response> {
        match self.live().await? {
            Some(stored) => Response::ok(stored.record),
            None => status(404),
        }
    }

    async fn write(&self, mut request: Request) -> Result<Response> {
        let headers = request.headers();
        let (Some(ends_at), Some(revision)) =
            (number(headers.get(ENDS_AT)?), number(headers.get(REVISION)?))
        else {
            return status(400);
        };
        let record = request.text().await?;
        // Nothing is awaited between this reading and the write but storage itself, whose input
        // gate keeps other requests out.
        let current = self.live().await?.map_or(0.0, |stored| stored.revision);
        if current + 1.0 != revision {
            return status(409);
        }
        let storage = self.state.storage();
        storage.put(RECORD, Stored { record, ends_at, revision }).await?;
        let end = worker::js_sys::Date::new(&ends_at.into());
        storage.set_alarm(worker::ScheduledTime::new(end)).await?;
        status(204)
    }

    /// The record, unless it has ended.
    async fn live(&self) -> Result<Option<Stored>> {
        let stored = self.state.storage().get::<Stored>(RECORD).await?;
        let Timestamp(now) = clock::now();
        #[expect(clippy::as_conversions, reason = "both are whole milliseconds, exact in a float")]
        let now = now as f64;
        Ok(stored.filter(|stored| now < stored.ends_at))
    }
}

fn number(text: Option<String>) -> Option<f64> {
    text?.parse().ok()
}

fn status(status: u16) -> Result<Response> {
    Ok(Response::builder().with_status(status).empty())
}
