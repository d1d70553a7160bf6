//! The Durable Object of one session: keeps its record until the session ends.
//!
//! Never returns an expired record, even when the alarm is late. Never lets a write that is based on
//! an older revision replace a newer record or bring a deleted one back.

use std::fmt;

use contract::Timestamp;
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::{
    clock,
    ports::session_store::{ENDS_AT, REVISION},
};

/// The key of the record in the object's storage.
const RECORD: &str = "record";

/// What is stored: the record as JSON, and what the object itself must know about it.
#[derive(Deserialize, Serialize)]
struct Stored {
    record: String,
    /// Milliseconds since the Unix epoch.
    ends_at: f64,
    /// Grows by one with each write, from 1.
    revision: f64,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored")
            .field("record", &format_args!("[redacted]"))
            .field("ends_at", &self.ends_at)
            .field("revision", &self.revision)
            .finish()
    }
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

    /// `GET` reads the record, `PUT` replaces the revision before it, `DELETE` deletes it.
    /// `404` if there is no record, `409` if another write came first.
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

    /// Deletes a record that has expired.
    async fn alarm(&self) -> Result<Response> {
        match self.live().await? {
            // Early, or a write has moved the end since it was set. One that has fired is gone.
            Some(stored) => self.arm(stored.ends_at).await?,
            None => self.state.storage().delete_all().await?,
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
        // Between this read and the write only storage is awaited, and the runtime's input gate
        // holds other requests back meanwhile.
        let current = self.live().await?.map_or(0.0, |stored| stored.revision);
        if current + 1.0 != revision {
            return status(409);
        }
        let storage = self.state.storage();
        storage.put(RECORD, Stored { record, ends_at, revision }).await?;
        self.arm(ends_at).await?;
        status(204)
    }

    /// Sets the alarm to the end of the record.
    async fn arm(&self, ends_at: f64) -> Result<()> {
        let end = worker::js_sys::Date::new(&ends_at.into());
        self.state.storage().set_alarm(worker::ScheduledTime::new(end)).await
    }

    /// The record, unless it has expired.
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
