//! What shows only after a sign-in as a test account: consent, optional claims, and how passkeys are added.
//!
//! The browser comes back to this machine, so the registration needs `http://localhost` among its redirect addresses
//! for as long as this takes. The tokens are never shown and are forgotten at the end.

use std::{
    collections::BTreeSet,
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener},
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use gateway::{Settings, sign_in};
use http::StatusCode;
use serde_json::Value;
use url::Url;

use super::{
    application,
    case::Case,
    exchange::{Change, Exchange, block_on},
    finding::{Finding, Step, Verdict},
    lines, policies, refusals, settings,
};

const CHECK: &str = "sign-in";
/// How long the doctor waits for the browser.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// Tells the address to open, waits for the browser to come back, and looks at what the directory granted.
pub fn examine(case: &Case<'_>, account: &str, tell: impl FnOnce(&str)) -> Vec<Finding> {
    let skipped = |said: &str| vec![Finding::skipped(CHECK, said)];
    let lines = lines::read(case.text.unwrap_or_default(), &mut Vec::new());
    let Some(settings) = settings::examine(&lines, &mut Vec::new()) else {
        return skipped("not tried: the settings must be mended first");
    };
    let exchange = Exchange::new(case);
    let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)) else {
        return skipped("not tried: no port is free on this machine");
    };
    let port = listener.local_addr().map_or(0, |address| address.port());
    let back = format!("http://localhost:{port}");
    match application::ask(&settings, &exchange, &[("redirect_uri", &back)]) {
        Ok(answer) => {
            if let Some(refused) = refusals::in_answer(CHECK, &answer) {
                return vec![unregistered(refused)];
            }
        }
        Err(fault) => return vec![Finding::wrong(CHECK, fault, Step::Register)],
    }
    let gateway = exchange.gateway(&settings);
    let begun = match block_on(sign_in::begin(&gateway, account, "/")) {
        Ok(begun) => begun,
        Err(fault) => return vec![Finding::wrong(CHECK, fault.to_string(), Step::Register)],
    };
    let Some(address) = application::address(&begun.location, &[("redirect_uri", &back)]) else {
        return skipped("not tried: no sign-in can begin");
    };
    tell(address.as_str());
    let Ok(query) = returned(&listener) else {
        return skipped("the browser did not come back within ten minutes");
    };
    let mut ended = None;
    let answer = exchange.granted(Change::Redirect { address: back }, || {
        ended = block_on(sign_in::finish(&gateway, &query, Some(&begun.attempt))).err();
    });
    let granted: Option<Value> = answer
        .filter(|answer| answer.status().is_success())
        .and_then(|answer| serde_json::from_slice(answer.body()).ok());
    let Some(granted) = granted else {
        let fault = ended.map(|fault| fault.to_string()).unwrap_or_default();
        return vec![match refusals::number(&fault) {
            Some(number) => refusals::numbered(CHECK, number),
            None => Finding::wrong(CHECK, format!("the sign-in failed: {fault}"), Step::Doctor),
        }];
    };
    let mut findings = vec![match ended {
        None => Finding::fine(CHECK, "complete, and the ID token is verified"),
        Some(fault) => Finding::wrong(CHECK, format!("the sign-in failed: {fault}"), Step::Doctor),
    }];
    findings.push(consent(&settings, &granted));
    findings.push(claims(&granted));
    findings.extend(policies::tokens(&settings, &granted));
    findings.extend(graph(&settings, &exchange, &granted));
    findings
}

/// A refusal of the address on this machine is no fault of the configuration.
fn unregistered(refused: Finding) -> Finding {
    if refused.said.contains("AADSTS50011:") {
        let said =
            "not tried: add http://localhost to the redirect addresses for as long as it takes";
        return Finding { step: Some(Step::Doctor), ..Finding::skipped(CHECK, said) };
    }
    refused
}

