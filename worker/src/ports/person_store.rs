//! The store of a person's records, as the gateway's ports see it: their changes, and their sessions.
//!
//! Written only inside the person's own object, where changes run one after the other. Opens nothing
//! that is sealed.

use contract::Timestamp;
use gateway::{PersonKey, SealedPerson, StoreFault, sessions::Note};
use worker::{Env, ScheduledTime, Storage, Stub, console_log, js_sys::Date};

use crate::{
    clock,
    ports::{
        damaged_object,
        object_message::{self, ObjectAnswer},
        stored,
    },
};

/// The binding of the namespace of person objects.
const PEOPLE: &str = "PEOPLE";
/// The key of the record of changes in the object's storage.
pub(crate) const RECORD: &str = "record";
/// The key of the list of sessions.
pub(crate) const SESSIONS: &str = "sessions";
/// The header that names the record to be read.
pub(crate) const KEY: &str = "latchkey-key";
/// The key of a record that could not be read.
const SET_ASIDE: &str = "set-aside";
/// What stands between the end of a stored record, in milliseconds since the Unix epoch, and its text.
const SEPARATOR: char = ' ';

/// How the record is reached from here.
pub(crate) enum PersonStore<'a> {
    /// By a message to the person's object.
    Remote(&'a Env),
    /// In the storage of this very object.
    Here(&'a Storage),
}

impl PersonStore<'_> {
    /// Reads one of the sealed records; `None` if there is none or it has expired.
    pub(crate) async fn read(
        &self,
        key: &PersonKey,
        record: &str,
    ) -> Result<Option<String>, StoreFault> {
        match self {
            Self::Here(storage) => text(storage, record).await.map_err(|_| StoreFault::Unavailable),
            Self::Remote(env) => {
                let answer = send(env, key, "GET", &[(KEY, record)], None).await?;
                match answer.status {
                    200 => Ok(Some(answer.body)),
                    404 => Ok(None),
                    _ => Err(StoreFault::Unavailable),
                }
            }
        }
    }

    /// Stores one of the records until it expires.
    pub(crate) async fn write(
        &self,
        record: &str,
        person: &SealedPerson,
    ) -> Result<(), StoreFault> {
        let Self::Here(storage) = self else {
            // Outside the object, a write could overwrite that of a change running meanwhile.
            return Err(StoreFault::Unavailable);
        };
        let written = async {
            if person.sets_aside {
                set_aside(storage, record).await?;
            }
            let SealedPerson { expires_at, text, .. } = person;
            let stored = format!("{}{SEPARATOR}{text}", expires_at.0);
            stored::put(storage, record, &stored).await?;
            arm_again(storage, Some(record)).await
        };
        written.await.map(drop).map_err(|_: worker::Error| StoreFault::Unavailable)
    }

    /// Has something noted by the person's object.
    pub(crate) async fn note(&self, key: &PersonKey, note: &Note) -> Result<(), StoreFault> {
        let Self::Remote(env) = self else {
            return Err(StoreFault::Unavailable);
        };
        match send(env, key, "PUT", &[], Some(&note.written(key))).await?.status {
            204 => Ok(()),
            _ => Err(StoreFault::Unavailable),
        }
    }
}

/// Sends a message to the person's object. A damaged one stays unavailable, and the log names it: without
/// what it holds nobody knows which changes are in doubt, and nothing else runs them one after the other.
async fn send(
    env: &Env,
    key: &PersonKey,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<ObjectAnswer, StoreFault> {
    let answer = async {
        let object = stub(env, key)?;
        object_message::send(&object, method, headers, body).await
    };
    if let Ok(answer) = answer.await {
        return Ok(answer);
    }
    damaged_object::is_damaged(env, PEOPLE, &key.object_name(), &[(KEY, RECORD)]).await;
    Err(StoreFault::Unavailable)
}

/// Keeps what cannot be read beside the new record, for as long as the object lives, and logs that.
async fn set_aside(storage: &Storage, record: &str) -> worker::Result<()> {
    // A change writes more than once; what came first is what cannot be read.
    if stored::text(storage, SET_ASIDE).await?.is_none() {
        let unreadable = stored::text(storage, record).await?.unwrap_or_default();
        stored::put(storage, SET_ASIDE, &unreadable).await?;
        console_log!(r#"{{"what":"person","cause":"an unreadable record is set aside"}}"#);
    }
    Ok(())
}

/// Sets the alarm of the object to the end of a record.
pub(crate) async fn arm(storage: &Storage, end: Timestamp) -> worker::Result<()> {
    #[expect(clippy::as_conversions, reason = "whole milliseconds are exact in a float")]
    let end = Date::new(&(end.0 as f64).into());
    storage.set_alarm(ScheduledTime::new(end)).await
}

/// Deletes what has expired and sets the alarm to the next end: one that has fired is gone. `false` if
/// nothing is live. After a record was written, the other stays: its end may be damaged, and what is
/// sealed in it decides.
pub(crate) async fn arm_again(storage: &Storage, written: Option<&str>) -> worker::Result<bool> {
    let mut next: Option<Timestamp> = None;
    for record in [RECORD, SESSIONS] {
        match stored::text(storage, record).await?.as_deref().and_then(parse) {
            Some((end, _)) if clock::now() < end => {
                next = Some(next.map_or(end, |next| next.min(end)));
            }
            Some(_) if written.is_none_or(|written| written == record) => {
                storage.delete(record).await?;
            }
            // What cannot be read goes with the object, or is set aside.
            Some(_) | None => {}
        }
    }
    if let Some(next) = next {
        arm(storage, next).await?;
    }
    Ok(next.is_some())
}

/// Reads a stored record; one of another form is a text that does not open. Its end is not looked at:
/// whoever opens the record leaves out what is outdated.
pub(crate) async fn text(storage: &Storage, record: &str) -> worker::Result<Option<String>> {
    let stored = stored::text(storage, record).await?;
    Ok(stored.map(|stored| parse(&stored).map_or("", |(_, record)| record).to_owned()))
}

/// The end of a stored record and its sealed text.
fn parse(stored: &str) -> Option<(Timestamp, &str)> {
    let (end, record) = stored.split_once(SEPARATOR)?;
    Some((Timestamp(end.parse().ok()?), record))
}

/// The object of a person, named by a digest of their key.
pub(crate) fn stub(env: &Env, key: &PersonKey) -> worker::Result<Stub> {
    env.durable_object(PEOPLE)?.get_by_name(&key.object_name())
}

#[cfg(test)]
mod tests;
