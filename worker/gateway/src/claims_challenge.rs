//! Claims challenges: what the directory wants of the next sign-in before it grants a request.
//!
//! Only reads them; what follows from one, `step_up` decides.

mod schemes;

use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use self::schemes::Challenge;
use crate::{encoding, json};

/// A claims challenge of the directory: an opaque JSON object that the next sign-in repeats as its
/// `claims` parameter (OpenID Connect Core 1.0 §5.5).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ClaimsChallenge(pub(crate) String);

impl ClaimsChallenge {
    /// Reads the `claims` of an `insufficient_claims` challenge; `None` when there is none that can
    /// be understood.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        insufficient(headers).find_map(|challenge| {
            let claims = decoded(challenge.parameter("claims")?)?;
            let is_object = claims.len() <= CLAIMS_LENGTH_MAX
                && json::value(claims.as_bytes()).is_some_and(|value| value.is_object());
            is_object.then_some(Self(claims))
        })
    }
}

/// The claims as text. They come in base64, and from some gateways as they are or percent-encoded.
fn decoded(sent: &str) -> Option<String> {
    let plain = if sent.starts_with('{') {
        sent.to_owned()
    } else {
        percent_decode_str(sent).decode_utf8_lossy().into_owned()
    };
    if plain.starts_with('{') {
        return Some(plain);
    }
    String::from_utf8(encoding::decode_base64(&plain)?).ok()
}

/// Whether there is an `insufficient_claims` challenge, even one whose claims cannot be read.
pub(crate) fn is_insufficient(headers: &HeaderMap) -> bool {
    insufficient(headers).next().is_some()
}

/// The challenges that ask for more claims, of whatever scheme.
fn insufficient(headers: &HeaderMap) -> impl Iterator<Item = Challenge> {
    schemes::read(headers)
        .into_iter()
        .filter(|challenge| challenge.parameter("error") == Some("insufficient_claims"))
}

const CLAIMS_LENGTH_MAX: usize = 4096;
