//! The running worker as a browser meets it: health, version, its directory, the page and its headers.

use contract::routes::MOVED_QUERY;
use gateway::Settings;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::{Host, Url};

use super::{
    exchange::Exchange,
    finding::{Finding, Step},
    onward,
};

/// Headers that a proxy in front must leave as they are.
const PROTECTIVE: [&str; 4] = [
    "x-content-type-options",
    "x-frame-options",
    "permissions-policy",
    "cross-origin-opener-policy",
];

pub(super) fn examine(url: &str, settings: Option<&Settings>, exchange: &Exchange) -> Vec<Finding> {
    const CHECK: &str = "worker";
    let wrong = |said: String| vec![Finding::wrong(CHECK, said, Step::Settings)];
    let Some(origin) = Url::parse(url).ok().map(|url| url.origin()).filter(url::Origin::is_tuple)
    else {
        return wrong("--url is no origin".to_owned());
    };
    let origin = origin.ascii_serialization();
    let health = match exchange.get(&format!("{origin}/healthz"), None) {
        Ok(answer) => answer,
        Err(fault) => return wrong(format!("{origin} cannot be reached: {fault}")),
    };
    let report: Value = serde_json::from_slice(health.body()).unwrap_or_default();
    if report["status"] != "up" {
        let said = if report["code"] == "broken" {
            "runs and refuses its settings: its log names which one"
        } else {
            "does not answer as Latchkey: another program answers"
        };
        return wrong(format!("{origin} {said} ({})", health.status()));
    }
    let mut findings = vec![version(&report)];
    if settings.is_some_and(|settings| settings.app_origin != origin) {
        findings.push(if is_here(&origin) {
            let said = format!("{origin} is asked past the proxy; ask by APP_ORIGIN too");
            Finding::note(CHECK, said, Step::Settings)
        } else {
            let said = format!("{origin} is not APP_ORIGIN: signing in there fails");
            Finding::wrong(CHECK, said, Step::Settings)
        });
    }
    if let Some(settings) = settings {
        findings.push(onward::examine(&origin, settings, exchange));
    }
    // Asked past the proxy, it would send on to APP_ORIGIN.
    match exchange.get(&format!("{origin}/?{MOVED_QUERY}=1"), None) {
        Ok(page) if page.status() == StatusCode::OK => {
            findings.push(headers(page.headers()));
        }
        Ok(page) => findings.extend(wrong(format!("the first page answers {}", page.status()))),
        Err(fault) => findings.extend(wrong(format!("the first page does not come: {fault}"))),
    }
    findings
}

/// Whether the worker is asked on the machine that it runs on.
fn is_here(origin: &str) -> bool {
    let address = Url::parse(origin).ok();
    match address.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn version(report: &Value) -> Finding {
    const CHECK: &str = "version";
    let ours = env!("CARGO_PKG_VERSION");
    match report["version"].as_str() {
        Some(theirs) if theirs == ours => Finding::fine(CHECK, format!("{ours} runs")),
        theirs => {
            let theirs = theirs.unwrap_or("none");
            let said = format!("{theirs} runs, and this checkout is {ours}");
            Finding::note(CHECK, said, Step::Settings)
        }
    }
}

/// Nothing may have changed the Content Security Policy or taken a header away.
fn headers(headers: &HeaderMap) -> Finding {
    const CHECK: &str = "headers";
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let wrong = |said: String| Finding::wrong(CHECK, said, Step::Settings);
    let Some(policy) = text("content-security-policy") else {
        return wrong("the page has no Content-Security-Policy: a proxy removes it".to_owned());
    };
    let forms = policy.split(';').map(str::trim).find_map(|part| part.strip_prefix("form-action "));
    if forms != Some("'self'") {
        return wrong("the Content-Security-Policy is not Latchkey's".to_owned());
    }
    match PROTECTIVE.into_iter().find(|name| text(name).is_none()) {
        Some(missing) => wrong(format!("{missing} is missing: a proxy removes it")),
        None => Finding::fine(CHECK, "complete".to_owned()),
    }
}
