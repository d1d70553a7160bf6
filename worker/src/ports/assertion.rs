//! The assertion that the platform keeps for this application, by a service binding: workerd's disk
//! service on the folder of the token, or any worker of the account that answers with one.

use gateway::{AssertionPlace, Secret};
use worker::Env;

use crate::web::{body, service};

/// The binding of the service.
const ASSERTIONS: &str = "ASSERTIONS";
/// Maximum size of an answer, in bytes.
const CAP: usize = 64 * 1024;

/// Reads it anew: the platform renews it.
pub(super) async fn read(env: &Env, place: &AssertionPlace) -> Option<Secret> {
    let address = format!("http://assertions/{}", place.name());
    let answer = service::get(env, ASSERTIONS, &address).await.ok()?;
    if answer.status() != 200 {
        return None;
    }
    let bytes = body::read(answer.body(), CAP).await.ok()?;
    String::from_utf8(bytes).ok().map(Secret::new)
}
