//! Step-up: whether a sign-in is fresh enough for a change, and how to ask for a fresher one.
//!
//! A change that was refused is never replayed: the person returns and is asked again.

mod challenges;

use contract::Timestamp;
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use self::challenges::Challenge;
use crate::{
    Gateway, Ports, encoding,
    fault::{Fault, Refusal},
    session::{self, Session, SessionId},
    sign_in::{self, Begun, Replaced},
};

/// A claims challenge of the directory: an opaque JSON object that the next sign-in repeats as its
/// `claims` parameter (OpenID Connect Core 1.0 §5.5).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ClaimsChallenge(String);

impl ClaimsChallenge {
    /// Reads the `claims` of an `insufficient_claims` challenge; `None` when there is none that can
    /// be understood.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        insufficient(headers).find_map(|challenge| {
            let claims = encoding::decode_base64(challenge.parameter("claims")?)?;
            let claims = String::from_utf8(claims).ok()?;
            let is_object = claims.len() <= CLAIMS_LENGTH_MAX
                && serde_json::from_str::<serde_json::Value>(&claims)
                    .is_ok_and(|value| value.is_object());
            is_object.then_some(Self(claims))
        })
    }
}

/// Whether there is an `insufficient_claims` challenge, even one whose claims cannot be read.
pub(crate) fn is_insufficient(headers: &HeaderMap) -> bool {
    insufficient(headers).next().is_some()
}

/// The challenges that ask for more claims, of whatever scheme.
fn insufficient(headers: &HeaderMap) -> impl Iterator<Item = Challenge> {
    challenges::read(headers)
        .into_iter()
        .filter(|challenge| challenge.parameter("error") == Some("insufficient_claims"))
}

/// Checks that the sign-in is fresh enough for a change.
///
/// It is the directory's rule; we enforce it too, since Graph may not do so for every write.
pub(crate) fn check_fresh<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
) -> Result<(), Refusal> {
    if gateway.ports.now() < fresh_until(gateway, session) {
        return Ok(());
    }
    Err(Refusal::StepUpRequired(session.record.claims_challenge.clone()))
}

/// Until when the sign-in is fresh enough for changes.
pub(crate) fn fresh_until<P: Ports>(gateway: &Gateway<'_, P>, session: &Session) -> Timestamp {
    session.clocks(gateway.settings.limits.freshness).fresh_until
}

/// Begins a fresh sign-in for a person whose last one is too old for a change.
///
/// It asks the directory to authenticate the person again (`prompt=login`) and for the claims of
/// its challenge. The new session replaces the present one. A page that could not be read does not
/// know the account: an empty one is that of the session. Without a live session of the account it
/// is an ordinary sign-in.
///
/// # Errors
///
/// Those of [`sign_in::begin`].
pub async fn begin<P: Ports>(
    gateway: &Gateway<'_, P>,
    cookie: Option<&str>,
    account: &str,
    return_to: &str,
) -> Result<Begun, Fault> {
    let Some(id) = cookie.and_then(SessionId::parse) else {
        return sign_in::begin(gateway, account, return_to).await;
    };
    let account = account.trim();
    let record = session::read(gateway, &id).await?.filter(|record| {
        gateway.ports.now() < record.expires_at()
            && (account.is_empty() || record.person.account.eq_ignore_ascii_case(account))
    });
    let Some(record) = record else {
        return sign_in::begin(gateway, account, return_to).await;
    };
    let account = record.person.account.as_str();
    let mut extra = vec![("prompt", "login")];
    if let Some(ClaimsChallenge(claims)) = &record.claims_challenge {
        extra.push(("claims", claims));
    }
    let replaced = Replaced::new(&id, &record.person);
    sign_in::begin_with(gateway, account, return_to, Some(replaced), &extra).await
}

const CLAIMS_LENGTH_MAX: usize = 4096;

#[cfg(test)]
mod tests;
