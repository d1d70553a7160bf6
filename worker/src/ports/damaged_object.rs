//! An object whose file is damaged: the runtime cannot start it, so that nothing in it can say so.
//!
//! To the caller it looks like a store that fails for a moment. What stays, while another object of the same
//! kind answers, is taken for damage; a platform whose trouble lasts longer may look the same, so that nothing
//! counts as deleted for it. The log names the object, whose file on the disk has the same name.

use std::time::Duration;

use worker::{Delay, Env, console_log};

use super::object_message;

/// Whether an object that did not answer is damaged. Asks it once more, a moment later, with these headers to
/// read what it holds.
pub(super) async fn is_damaged(
    env: &Env,
    namespace: &str,
    name: &str,
    headers: &[(&str, &str)],
) -> bool {
    Delay::from(PAUSE).await;
    for (asked, is_broken) in [(name, true), (ANOTHER, false)] {
        let answer = async {
            let object = env.durable_object(namespace)?.get_by_name(asked)?;
            object_message::send(&object, "GET", headers, None).await
        };
        // Not one that is overloaded, or whose disk is full.
        let is_expected = answer.await.err().map_or(!is_broken, |error| {
            let said = error.to_string();
            is_broken && DAMAGE.iter().any(|words| said.contains(words))
        });
        if !is_expected {
            return false;
        }
    }
    let id =
        env.durable_object(namespace).and_then(|space| Ok(space.id_from_name(name)?.to_string()));
    console_log!(
        r#"{{"what":"object","cause":"it cannot be opened: its file is damaged","namespace":"{namespace}","object":"{}"}}"#,
        id.unwrap_or_default()
    );
    true
}

/// What the runtime says of an object that it cannot start, and of a file that it cannot read on.
const DAMAGE: [&str; 3] = ["internal error", "SQLITE_CORRUPT", "SQLITE_NOTADB"];

/// Longer than the runtime needs to start an object anew.
const PAUSE: Duration = Duration::from_millis(250);
/// The name of an object that holds nothing: no digest is so short.
const ANOTHER: &str = "another";
