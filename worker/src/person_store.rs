//! What is remembered about a person for a while, as the gateway's ports see it.
//!
//! Written only inside the person's own object, where changes run one after the other.
//! Next: `person_object`.

use gateway::{PersonKey, PersonRecord, StoreFault};
use worker::{Env, ScheduledTime, Storage, Stub, js_sys::Date, wasm_bindgen::JsValue};

use crate::{clock, object_call, reply::to_json};

/// The binding of the objects' namespace.
const PEOPLE: &str = "PEOPLE";
/// Where the record lies in the object's storage.
const RECORD: &str = "record";

/// Where the record is, seen from here.
pub(crate) enum PersonStore<'a> {
    /// In the person's object, which is asked by message.
    Remote(&'a Env),
    /// In this object.
    Here(&'a Storage),
}

impl PersonStore<'_> {
    /// The record, unless there is none or it has ended.
    pub(crate) async fn read(&self, key: &PersonKey) -> Result<Option<PersonRecord>, StoreFault> {
        let text = match self {
            Self::Here(storage) => text(storage).await.map_err(|_| StoreFault::Unavailable)?,
            Self::Remote(env) => {
                let stub = stub(env, key).map_err(|_| StoreFault::Unavailable)?;
                let answer = object_call::send(&stub, "GET", "/", &[], None)
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
            serde_json::from_str(&text).map_err(|_| StoreFault::Unavailable)?;
        Ok((clock::now() < record.expires_at()).then_some(record))
    }

    /// Remembers the record until it ends.
    pub(crate) async fn write(&self, record: &PersonRecord) -> Result<(), StoreFault> {
        let Self::Here(storage) = self else {
            // Outside its object a record could be overwritten by a change that runs meanwhile.
            return Err(StoreFault::Unavailable);
        };
        let written = async {
            storage.put_raw(RECORD, JsValue::from_str(&to_json(record))).await?;
            #[expect(clippy::as_conversions, reason = "whole milliseconds are exact in a float")]
            let end = Date::new(&(record.expires_at().0 as f64).into());
            storage.set_alarm(ScheduledTime::new(end)).await
        };
        written.await.map_err(|_: worker::Error| StoreFault::Unavailable)
    }
}

/// The record as it is stored.
pub(crate) async fn text(storage: &Storage) -> worker::Result<Option<String>> {
    storage.get(RECORD).await
}

/// The object of a person.
pub(crate) fn stub(env: &Env, key: &PersonKey) -> worker::Result<Stub> {
    env.durable_object(PEOPLE)?.get_by_name(&key.object_name())
}
