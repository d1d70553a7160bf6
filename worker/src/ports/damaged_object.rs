//! An object whose file is damaged: the runtime cannot start it, so that nothing in it can say so.
//!
//! To the caller it looks like a store that fails for a moment. What lasts, while another object of the same
//! kind answers, is taken for damage; a platform whose trouble lasts longer may look the same, so that nothing
//! counts as deleted for it. The log names the object, whose file on the disk has the same name.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use contract::Timestamp;
use worker::{Delay, Env, console_log};

use super::object_message;
use crate::clock;

/// Whether an object that did not answer is damaged. Asks it once more, a moment later, with these headers to
/// read what it holds. Where the runtime only says that something is wrong, as it does of any trouble, that has to
/// last for a while; until then it is a store that fails, and nobody loses a cookie.
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
            let says = |words: &&str| said.contains(*words);
            is_broken && (DAMAGE.iter().any(says) || says(&TROUBLE) && has_lasted(name))
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

/// Whether this object was in trouble already, for long enough. Notes it if not.
fn has_lasted(name: &str) -> bool {
    let now = clock::now();
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    seen.retain(|(_, since)| now < since.plus_minutes(FORGOTTEN_MINUTES));
    match seen.iter().find(|(other, _)| other == name) {
        Some((_, since)) => since.plus_seconds(LASTING_SECONDS) <= now,
        None => {
            if seen.len() < SEEN_MAX {
                seen.push((name.to_owned(), now));
            }
            false
        }
    }
}

/// The objects that were in trouble lately, and since when.
static SEEN: Mutex<Vec<(String, Timestamp)>> = Mutex::new(Vec::new());
/// How many are noted; more are no damaged files.
const SEEN_MAX: usize = 64;
/// Longer than a platform needs to start an object elsewhere.
const LASTING_SECONDS: i64 = 15;
/// When trouble begins anew.
const FORGOTTEN_MINUTES: i64 = 5;

/// What the runtime says of a file that it cannot read on.
const DAMAGE: [&str; 2] = ["SQLITE_CORRUPT", "SQLITE_NOTADB"];
/// What it says of an object that it cannot start, and of much else.
const TROUBLE: &str = "internal error";

/// Longer than the runtime needs to start an object anew.
const PAUSE: Duration = Duration::from_millis(250);
/// The name of an object that holds nothing: no digest is so short.
const ANOTHER: &str = "another";
