//! Whether the directory accepts the application's secret, certificate or assertion.
//!
//! Asks for a token of the application's own: the client credentials grant (RFC 6749 §4.4) judges the credential and
//! nothing else. The token is thrown away; the directory's log of sign-ins shows the request.

use gateway::{ClientCredential, Settings, sign_in};
use serde_json::Value;
use url::Url;

use super::{
    assertion,
    exchange::{Change, Exchange, block_on},
    finding::{Finding, Step},
    refusals,
};

const CHECK: &str = "credentials";

pub(super) fn examine(settings: &Settings, exchange: &Exchange) -> Vec<Finding> {
    if !assertion::is_a_file(settings) {
        let said = "not checked: the worker alone has the assertion";
        return vec![Finding::skipped(CHECK, said)];
    }
    let Some(scope) = default_scope(&settings.graph) else {
        return vec![Finding::wrong(CHECK, "GRAPH has no origin", Step::Settings)];
    };
    let answer =
        exchange.granted(Change::ClientCredentials { scope }, || redeem(settings, exchange));
    vec![match answer {
        None => {
            let said = match &settings.client_credential {
                ClientCredential::Federated(_) => {
                    "no request could be made: CLIENT_ASSERTION holds no valid assertion, or the directory does not answer"
                }
                ClientCredential::Secret(_) | ClientCredential::Certificate(_) => {
                    "no request could be made: CLIENT_KEY cannot sign, or the directory does not answer"
                }
            };
            Finding::wrong(CHECK, said, Step::Credential)
        }
        Some(answer) if answer.status().is_success() => {
            Finding::fine(CHECK, "accepted by the directory")
        }
        Some(answer) => {
            let body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
            let number = refusals::number(body["error_description"].as_str().unwrap_or_default());
            match number {
                Some(number) => refusals::numbered(CHECK, number),
                None => {
                    let error = body["error"].as_str().unwrap_or("no reason");
                    let said = format!("the directory refuses it: {}", refusals::safe(error));
                    Finding::wrong(CHECK, said, Step::Credential)
                }
            }
        }
    }]
}

/// Has the edge redeem a code, whose request is then changed; only that request is of interest.
fn redeem(settings: &Settings, exchange: &Exchange) {
    let gateway = exchange.gateway(settings);
    let Ok(begun) = block_on(sign_in::begin(&gateway, ACCOUNT, "/")) else {
        return;
    };
    let location = Url::parse(&begun.location).ok();
    let state = location.as_ref().and_then(|location| {
        location
            .query_pairs()
            .find(|(name, _)| name == "state")
            .map(|(_, state)| state.into_owned())
    });
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", "doctor")
        .append_pair("state", &state.unwrap_or_default())
        .finish();
    // No ID token comes of it, so that it always ends in a fault.
    drop(block_on(sign_in::finish(&gateway, &query, Some(&begun.attempt))));
}

/// All application permissions of Graph, of which there are none: the narrowest that the grant knows.
fn default_scope(graph: &str) -> Option<String> {
    let origin = Url::parse(graph).ok()?.origin();
    origin.is_tuple().then(|| format!("{}/.default", origin.ascii_serialization()))
}

/// Nobody's account; it does not leave this machine.
const ACCOUNT: &str = "doctor@latchkey.invalid";
