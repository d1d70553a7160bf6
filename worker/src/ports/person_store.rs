//! The store of recent changes of a person, as the gateway's ports see it.
//!
//! Written only inside the person's own object, where changes run one after the other.

use contract::Timestamp;
use gateway::{PersonKey, PersonRecord, StoreFault};
use worker::{Env, ScheduledTime, Storage, Stub, js_sys::Date, wasm_bindgen::JsValue};

use crate::{clock, json::to_json, ports::object_message};

/// The binding of the namespace of person objects.
const PEOPLE: &str = "PEOPLE";
/// The key of the record in the object's storage.
const RECORD: &str = "record";

/// How the record is reached from here.
pub(crate) enum PersonStore<'a> {
    /// By a message to the person's object.
    Remote(&'a Env),
    /// In the storage of this very object.
    Here(&'a Storage),
}

impl PersonStore<'_> {
    /// Reads the record; `None` if there is none or it has expired.
    pub(crate) async fn read(&self, key: &PersonKey) -> Result<Option<PersonRecord>, StoreFault> {
        let text = match self {
            Self::Here(storage) => text(storage).await.map_err(|_| StoreFault::Unavailable)?,
            Self::Remote(env) => {
                let object = stub(env, key).map_err(|_| StoreFault::Unavailable)?;
                let answer = object_message::send(&object, "GET", &[], None)
                    .await
                    .map_err(|_| StoreFault::Unavailable)?;
                match answer.status {
                    200 => Some(answer.body),
                    404 => None,
                    _ => return Err(StoreFault::Unavailable),
                }
            }
        };
        let Some(text) = text else { return Ok(None) };
        let record: PersonRecord =
            serde_json::from_slice(text.as_bytes()).map_err(|_| StoreFault::Unavailable)?;
        Ok((clock::now() < record.expires_at()).then_some(record))
    }

    /// Stores the record until it expires.
    pub(crate) async fn write(&self, record: &PersonRecord) -> Result<(), StoreFault> {
        let Self::Here(storage) = self else {
            // Outside the object, a write could overwrite that of a change running meanwhile.
            return Err(StoreFault::Unavailable);
        };
        let written = async {
            storage.put_raw(RECORD, JsValue::from_str(&to_json(record))).await?;
            arm(storage, record.expires_at()).await
        };
        written.await.map_err(|_: worker::Error| StoreFault::Unavailable)
    }
}

/// Sets the alarm of the object to the end of its record.
pub(crate) async fn arm(storage: &Storage, end: Timestamp) -> worker::Result<()> {
    #[expect(clippy::as_conversions, reason = "whole milliseconds are exact in a float")]
    let end = Date::new(&(end.0 as f64).into());
    storage.set_alarm(ScheduledTime::new(end)).await
}

/// Reads the stored record as JSON, expired or not.
pub(crate) async fn text(storage: &Storage) -> worker::Result<Option<String>> {
    storage.get(RECORD).await
}

/// The object of a person, named by a digest of their key.
pub(crate) fn stub(env: &Env, key: &PersonKey) -> worker::Result<Stub> {
    env.durable_object(PEOPLE)?.get_by_name(&key.object_name())
}
