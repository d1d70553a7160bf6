//! Step-up: whether the last strong sign-in is fresh enough, and how a fresher one is asked for.
//!
//! A change that was refused for it is never replayed: the person comes back and is asked again.

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

/// What the directory asks for in the next sign-in (Entra's claims challenge): a JSON object, opaque
/// here, repeated as the `claims` parameter (OpenID Connect Core 1.0 §5.5).
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

/// Whether the headers say that the claims of the token are not enough, readable or not.
pub(crate) fn is_insufficient(headers: &HeaderMap) -> bool {
    insufficient(headers).next().is_some()
}

/// The challenges that ask for more claims, of whatever scheme.
fn insufficient(headers: &HeaderMap) -> impl Iterator<Item = Challenge> {
    challenges::read(headers)
        .into_iter()
        .filter(|challenge| challenge.parameter("error") == Some("insufficient_claims"))
}

/// Checks that a change may be made without a fresher sign-in.
///
/// Our own rule, the same as the directory's: nothing says that every Graph write obeys it.
pub(crate) fn check_fresh<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
) -> Result<(), Refusal> {
    if gateway.ports.now() < fresh_until(gateway, session) {
        return Ok(());
    }
    Err(Refusal::StepUpRequired(session.record.claims_challenge.clone()))
}

/// Until when changes may be made.
pub(crate) fn fresh_until<P: Ports>(gateway: &Gateway<'_, P>, session: &Session) -> Timestamp {
    session.clocks(gateway.settings.limits.freshness).fresh_until
}

/// Begins a sign-in that proves the person anew, for someone whose session is too old for a change.
///
/// It asks the directory for a new proof (`prompt=login`) and for the claims that it wanted. Its
/// session replaces the present one. When somebody else comes back, that is their sign-in: they see
/// their own overview, and nothing of what the first person was asked. A page that could not be read
/// does not know the account: an empty one is that of the session. Without a live session of the
/// account it is an ordinary sign-in.
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
