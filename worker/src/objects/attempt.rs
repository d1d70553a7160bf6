//! The Durable Object of one sign-in attempt that the directory has answered: the first answer uses
//! it up.
//!
//! Nothing else is stored, nothing about a person, and nothing before an answer came with an attempt
//! that was made here.

use contract::Timestamp;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use super::status;
use crate::ports::{attempt_store::ENDS_AT, person_store};

/// The key in the object's storage under which the use is noted, with its end.
const USED: &str = "used";

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

    /// Notes the use until the attempt has ended; `409` if it was noted before.
    async fn fetch(&self, request: Request) -> Result<Response> {
        let ends_at = request.headers().get(ENDS_AT)?;
        let Some(end) = ends_at.as_deref().and_then(|end| end.parse().ok()) else {
            return status(400);
        };
        let storage = self.state.storage();
        // Only storage is awaited from here to the write, and the runtime's input gate holds other
        // requests back meanwhile.
        if storage.get::<String>(USED).await?.is_some() {
            return status(409);
        }
        storage.put(USED, ends_at).await?;
        person_store::arm(&storage, Timestamp(end)).await?;
        status(204)
    }

    /// Forgets the attempt, which has expired.
    async fn alarm(&self) -> Result<Response> {
        self.state.storage().delete_all().await?;
        status(204)
    }
}
