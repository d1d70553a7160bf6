//! The sessions, as the gateway's ports see them: messages to the object of each.
//!
//! Decides nothing; never keeps a record here. Next: `session_object`.

use gateway::{SessionId, SessionRecord, StoreFault};
use worker::{Env, Stub};

use crate::{
    object_call::{self, ObjectAnswer},
    reply::to_json,
    session_object::{ENDS_AT, REVISION},
};

/// The binding of the objects' namespace.
const SESSIONS: &str = "SESSIONS";

/// The stored session, if there is one that has not ended.
pub(crate) async fn read(env: &Env, id: &SessionId) -> Result<Option<SessionRecord>, StoreFault> {
    let answer = send(env, id, "GET", &[], None).await?;
    match answer.status {
        200 => serde_json::from_str(&answer.body).map(Some).map_err(|_| StoreFault::Unavailable),
        404 => Ok(None),
        _ => Err(StoreFault::Unavailable),
    }
}

/// Stores the session, unless another write came in between.
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

/// Forgets the session.
pub(crate) async fn delete(env: &Env, id: &SessionId) -> Result<(), StoreFault> {
    match send(env, id, "DELETE", &[], None).await?.status {
        204 => Ok(()),
        _ => Err(StoreFault::Unavailable),
    }
}

async fn send(
    env: &Env,
    id: &SessionId,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<ObjectAnswer, StoreFault> {
    let unavailable = |_| StoreFault::Unavailable;
    let stub: Stub = env
        .durable_object(SESSIONS)
        .and_then(|sessions| sessions.get_by_name(&id.object_name()))
        .map_err(unavailable)?;
    object_call::send(&stub, method, "/", headers, body).await.map_err(unavailable)
}