/// Waits for the request that the directory's redirect makes, and answers it; gives its query.
fn returned(listener: &TcpListener) -> io::Result<String> {
    listener.set_nonblocking(true)?;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let mut stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_millis(50));
                continue;
            }
            Err(fault) => return Err(fault),
        };
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let mut line = String::new();
        // Browsers open connections that they do not use.
        if BufReader::new(&stream).read_line(&mut line).is_err() {
            continue;
        }
        let target = line.split(' ').nth(1).unwrap_or_default();
        let query = target.split_once('?').map(|(_, query)| query.to_owned());
        let query = query.filter(|query| query.contains("state="));
        let (status, body) = match &query {
            Some(_) => ("200 OK", "Done: close this page and go back to the command.\n"),
            None => ("404 Not Found", "Not found.\n"),
        };
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        // The query has arrived; whether the browser reads the answer does not matter.
        let _ = stream.write_all(answer.as_bytes());
        if let Some(query) = query {
            return Ok(query);
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

/// Compares what was granted with what was asked for.
fn consent(settings: &Settings, granted: &Value) -> Finding {
    const CHECK: &str = "consent";
    let last = |scope: &str| scope.rsplit('/').next().unwrap_or_default().to_lowercase();
    let given: BTreeSet<_> =
        granted["scope"].as_str().unwrap_or_default().split(' ').map(last).collect();
    // What a refresh token stands for is not listed.
    let is_missing = |scope: &&String| *scope != "offline_access" && !given.contains(&last(scope));
    let missing: Vec<_> = settings.scopes.iter().filter(is_missing).map(String::as_str).collect();
    if !missing.is_empty() {
        let said = format!("not granted: {}", missing.join(", "));
        return Finding::wrong(CHECK, said, Step::Consent);
    }
    if granted["refresh_token"].is_null() {
        let said = "no refresh token: sessions end with the first access token (offline_access)";
        return Finding::wrong(CHECK, said, Step::Consent);
    }
    Finding::fine(CHECK, format!("all {} permissions are granted", settings.scopes.len()))
}

/// The optional claims of the ID token, which the edge has verified.
fn claims(granted: &Value) -> Finding {
    const CHECK: &str = "claims";
    let claims = granted["id_token"].as_str().and_then(|token| token.split('.').nth(1));
    let claims = claims.and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims: Value =
        claims.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default();
    let wanted = ["auth_time", "login_hint", "sid"];
    let missing: Vec<_> = wanted.into_iter().filter(|name| claims[name].is_null()).collect();
    if missing.is_empty() {
        return Finding::fine(CHECK, "auth_time, login_hint and sid are in the ID token");
    }
    let said = format!("missing in the ID token: {}", missing.join(", "));
    let verdict = if missing.contains(&"auth_time") { Verdict::Wrong } else { Verdict::Note };
    Finding { verdict, ..Finding::note(CHECK, said, Step::OptionalClaims) }
}

/// The list of methods, and whether passkeys can be added on the app's own page.
fn graph(settings: &Settings, exchange: &Exchange, granted: &Value) -> Vec<Finding> {
    let token = granted["access_token"].as_str();
    let ask =
        |path: &str| exchange.get(&format!("{}/me/authentication/{path}", settings.graph), token);
    let methods = match ask("methods") {
        Ok(answer) if answer.status().is_success() => {
            Finding::fine("methods", "Graph lists the person's methods")
        }
        Ok(answer) => {
            let said = format!("Graph answers {} to the list of methods", answer.status());
            Finding::wrong("methods", said, Step::Consent)
        }
        Err(fault) => Finding::wrong("methods", fault, Step::Settings),
    };
    vec![methods, passkeys(settings, ask("fido2Methods/creationOptions"))]
}

/// A refusal is the ordinary case: people are then handed off to the directory's page.
fn passkeys(settings: &Settings, answer: Result<http::Response<Vec<u8>>, String>) -> Finding {
    const CHECK: &str = "passkeys";
    let Ok(answer) = answer else {
        return Finding::skipped(CHECK, "Graph does not answer");
    };
    let hand_off =
        |why: &str| Finding::fine(CHECK, format!("by hand-off to the directory's page: {why}"));
    match answer.status() {
        StatusCode::OK => {
            let options: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
            let id = options["publicKey"]["rp"]["id"].as_str().unwrap_or_default();
            let host = Url::parse(&settings.app_origin).ok();
            let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
            if host == id || host.ends_with(&format!(".{id}")) {
                Finding::fine(CHECK, "on the app's own page: the options fit its address")
            } else {
                hand_off("the options are for another site")
            }
        }
        StatusCode::METHOD_NOT_ALLOWED => hand_off("nobody may register for themselves (405)"),
        StatusCode::FORBIDDEN => hand_off("a policy or a missing permission refuses it (403)"),
        status => hand_off(&format!("creation options are answered with {status}")),
    }
}
