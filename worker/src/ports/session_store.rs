//! The store of sessions, as the gateway's ports see it: messages to the object of each session, or,
//! inside that object, its storage.
//!
//! Keeps nothing itself, and opens nothing that is sealed.

use std::fmt;

use contract::{Problem, ProblemCode, Timestamp, TraceId};
use gateway::{SealedSession, SessionId, SessionName, StoreFault, session::StaleTokens};
use worker::{Env, Storage};

use crate::{
    clock,
    ports::{
        damaged_object,
        object_message::{self, ObjectAnswer},
        person_store, stored,
    },
    web::failure::Failure,
};

/// The binding of the namespace of session objects.
const SESSIONS: &str = "SESSIONS";
/// The key of the record in the object's storage.
const RECORD: &str = "record";

/// The header with the end of a record, in milliseconds since the Unix epoch.
pub(crate) const ENDS_AT: &str = "latchkey-ends-at";
/// The header with the revision of a record: one more than that of the record it replaces.
pub(crate) const REVISION: &str = "latchkey-revision";

/// The header with the digest of the tokens that somebody found stale.
pub(crate) const STALE: &str = "latchkey-stale";
/// The header with the id of the request that found them so.
pub(crate) const TRACE: &str = "latchkey-trace";

/// How a session's record is reached from here.
pub(crate) enum SessionStore<'a> {
    /// By a message to the session's object.
    Remote(&'a Env),
    /// In the storage of this very object, which is the session's.
    Here(&'a Storage),
}

impl SessionStore<'_> {
    /// Reads the session's sealed record; `None` if there is none or it has expired.
    pub(crate) async fn read(&self, name: &SessionName) -> Result<Option<String>, StoreFault> {
        let env = match self {
            Self::Here(storage) => {
                let stored = live(storage).await.map_err(|_| StoreFault::Unavailable)?;
                return Ok(stored.map(|stored| stored.record));
            }
            Self::Remote(env) => env,
        };
        let answer = match send(env, name, "GET", &[], None).await {
            Err(_) if damaged_object::is_damaged(env, SESSIONS, name.as_str(), &[]).await => {
                return Err(StoreFault::Damaged);
            }
            answer => answer?,
        };
        match answer.status {
            200 => Ok(Some(answer.body)),
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
        &self,
        id: &SessionId,
        session: &SealedSession,
    ) -> Result<(), StoreFault> {
        let SealedSession { revision, expires_at, text } = session;
        let is_written = match self {
            Self::Here(storage) => {
                let (ends_at, revision) = (*expires_at, *revision);
                let stored = Stored { ends_at, revision, record: text.clone() };
                put(storage, stored).await.map_err(|_| StoreFault::Unavailable)?
            }
            Self::Remote(env) => {
                let headers =
                    [(ENDS_AT, expires_at.0.to_string()), (REVISION, revision.to_string())];
                let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
                match send(env, &id.name(), "PUT", &headers, Some(text)).await?.status {
                    204 => true,
                    409 => false,
                    _ => return Err(StoreFault::Unavailable),
                }
            }
        };
        if is_written { Ok(()) } else { Err(StoreFault::Stale) }
    }

    /// Deletes the session's record.
    pub(crate) async fn delete(&self, name: &SessionName) -> Result<(), StoreFault> {
        match self {
            Self::Here(storage) => storage.delete_all().await.map_err(|_| StoreFault::Unavailable),
            Self::Remote(env) => match send(env, name, "DELETE", &[], None).await?.status {
                204 => Ok(()),
                _ => Err(StoreFault::Unavailable),
            },
        }
    }

    /// Has the session's object replace stale tokens.
    pub(crate) async fn refresh(
        &self,
        id: &SessionId,
        stale: &StaleTokens,
        trace: &TraceId,
        answer_by: Timestamp,
    ) -> Result<(), Problem> {
        let broken = |cause| Failure::new(ProblemCode::Broken, trace.clone(), cause).problem;
        let Self::Remote(env) = self else {
            return Err(broken("the session's object would wait for itself"));
        };
        let answer_by = answer_by.0.to_string();
        let headers = [(STALE, stale.0.as_str()), (TRACE, &trace.0), (ENDS_AT, &answer_by)];
        let answer = send(env, &id.name(), "POST", &headers, Some(id.expose())).await;
        let answer = answer.map_err(|_| broken("the session's object cannot be reached"))?;
        if answer.status == 204 {
            return Ok(());
        }
        let failure = Failure::read(&answer.body);
        Err(failure.map_or_else(|| broken("no answer of the session's object"), |it| it.problem))
    }
}

/// What is stored: the sealed record, and what the object itself must know about it.
pub(crate) struct Stored {
    /// When the object deletes it.
    pub(crate) ends_at: Timestamp,
    /// Grows by one with each write, from 1.
    pub(crate) revision: u64,
    /// The sealed record.
    pub(crate) record: String,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Stored {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let ends_at = Timestamp(parts.next()?.parse().ok()?);
        let revision = parts.next()?.parse().ok()?;
        Some(Self { ends_at, revision, record: parts.next()?.to_owned() })
    }
}

/// The record, unless it has expired. What cannot be read is worth nothing: the person signs in again.
pub(crate) async fn live(storage: &Storage) -> worker::Result<Option<Stored>> {
    let stored = stored::text(storage, RECORD).await?;
    let stored = stored.as_deref().and_then(Stored::parse);
    Ok(stored.filter(|stored| clock::now() < stored.ends_at))
}

/// Stores a record over the revision before it; `false` if another write came first.
pub(crate) async fn put(storage: &Storage, stored: Stored) -> worker::Result<bool> {
    // Between this read and the write only storage is awaited, and the runtime's input gate holds
    // other requests back meanwhile.
    let current = live(storage).await?.map_or(0, |stored| stored.revision);
    if current.saturating_add(1) != stored.revision {
        return Ok(false);
    }
    let Stored { ends_at, revision, record } = stored;
    let text = format!("{} {revision} {record}", ends_at.0);
    stored::put(storage, RECORD, &text).await?;
    person_store::arm(storage, ends_at).await?;
    Ok(true)
}

/// Sends a message to the session's object, which is named by a digest of the id.
async fn send(
    env: &Env,
    name: &SessionName,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<ObjectAnswer, StoreFault> {
    let answer = async {
        let object = env.durable_object(SESSIONS)?.get_by_name(name.as_str())?;
        object_message::send(&object, method, headers, body).await
    };
    answer.await.map_err(|_| StoreFault::Unavailable)
}
