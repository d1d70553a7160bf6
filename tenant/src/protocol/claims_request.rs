//! What a client requests of the sign-in and of the token: the `claims` parameter (OpenID Connect Core 1.0, section
//! 5.5), `max_age` and `amr_values`.
//!
//! The claims of Graph's claims challenges come back in this parameter.

use serde_json::Value;

use super::fault::Fault;
use crate::{directory::session::SignIn, timestamp::Timestamp, web::request::Fields};

#[cfg(test)]
mod tests;

/// Maximum age of the sign-in with which a credential is registered, in seconds.
const RECENT_SECONDS: i64 = 600;

/// The claims that a request asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClaimsRequest {
    /// Maximum age of the sign-in, in seconds (`max_age`).
    oldest_seconds: Option<i64>,
    /// Whether the second factor must be recent (`ngcmfa`).
    wants_recent_proof: bool,
    /// The sign-in must not lie before this second (`nbf` of a challenge).
    not_before: Option<i64>,
    pub(crate) grants: TokenWishes,
}

/// Additional claims of the access token.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct TokenWishes {
    /// The authentication context that the sign-in is for (`acrs`); it needs a proof of its own.
    pub(crate) context: Option<String>,
    /// The same of the ID token.
    #[serde(default)]
    pub(crate) id_token_context: Option<String>,
    /// Whether the client takes claims challenges (`xms_cc` with `cp1`).
    pub(crate) takes_challenges: bool,
}

impl ClaimsRequest {
    pub(crate) fn read(fields: &Fields) -> Result<Self, Fault> {
        let claims = read_claims(fields)?;
        let access = &claims["access_token"];
        let is_recent_wished = fields.first("amr_values").is_some_and(is_recent_proof)
            || [access, &claims["id_token"]]
                .into_iter()
                .any(|token| listed(&token["amr"]).any(is_recent_proof));
        let maximum =
            match fields.first("max_age") {
                None => None,
                Some(text) => Some(text.parse::<u32>().map(i64::from).map_err(|_| {
                    Fault::new("invalid_request", 90_023, "Invalid 'max_age' value.")
                })?),
            };
        Ok(Self {
            oldest_seconds: maximum,
            wants_recent_proof: is_recent_wished,
            not_before: listed(&access["nbf"]).find_map(|text| text.parse().ok()),
            grants: TokenWishes {
                context: listed(&access["acrs"]).next().map(String::from),
                id_token_context: listed(&claims["id_token"]["acrs"]).next().map(String::from),
                takes_challenges: takes_challenges(&claims),
            },
        })
    }

    /// Whether an earlier sign-in satisfies the request.
    pub(crate) fn accepts(&self, sign_in: &SignIn, now: Timestamp) -> bool {
        let is_recent = self.oldest_seconds.is_none_or(|seconds| sign_in.is_recent(seconds, now));
        let is_strong = !self.wants_recent_proof || sign_in.is_strong_since(RECENT_SECONDS, now);
        let is_after = self.not_before.is_none_or(|second| sign_in.at.unix_seconds() >= second);
        is_recent && is_strong && is_after && !self.grants.is_for_context()
    }

    /// Whether the second factor is to be proved, also where the browser is remembered: a context has the frequency
    /// "every time", and `max_age` is about the sign-in alone.
    pub(crate) const fn wants_second_factor(&self) -> bool {
        self.wants_recent_proof || self.grants.is_for_context()
    }
}

impl TokenWishes {
    const fn is_for_context(&self) -> bool {
        self.context.is_some() || self.id_token_context.is_some()
    }

    /// A token request may announce what the client can; it cannot claim a context that nobody proved.
    pub(crate) fn refreshed(&self, fields: &Fields) -> Result<Self, Fault> {
        let announced = takes_challenges(&read_claims(fields)?);
        Ok(Self {
            context: self.context.clone(),
            id_token_context: self.id_token_context.clone(),
            takes_challenges: self.takes_challenges || announced,
        })
    }
}

fn read_claims(fields: &Fields) -> Result<Value, Fault> {
    match fields.first("claims") {
        None => Ok(Value::Null),
        Some(text) => serde_json::from_str(text).map_err(|_| {
            Fault::new("invalid_request", 900_971, "The 'claims' parameter isn't valid JSON.")
        }),
    }
}

fn takes_challenges(claims: &Value) -> bool {
    listed(&claims["access_token"]["xms_cc"]).any(|capability| capability == "cp1")
}

/// The text values of a claim: `value`, or `values`.
fn listed(claim: &Value) -> impl Iterator<Item = &str> {
    claim["values"]
        .as_array()
        .into_iter()
        .flatten()
        .chain([&claim["value"]])
        .filter_map(Value::as_str)
}

fn is_recent_proof(value: &str) -> bool {
    value == "ngcmfa"
}
