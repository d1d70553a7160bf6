//! Whether the running worker has the settings that were examined: where it sends people to sign in.
//!
//! Begins a sign-in as the first page's form does and reads the page that goes on to the directory; nobody signs in.

use std::collections::BTreeMap;

use contract::routes;
use gateway::{Settings, sign_in};
use http::{Request, Response, StatusCode};
use url::{Url, form_urlencoded};

use super::{
    exchange::{Exchange, block_on},
    finding::{Finding, Step},
};

const CHECK: &str = "authority";

pub(super) fn examine(origin: &str, settings: &Settings, exchange: &Exchange) -> Finding {
    let ours = block_on(sign_in::begin(&exchange.gateway(settings), ACCOUNT, routes::HOME));
    let Some(ours) = ours.ok().and_then(|begun| Url::parse(&begun.location).ok()) else {
        let said = "not compared: no sign-in can begin with these settings";
        return Finding::skipped(CHECK, said);
    };
    let answer = match begin(origin, settings, exchange) {
        Ok(answer) => answer,
        Err(fault) => {
            let said = format!("no sign-in begins at {origin}: {fault}");
            return Finding::wrong(CHECK, said, Step::Settings);
        }
    };
    match address(&answer) {
        Some(theirs) => compared(&ours, &theirs),
        None => {
            let said = format!(
                "the worker begins no sign-in ({}): does it reach its directory?",
                answer.status()
            );
            Finding::wrong(CHECK, said, Step::Settings)
        }
    }
}

/// Posts the first page's form, as a browser at `APP_ORIGIN`: the worker may be asked past its proxy.
fn begin(
    origin: &str,
    settings: &Settings,
    exchange: &Exchange,
) -> Result<Response<Vec<u8>>, String> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair(routes::ACCOUNT_FIELD, ACCOUNT)
        .append_pair(routes::RETURN_TO_FIELD, routes::HOME)
        .finish();
    let request = Request::post(format!("{origin}{}", routes::SIGN_IN))
        .header(http::header::ORIGIN, &settings.app_origin)
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form.into_bytes())
        .map_err(|_| "the address is malformed".to_owned())?;
    exchange.send_as_it_is(request)
}

/// Where the page goes on to by itself.
fn address(answer: &Response<Vec<u8>>) -> Option<Url> {
    if answer.status() != StatusCode::OK {
        return None;
    }
    let page = String::from_utf8_lossy(answer.body());
    let (_, rest) = page.split_once("content=\"0; url=")?;
    let (address, _) = rest.split_once('"')?;
    Url::parse(&address.replace("&amp;", "&")).ok()
}

/// Compares where both send people; what differs tells which setting does.
fn compared(ours: &Url, theirs: &Url) -> Finding {
    let place =
        |address: &Url| format!("{}{}", address.origin().ascii_serialization(), address.path());
    let parameters =
        |address: &Url| -> BTreeMap<_, _> { address.query_pairs().into_owned().collect() };
    let (ours_asked, theirs_asked) = (parameters(ours), parameters(theirs));
    let setting = if place(ours) == place(theirs) {
        let differs = |(name, _): &&(&str, &str)| ours_asked.get(*name) != theirs_asked.get(*name);
        PARAMETERS.iter().find(differs).map(|(_, setting)| *setting)
    } else {
        Some("AUTHORITY")
    };
    match setting {
        None => Finding::fine(CHECK, "the worker signs people in where these settings say"),
        Some(setting) => {
            let said = format!(
                "the running worker has another {setting} than these settings: it sends people to {}",
                place(theirs)
            );
            Finding::wrong(CHECK, said, Step::Settings)
        }
    }
}

/// Parameters of the sign-in page's address, and the settings that they come from.
const PARAMETERS: [(&str, &str); 3] =
    [("client_id", "CLIENT_ID"), ("redirect_uri", "APP_ORIGIN"), ("scope", "SCOPES")];
/// Nobody's account.
const ACCOUNT: &str = "doctor@latchkey.invalid";

#[cfg(test)]
mod tests;
