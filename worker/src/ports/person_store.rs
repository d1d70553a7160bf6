//! The store of a person's record, as the gateway's ports see it.
//!
//! Written only inside the person's own object, where changes run one after the other. Opens nothing
//! that is sealed.

use contract::Timestamp;
use gateway::{PersonKey, SealedPerson, StoreFault};
use worker::{Env, ScheduledTime, Storage, Stub, console_log, js_sys::Date, wasm_bindgen::JsValue};

use crate::{clock, ports::object_message};

/// The binding of the namespace of person objects.
const PEOPLE: &str = "PEOPLE";
/// The key of the record in the object's storage.
const RECORD: &str = "record";
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
    /// Reads the sealed record; `None` if there is none or it has expired.
    pub(crate) async fn read(&self, key: &PersonKey) -> Result<Option<String>, StoreFault> {
        match self {
            Self::Here(storage) => text(storage).await.map_err(|_| StoreFault::Unavailable),
            Self::Remote(env) => {
                let object = stub(env, key).map_err(|_| StoreFault::Unavailable)?;
                let answer = object_message::send(&object, "GET", &[], None)
                    .await
                    .map_err(|_| StoreFault::Unavailable)?;
                match answer.status {
                    200 => Ok(Some(answer.body)),
                    404 => Ok(None),
                    _ => Err(StoreFault::Unavailable),
                }
            }
        }
    }

    /// Stores the record until it expires.
    pub(crate) async fn write(&self, person: &SealedPerson) -> Result<(), StoreFault> {
        let Self::Here(storage) = self else {
            // Outside the object, a write could overwrite that of a change running meanwhile.
            return Err(StoreFault::Unavailable);
        };
        let written = async {
            if person.sets_aside {
                set_aside(storage).await?;
            }
            let SealedPerson { expires_at, text, .. } = person;
            let stored = format!("{}{SEPARATOR}{text}", expires_at.0);
            storage.put_raw(RECORD, JsValue::from_str(&stored)).await?;
            arm(storage, *expires_at).await
        };
        written.await.map_err(|_: worker::Error| StoreFault::Unavailable)
    }
}

/// Keeps what cannot be read beside the new record, for as long as the object lives, and logs that.
async fn set_aside(storage: &Storage) -> worker::Result<()> {
    // A change writes more than once; what came first is what cannot be read.
    if storage.get::<String>(SET_ASIDE).await?.is_none() {
        let unreadable = storage.get::<String>(RECORD).await.ok().flatten().unwrap_or_default();
        storage.put_raw(SET_ASIDE, JsValue::from_str(&unreadable)).await?;
        console_log!(r#"{{"what":"person","cause":"an unreadable record is set aside"}}"#);
    }
    Ok(())
}

/// Sets the alarm of the object to the end of its record.
pub(crate) async fn arm(storage: &Storage, end: Timestamp) -> worker::Result<()> {
    #[expect(clippy::as_conversions, reason = "whole milliseconds are exact in a float")]
    let end = Date::new(&(end.0 as f64).into());
    storage.set_alarm(ScheduledTime::new(end)).await
}

/// Sets the alarm again if the record has not expired: an early one, or a change has extended the
/// record since it was set. One that has fired is gone. `false` if nothing is live.
pub(crate) async fn arm_again(storage: &Storage) -> worker::Result<bool> {
    let stored = storage.get::<String>(RECORD).await.ok().flatten();
    let end = stored.as_deref().and_then(parse).map(|(end, _)| end);
    let Some(end) = end.filter(|end| clock::now() < *end) else { return Ok(false) };
    arm(storage, end).await?;
    Ok(true)
}

/// Reads the stored record unless it has expired; one of another form is a text that does not open.
pub(crate) async fn text(storage: &Storage) -> worker::Result<Option<String>> {
    let stored = match storage.get::<String>(RECORD).await {
        Err(worker::Error::SerdeWasmBindgenError(_)) => Some(String::new()),
        stored => stored?,
    };
    Ok(stored.and_then(|stored| match parse(&stored) {
        Some((end, record)) => (clock::now() < end).then(|| record.to_owned()),
        None => Some(String::new()),
    }))
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
