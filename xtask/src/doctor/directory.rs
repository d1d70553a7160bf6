//! The directory: whether it is found, is the configured one, has usable keys, and has our time.

use std::time::{Duration, SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use gateway::Settings;
use http::{Response, header};
use serde_json::Value;
use url::Url;
use x509_parser::parse_x509_certificate;

use super::{
    exchange::Exchange,
    finding::{Finding, Step},
    refusals,
};

/// The difference that the edge bears when it verifies a token.
const LEEWAY: Duration = Duration::from_secs(5 * 60);
/// A difference that a machine with a time service does not have.
const NOTICEABLE: Duration = Duration::from_secs(30);

/// What was found, and whether there is a directory to ask further.
pub(super) fn examine(settings: &Settings, exchange: &Exchange) -> (Vec<Finding>, bool) {
    const CHECK: &str = "directory";
    let address = format!("{}/.well-known/openid-configuration", settings.authority);
    let answer = match exchange.get(&address, None) {
        Ok(answer) => answer,
        Err(fault) => {
            let said = format!("AUTHORITY cannot be reached: {fault}");
            return (vec![Finding::wrong(CHECK, said, Step::Register)], false);
        }
    };
    let mut findings = vec![clock(&answer, exchange)];
    let document: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
    let fault = if answer.status().is_success() {
        unfit(&document, &settings.authority)
    } else {
        let number = refusals::number(&String::from_utf8_lossy(answer.body()));
        let found = number.map(|number| refusals::numbered(CHECK, number).said);
        Some(found.unwrap_or_else(|| format!("AUTHORITY answers {}", answer.status())))
    };
    match fault {
        Some(said) => {
            findings.push(Finding::wrong(CHECK, said, Step::Register));
            (findings, false)
        }
        None => {
            findings.push(Finding::fine(CHECK, "found, and the issuer is AUTHORITY"));
            findings.push(keys(&document, exchange));
            (findings, true)
        }
    }
}

/// Why the discovery document is not this directory's (OpenID Connect Discovery 1.0 §4.3).
fn unfit(document: &Value, authority: &str) -> Option<String> {
    let Some(issuer) = document["issuer"].as_str() else {
        return Some("AUTHORITY answers with no discovery document".to_owned());
    };
    if issuer != authority {
        return Some("the directory at AUTHORITY calls itself by another issuer".to_owned());
    }
    let origin = |address: &str| Url::parse(address).ok().map(|address| address.origin());
    let home = origin(authority);
    ["authorization_endpoint", "token_endpoint", "jwks_uri"].into_iter().find_map(|name| {
        match document[name].as_str() {
            None => Some(format!("the discovery document has no {name}")),
            Some(address) if origin(address) != home => {
                Some(format!("the {name} is at another origin, which Latchkey does not accept"))
            }
            Some(_) => None,
        }
    })
}

/// The difference of the clocks, from the header `Date`, which is exact to a second.
fn clock(answer: &Response<Vec<u8>>, exchange: &Exchange) -> Finding {
    const CHECK: &str = "clock";
    let theirs = answer.headers().get(header::DATE).and_then(|value| value.to_str().ok());
    let Some(theirs) = theirs.and_then(|text| httpdate::parse_http_date(text).ok()) else {
        return Finding::skipped(CHECK, "not checked: the directory does not tell its time");
    };
    let ours = exchange.time();
    let (difference, side) = match ours.duration_since(theirs) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(behind) => (behind.duration(), "behind"),
    };
    let said = format!("this machine is {} s {side} the directory", difference.as_secs());
    if difference > LEEWAY {
        Finding::wrong(CHECK, format!("{said}: sign-ins fail beyond 300 s"), Step::Settings)
    } else if difference > NOTICEABLE {
        Finding::note(CHECK, said, Step::Settings)
    } else {
        Finding::fine(CHECK, "agrees with the directory's")
    }
}

/// The keys that sign ID tokens, and since when, where they come with certificates (RFC 7517 §4.7).
fn keys(document: &Value, exchange: &Exchange) -> Finding {
    const CHECK: &str = "keys";
    let answer = exchange.get(document["jwks_uri"].as_str().unwrap_or_default(), None);
    let set: Value = match answer {
        Ok(answer) => serde_json::from_slice(answer.body()).unwrap_or_default(),
        Err(fault) => {
            let said = format!("the directory's keys cannot be reached: {fault}");
            return Finding::wrong(CHECK, said, Step::Register);
        }
    };
    let is_usable = |key: &&Value| {
        key["kty"] == "RSA"
            && key["kid"].is_string()
            && (key["use"].is_null() || key["use"] == "sig")
    };
    let keys: Vec<_> = set["keys"].as_array().into_iter().flatten().filter(is_usable).collect();
    if keys.is_empty() {
        return Finding::wrong(CHECK, "the directory has no RSA key that signs", Step::Register);
    }
    let newest = keys.iter().filter_map(|key| since(key, exchange.time())).min();
    let age = newest.map_or("their age is not told".to_owned(), |age| {
        format!("the newest is {} days old", age.as_secs() / 86_400)
    });
    Finding::fine(CHECK, format!("{} that sign; {age}", keys.len()))
}

/// How long the certificate of a key has been valid.
fn since(key: &Value, now: SystemTime) -> Option<Duration> {
    let der = STANDARD.decode(key["x5c"][0].as_str()?).ok()?;
    let (_, certificate) = parse_x509_certificate(&der).ok()?;
    let begun = u64::try_from(certificate.validity().not_before.timestamp()).ok()?;
    now.duration_since(SystemTime::UNIX_EPOCH + Duration::from_secs(begun)).ok()
}

#[cfg(test)]
mod tests;
