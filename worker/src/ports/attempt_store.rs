//! The store of used sign-in attempts, as the gateway's ports see it.
//!
//! Keeps nothing itself.

use contract::Timestamp;
use gateway::StoreFault;
use worker::Env;

use crate::ports::object_message;

/// The binding of the namespace of attempt objects.
const ATTEMPTS: &str = "ATTEMPTS";

/// The header with the end of an attempt, in milliseconds since the Unix epoch.
pub(crate) const ENDS_AT: &str = "latchkey-ends-at";

/// Notes that the attempt is used; `false` if it was used before.
pub(crate) async fn take(env: &Env, name: &str, until: Timestamp) -> Result<bool, StoreFault> {
    let until = until.0.to_string();
    let answer = async {
        let object = env.durable_object(ATTEMPTS)?.get_by_name(name)?;
        object_message::send(&object, "PUT", &[(ENDS_AT, &until)], None).await
    };
    match answer.await.map(|answer| answer.status) {
        Ok(204) => Ok(true),
        Ok(409) => Ok(false),
        Ok(_) | Err(_) => Err(StoreFault::Unavailable),
    }
}
