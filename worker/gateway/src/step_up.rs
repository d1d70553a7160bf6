//! Step-up: whether a sign-in is fresh enough for a change, and how to ask for a fresher one.
//!
//! A change that was refused is never replayed: the person returns and is asked again.

use contract::Timestamp;
use http::{HeaderMap, header::WWW_AUTHENTICATE};
use serde::{Deserialize, Serialize};

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
    /// be understood. Accepts several headers and parameters in any order (RFC 9110 §11.6.1).
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok()).find_map(
            |value| {
                let parameters = parameters(value);
                let find = |name: &str| {
                    parameters
                        .iter()
                        .find(|(found, _)| found.eq_ignore_ascii_case(name))
                        .map(|(_, value)| value.as_str())
                };
                if find("error") != Some("insufficient_claims") {
                    return None;
                }
                let claims = String::from_utf8(encoding::decode_base64(find("claims")?)?).ok()?;
                let is_object = claims.len() <= CLAIMS_LENGTH_MAX
                    && serde_json::from_str::<serde_json::Value>(&claims)
                        .is_ok_and(|value| value.is_object());
                is_object.then_some(Self(claims))
            },
        )
    }
}

/// Whether there is an `insufficient_claims` challenge, even one whose claims cannot be read.
pub(crate) fn is_insufficient(headers: &HeaderMap) -> bool {
    headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        parameters(value).iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("error") && value == "insufficient_claims"
        })
    })
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
/// its challenge. The new session replaces the present one. Without a live session of this account
/// it is an ordinary sign-in.
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
    let record = session::read(gateway, &id).await?.filter(|record| {
        gateway.ports.now() < record.expires_at()
            && record.person.account.eq_ignore_ascii_case(account.trim())
    });
    let Some(record) = record else {
        return sign_in::begin(gateway, account, return_to).await;
    };
    let mut extra = vec![("prompt", "login")];
    if let Some(ClaimsChallenge(claims)) = &record.claims_challenge {
        extra.push(("claims", claims));
    }
    let replaced = Replaced::new(&id, &record.person);
    sign_in::begin_with(gateway, account, return_to, Some(replaced), &extra).await
}

/// The parameters of a challenge, unquoted and without the authentication scheme.
fn parameters(challenge: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut rest = challenge;
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.rsplit([',', ' ']).next().unwrap_or_default().to_owned();
        let after = after.trim_start();
        let (value, remaining) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let end = after.find([',', ' ']).unwrap_or(after.len());
                let (value, remaining) = after.split_at(end);
                (value.to_owned(), remaining)
            }
        };
        parameters.push((name, value));
        rest = remaining;
    }
    parameters
}

/// Reads a quoted string (RFC 9110 §5.6.4) from after its opening quote; the second part is what
/// follows it.
fn unquote(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return (value, quoted.get(index.saturating_add(1)..).unwrap_or("")),
            '\\' => value.extend(letters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

const CLAIMS_LENGTH_MAX: usize = 4096;

#[cfg(test)]
mod tests;
