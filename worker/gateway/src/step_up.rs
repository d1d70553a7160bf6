//! Step-up: whether the last strong sign-in is fresh enough, and how a fresher one is asked for.
//!
//! A change that was refused for it is never replayed: the person comes back and is asked again.

use contract::Timestamp;
use http::{HeaderMap, header::WWW_AUTHENTICATE};
use serde::{Deserialize, Serialize};

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
    /// be understood. Several headers and any order of parameters are accepted (RFC 9110 §11.6.1).
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

/// Whether the headers say that the claims of the token are not enough, readable or not.
pub(crate) fn is_insufficient(headers: &HeaderMap) -> bool {
    headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        parameters(value).iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("error") && value == "insufficient_claims"
        })
    })
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
/// their own overview, and nothing of what the first person was asked. Without a live session of
/// this account it is an ordinary sign-in.
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

/// The parameters of a challenge, unquoted; a scheme's name before the first one is dropped.
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

/// Reads a quoted string (RFC 9110 §5.6.4) after its opening quote, and what follows it.
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
