//! The store of sessions, as the gateway's ports see it: messages to the object of each session.
//!
//! Keeps nothing itself.

use gateway::{SessionId, SessionRecord, StoreFault};
use worker::Env;

use crate::{
    json::to_json,
    ports::object_message::{self, ObjectAnswer},
};

/// The binding of the namespace of session objects.
const SESSIONS: &str = "SESSIONS";

/// The header with the end of a record, in milliseconds since the Unix epoch.
pub(crate) const ENDS_AT: &str = "latchkey-ends-at";
/// The header with the revision of a record: one more than that of the record it replaces.
pub(crate) const REVISION: &str = "latchkey-revision";

/// Reads the session's record; `None` if there is none, it has expired or it cannot be read.
pub(crate) async fn read(env: &Env, id: &SessionId) -> Result<Option<SessionRecord>, StoreFault> {
    let answer = send(env, id, "GET", &[], None).await?;
    match answer.status {
        // What cannot be read is worth nothing: the cookie goes, and the person signs in again.
        200 => Ok(serde_json::from_slice(answer.body.as_bytes()).ok()),
        404 => Ok(None),
        _ => Err(StoreFault::Unavailable),
    }
}

/// Stores the session's record.
///
/// # Errors
///
/// [`StoreFault::Stale`] when another write came first.
pub(crate) async fn write(
    env: &Env,
    id: &SessionId,
    record: &SessionRecord,
) -> Result<(), StoreFault> {
    let headers =
        [(ENDS_AT, record.expires_at().0.to_string()), (REVISION, record.revision.to_string())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let answer = send(env, id, "PUT", &headers, Some(&to_json(record))).await?;
    match answer.status {
        204 => Ok(()),
        409 => Err(StoreFault::Stale),
        _ => Err(StoreFault::Unavailable),
    }
}

/// Deletes the session's record.
pub(crate) async fn delete(env: &Env, id: &SessionId) -> Result<(), StoreFault> {
    match send(env, id, "DELETE", &[], None).await?.status {
        204 => Ok(()),
        _ => Err(StoreFault::Unavailable),
    }
}

/// Sends a message to the session's object, which is named by a digest of the id.
async fn send(
    env: &Env,
    id: &SessionId,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<ObjectAnswer, StoreFault> {
    let answer = async {
        let object = env.durable_object(SESSIONS)?.get_by_name(&id.object_name())?;
        object_message::send(&object, method, headers, body).await
    };
    answer.await.map_err(|_| StoreFault::Unavailable)
}
