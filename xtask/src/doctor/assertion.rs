//! The platform's assertion, for a federated credential: whether it is there, until when, and whose it is.
//!
//! Shows issuer, subject and audience, which the registration must list, and never the assertion itself.

use std::{fs, time::SystemTime};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use gateway::{ClientCredential, Settings};
use serde_json::Value;

use super::{
    case::Case,
    finding::{Finding, Step},
};

const CHECK: &str = "assertion";

/// Nothing where another credential is set.
pub(super) fn examine(settings: &Settings, case: &Case<'_>) -> Option<Finding> {
    let ClientCredential::Federated(place) = &settings.client_credential else {
        return None;
    };
    if !is_a_file(settings) {
        let said = "not checked: the worker has it from the service ASSERTIONS alone";
        return Some(Finding::skipped(CHECK, said));
    }
    let wrong = |said: String| Some(Finding::wrong(CHECK, said, Step::Credential));
    let text = match fs::read_to_string(place.path()) {
        Ok(text) => text,
        Err(fault) => return wrong(format!("CLIENT_ASSERTION cannot be read: {}", fault.kind())),
    };
    match claims(text.trim()) {
        Some(claims) => Some(judged(&claims, (case.clock)())),
        None => wrong("CLIENT_ASSERTION holds no assertion (a JWT with an end)".to_owned()),
    }
}

/// Whether the setting names a file of this machine, and not only what a service calls it.
pub(super) fn is_a_file(settings: &Settings) -> bool {
    match &settings.client_credential {
        ClientCredential::Federated(place) => place.path().contains('/'),
        ClientCredential::Secret(_) | ClientCredential::Certificate(_) => true,
    }
}

fn claims(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (_header, claims, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    claims["exp"].is_u64().then_some(claims)
}

fn judged(claims: &Value, now: SystemTime) -> Finding {
    let end = claims["exp"].as_u64().unwrap_or_default();
    let end = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(end);
    let day = httpdate::fmt_http_date(end);
    if end <= now {
        let said = format!("CLIENT_ASSERTION expired on {day}: does the platform renew it?");
        return Finding::wrong(CHECK, said, Step::Credential);
    }
    let text = |name: &str| claims[name].as_str().unwrap_or("none").to_owned();
    let audience = match &claims["aud"] {
        Value::Array(all) => {
            let all: Vec<_> = all.iter().filter_map(Value::as_str).collect();
            all.join(", ")
        }
        _ => text("aud"),
    };
    let (issuer, subject) = (text("iss"), text("sub"));
    let said = format!("issuer {issuer}, subject {subject}, audience {audience}, until {day}");
    Finding::fine(CHECK, said)
}
