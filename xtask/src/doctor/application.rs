//! The registration: whether both redirect addresses and every scope are accepted, as far as the directory says so
//! before somebody signs in.
//!
//! Asks for the sign-in page and follows nothing.

use gateway::{Settings, sign_in};
use http::Response;
use url::Url;

use super::{
    exchange::{Exchange, block_on},
    finding::{Finding, Step},
    refusals,
};

pub(super) fn examine(settings: &Settings, exchange: &Exchange) -> Vec<Finding> {
    let mut findings: Vec<_> = [
        ("redirect", settings.callback(), "to which a sign-in returns"),
        ("sign-out", format!("{}/", settings.app_origin), "to which a sign-out returns"),
    ]
    .into_iter()
    .map(|(check, address, purpose)| match ask(settings, exchange, &[("redirect_uri", &address)]) {
        Err(fault) => Finding::wrong(check, fault, Step::Register),
        // The scopes have a line of their own.
        Ok(answer) => match refusals::in_answer(check, &answer).filter(|it| !is_of_scopes(it)) {
            Some(refused) => Finding { said: format!("{address}: {}", refused.said), ..refused },
            None => Finding::fine(check, format!("{address}, {purpose}, is registered")),
        },
    })
    .collect();
    if findings.iter().all(|finding| finding.step.is_none()) {
        findings.push(scopes(settings, exchange));
    }
    findings
}

/// The address of the sign-in page as the edge makes it, without an account and with these parameters.
pub(super) fn address(location: &str, changed: &[(&str, &str)]) -> Option<Url> {
    let mut address = Url::parse(location).ok()?;
    let is_kept =
        |name: &str| name != "login_hint" && !changed.iter().any(|(other, _)| *other == name);
    let kept: Vec<_> = address
        .query_pairs()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    address.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(changed);
    Some(address)
}

pub(super) fn ask(
    settings: &Settings,
    exchange: &Exchange,
    changed: &[(&str, &str)],
) -> Result<Response<Vec<u8>>, String> {
    let gateway = exchange.gateway(settings);
    let begun = block_on(sign_in::begin(&gateway, "doctor@latchkey.invalid", "/"));
    let begun = begun.map_err(|fault| format!("no sign-in can begin: {fault}"))?;
    let address = address(&begun.location, changed).ok_or("no sign-in can begin")?;
    exchange.get(address.as_str(), None)
}

/// Asks for all scopes at once and, where that is refused, for one after the other.
fn scopes(settings: &Settings, exchange: &Exchange) -> Finding {
    const CHECK: &str = "scopes";
    let refused = |scopes: &str| match ask(settings, exchange, &[("scope", scopes)]) {
        Ok(answer) => refusals::in_answer(CHECK, &answer),
        Err(fault) => Some(Finding::wrong(CHECK, fault, Step::Permissions)),
    };
    let Some(all) = refused(&settings.scopes.join(" ")) else {
        let said = "no objection so far; consent shows when somebody signs in: --sign-in ACCOUNT";
        return Finding::fine(CHECK, said);
    };
    let of_ones_own = |scope: &&String| !PROTOCOL.contains(&scope.as_str());
    let culprits: Vec<_> = settings
        .scopes
        .iter()
        .filter(of_ones_own)
        .filter(|scope| refused(&format!("openid {scope}")).is_some())
        .map(String::as_str)
        .collect();
    let whole = settings.scopes.iter().filter(of_ones_own).count();
    let which = if culprits.len() == whole { "all".to_owned() } else { culprits.join(", ") };
    Finding { said: format!("{} ({which})", all.said), ..all }
}

fn is_of_scopes(finding: &Finding) -> bool {
    matches!(finding.step, Some(Step::Permissions | Step::Consent))
}

/// The scopes of OpenID Connect, which need no consent of an administrator.
const PROTOCOL: [&str; 3] = ["openid", "profile", "offline_access"];
