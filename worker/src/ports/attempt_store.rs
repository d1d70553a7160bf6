//! The store of used sign-in attempts, and of what is left for a card, as the gateway's ports see it.
//!
//! Keeps nothing itself.

use contract::Timestamp;
use gateway::StoreFault;
use worker::Env;

use crate::ports::object_message::{self, ObjectAnswer};

/// The binding of the namespace of attempt objects.
const ATTEMPTS: &str = "ATTEMPTS";

/// The header with the end of an attempt, in milliseconds since the Unix epoch.
pub(crate) const ENDS_AT: &str = "latchkey-ends-at";

/// Notes that the attempt is used; `false` if it was used before.
pub(crate) async fn use_up(env: &Env, name: &str, until: Timestamp) -> Result<bool, StoreFault> {
    match send(env, name, "PUT", Some(until), None).await?.status {
        204 => Ok(true),
        409 => Ok(false),
        _ => Err(StoreFault::Unavailable),
    }
}

/// Leaves a text until its end, in place of an earlier one.
pub(crate) async fn leave(
    env: &Env,
    name: &str,
    text: &str,
    until: Timestamp,
) -> Result<(), StoreFault> {
    match send(env, name, "POST", Some(until), Some(text)).await?.status {
        204 => Ok(()),
        _ => Err(StoreFault::Unavailable),
    }
}

/// Takes what was left: nothing stays.
pub(crate) async fn take(env: &Env, name: &str) -> Result<Option<String>, StoreFault> {
    let answer = send(env, name, "DELETE", None, None).await?;
    match answer.status {
        200 => Ok(Some(answer.body)),
        404 => Ok(None),
        _ => Err(StoreFault::Unavailable),
    }
}

async fn send(
    env: &Env,
    name: &str,
    method: &str,
    until: Option<Timestamp>,
    body: Option<&str>,
) -> Result<ObjectAnswer, StoreFault> {
    let until = until.map(|until| until.0.to_string());
    let headers: Vec<_> = until.iter().map(|until| (ENDS_AT, until.as_str())).collect();
    let answer = async {
        let object = env.durable_object(ATTEMPTS)?.get_by_name(name)?;
        object_message::send(&object, method, &headers, body).await
    };
    answer.await.map_err(|_| StoreFault::Unavailable)
}
