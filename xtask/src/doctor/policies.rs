//! Which policies stand before a change, and whether what they ask for can be known.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use gateway::{Settings, policy::Standing};
use serde_json::Value;

use super::finding::{Finding, Step};

const CHECK: &str = "policies";

/// The policies that were read, by name.
pub(super) fn examine(settings: &Settings) -> Vec<Finding> {
    let policies = &settings.policies;
    if policies.read() == 0 {
        return vec![Finding::fine(CHECK, "none are set: no policy stands before a change here")];
    }
    let told = |(id, name, is_enforced)| {
        let state = if is_enforced { "enforced" } else { "reports only" };
        format!("\"{name}\" ({id}, {state})")
    };
    let named: Vec<_> = policies.concerned().map(told).collect();
    let said = match named.as_slice() {
        [] => "none of them stands before a change".to_owned(),
        named => format!("before a change stand {}", named.join(", ")),
    };
    let mut findings = vec![Finding::fine(CHECK, format!("{} read; {said}", policies.read()))];
    if policies.look_at_places() && !settings.client_address.is_known() {
        let said = "a policy asks where people are, and no CLIENT_ADDRESS_HEADER tells: \
                    nobody is in a trusted location";
        findings.push(Finding::note(CHECK, said, Step::Settings));
    }
    findings
}

/// What the tokens of a sign-in do not tell the policies.
pub(super) fn tokens(settings: &Settings, granted: &Value) -> Option<Finding> {
    settings.policies.concerned().next()?;
    let claims = |name: &str| {
        let payload = granted[name].as_str()?.split('.').nth(1)?;
        serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    };
    let mut standing = Standing::default();
    for claims in ["id_token", "access_token"].into_iter().filter_map(claims) {
        let tenant_id = claims["tid"].as_str().unwrap_or_default().to_owned();
        standing.learn(&claims, &tenant_id);
    }
    let asked = ["amr", "acct", "wids", "groups"];
    let missing: Vec<_> = asked.into_iter().filter(|name| !standing.tells(name)).collect();
    if missing.is_empty() {
        return Some(Finding::fine(CHECK, "the tokens tell all that policies ask"));
    }
    let said = format!(
        "the tokens do not tell {}: a policy that asks for it includes everyone and exempts nobody",
        missing.join(", ")
    );
    Some(Finding::note(CHECK, said, Step::ConditionalAccess))
}
