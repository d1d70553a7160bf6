//! An object whose file is damaged: the runtime cannot start it, so that nothing in it can say so.
//!
//! To the caller it looks like a store that fails for a moment. What stays, while another object of the same
//! kind answers, is damage. The log names the object, whose file on the disk has the same name.

use std::time::Duration;

use worker::{Delay, Env, console_log};

use super::object_message;

/// Whether an object that did not answer is damaged. Asks it once more, a moment later.
pub(super) async fn is_damaged(env: &Env, namespace: &str, name: &str) -> bool {
    Delay::from(PAUSE).await;
    let is_damaged =
        !answers(env, namespace, name).await && answers(env, namespace, ANOTHER).await;
    if is_damaged {
        let id = env.durable_object(namespace).and_then(|space| {
            Ok(space.id_from_name(name)?.to_string())
        });
        console_log!(
            r#"{{"what":"object","cause":"it cannot be opened: its file is damaged","namespace":"{namespace}","object":"{}"}}"#,
            id.unwrap_or_default()
        );
    }
    is_damaged
}

/// Whether the object reads its storage.
async fn answers(env: &Env, namespace: &str, name: &str) -> bool {
    let answer = async {
        let object = env.durable_object(namespace)?.get_by_name(name)?;
        object_message::send(&object, "GET", &[], None).await
    };
    answer.await.is_ok()
}

/// Longer than the runtime needs to start an object anew.
const PAUSE: Duration = Duration::from_millis(250);
/// The name of an object that holds nothing: no digest is so short.
const ANOTHER: &str = "another";
