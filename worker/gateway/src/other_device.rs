//! Going on with another device: a code for its camera, which names the account and the task, once.
//!
//! It opens nothing: whoever has it still signs in. It is sealed, so that its address tells nobody
//! whose it is, and nothing is stored before it is used.

use contract::Timestamp;

use crate::{
    Gateway, Ports, Secret, encoding,
    fault::{Fault, Refusal},
};

/// Where the other device goes on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Continuation {
    /// The account to sign in with.
    pub account: String,
    /// The name of the task, one of [`contract::routes::TASKS`].
    pub task: String,
}

/// Makes a code.
///
/// # Errors
///
/// [`Fault::Broken`] when it cannot be sealed.
pub fn offer<P: Ports>(
    gateway: &Gateway<'_, P>,
    continuation: &Continuation,
) -> Result<Secret, Fault> {
    let Continuation { account, task } = continuation;
    let ends_at = gateway.ports.now().plus_minutes(LASTS_MINUTES);
    let text = [&ends_at.0.to_string(), task.as_str(), account.as_str()].join(" ");
    let sealed = gateway.settings.seal_keys.seal(gateway.ports, PURPOSE, text.as_bytes());
    sealed.map(Secret::new).ok_or(Fault::Broken("a code for another device cannot be sealed"))
}

/// Uses a code up.
///
/// # Errors
///
/// [`Refusal::ContinuationOver`] when it was not made here, is too old, or was used before;
/// [`Fault::Broken`] when its use cannot be noted.
pub async fn take<P: Ports>(gateway: &Gateway<'_, P>, code: &str) -> Result<Continuation, Fault> {
    let (ends_at, continuation) =
        open(gateway, code).ok_or(Refusal::ContinuationOver("it was not made here"))?;
    if ends_at <= gateway.ports.now() {
        return Err(Refusal::ContinuationOver("it is too old").into());
    }
    let name = encoding::digest(&[OBJECT_NAME, code.as_bytes()]);
    match gateway.ports.use_attempt(&name, ends_at).await {
        Ok(true) => Ok(continuation),
        Ok(false) => Err(Refusal::ContinuationOver("it was used before").into()),
        Err(_) => Err(Fault::Broken("the use of a code cannot be noted")),
    }
}

fn open<P: Ports>(gateway: &Gateway<'_, P>, code: &str) -> Option<(Timestamp, Continuation)> {
    let text = String::from_utf8(gateway.settings.seal_keys.open(PURPOSE, code)?).ok()?;
    let (ends_at, rest) = text.split_once(' ')?;
    let (task, account) = rest.split_once(' ')?;
    let continuation = Continuation { account: account.to_owned(), task: task.to_owned() };
    Some((Timestamp(ends_at.parse().ok()?), continuation))
}

/// How long a code lasts: as long as the page that shows it watches by itself.
const LASTS_MINUTES: i64 = 15;

/// What the name of the object is digested for.
const OBJECT_NAME: &[u8] = b"latchkey other device";

const PURPOSE: &str = "other device";

#[cfg(test)]
mod tests;
