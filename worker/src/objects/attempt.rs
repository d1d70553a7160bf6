//! The Durable Object of one sign-in attempt that the directory has answered, which the first answer
//! uses up; and of what is left for a card, which the first taker gets.
//!
//! Nothing else is stored, nothing about a person that is not sealed, and nothing before an answer
//! came with an attempt, or a session with a code, that was made here.

use contract::Timestamp;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use super::status;
use crate::{
    clock,
    ports::{attempt_store::ENDS_AT, person_store, stored},
};

/// The key in the object's storage under which the use is noted, with its end.
const USED: &str = "used";
/// The key under which a text is left.
const LEFT: &str = "left";
/// The key of the end of that text.
const LEFT_UNTIL: &str = "left-until";

/// One sign-in attempt.
#[durable_object(alarm)]
#[derive(Debug)]
pub struct AttemptObject {
    state: State,
}

impl DurableObject for AttemptObject {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    /// `PUT` notes the use until the attempt has ended, `409` if it was noted before; `POST` leaves
    /// the text in the body, `DELETE` takes it.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        // Only storage is awaited from a look to the write that follows from it, and the runtime's
        // input gate holds other requests back meanwhile.
        let storage = self.state.storage();
        let method = request.inner().method();
        if method == "DELETE" {
            let left = stored::text(&storage, LEFT).await?;
            if left.is_some() {
                storage.delete_all().await?;
            }
            return left.map_or_else(|| status(404), Response::ok);
        }
        let ends_at = request.headers().get(ENDS_AT)?;
        let Some(end) = ends_at.as_deref().and_then(timestamp) else {
            return status(400);
        };
        if method == "POST" {
            let text = request.text().await?;
            stored::put(&storage, LEFT, &text).await?;
            stored::put(&storage, LEFT_UNTIL, &end.0.to_string()).await?;
        } else {
            if stored::text(&storage, USED).await?.is_some() {
                return status(409);
            }
            stored::put(&storage, USED, &end.0.to_string()).await?;
        }
        person_store::arm(&storage, end).await?;
        status(204)
    }

    /// Forgets the attempt or the text, which has expired. An alarm that comes early must not free an
    /// attempt that was used.
    async fn alarm(&self) -> Result<Response> {
        let storage = self.state.storage();
        let mut end: Option<Timestamp> = None;
        for key in [USED, LEFT_UNTIL] {
            end = end.max(stored::text(&storage, key).await?.as_deref().and_then(timestamp));
        }
        match end.filter(|end| clock::now() < *end) {
            Some(end) => person_store::arm(&storage, end).await?,
            None => storage.delete_all().await?,
        }
        status(204)
    }
}

/// A time in milliseconds since the Unix epoch.
fn timestamp(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Timestamp)
}
