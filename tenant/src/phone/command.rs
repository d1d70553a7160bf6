//! `POST /embedded/phone`: takes a new phone, installs the app and adds an account, in one request and without a browser.
//!
//! The body is one JSON object: `account`, `pass`, and where wished `name`, `passkey`, `fault`, `delaySeconds`.

#[cfg(test)]
mod tests;

use http::{Method, Request, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::registration::{self, Refused, Wish};
use crate::{
    state::{
        Tenant,
        phone::{PhoneId, Platform, story::PhoneFault},
    },
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request::has_content_type,
    },
};

/// The body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Command {
    account: String,
    #[serde(default)]
    pass: String,
    #[serde(default = "unnamed")]
    name: String,
    #[serde(default)]
    passkey: bool,
    /// Absent: as the switch says.
    fault: Option<PhoneFault>,
    delay_seconds: Option<u32>,
}

fn unnamed() -> String {
    "New phone".to_owned()
}

pub(crate) fn answer(tenant: &mut Tenant, request: &Request<Vec<u8>>, now: Timestamp) -> Reply {
    if request.method() != Method::POST {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "only POST is known");
    }
    // Another site's page cannot send this type without asking first, and it is never allowed to.
    if !has_content_type(request, "application/json") {
        return refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the body must be of type application/json",
        );
    }
    let command: Command = match serde_json::from_slice(request.body()) {
        Ok(command) => command,
        Err(error) => return refuse(StatusCode::BAD_REQUEST, &error.to_string()),
    };
    let holder = tenant.randomness.token();
    let phone = PhoneId::new(tenant.randomness.guid());
    tenant.phones.take(&holder, phone, &command.name, Platform::Android);
    tenant.phones.install(&holder);
    let switches = &tenant.settings.switches;
    let wish = Wish {
        account: &command.account,
        pass: Some(&command.pass),
        wants_passkey: command.passkey,
        fault: command.fault.or(switches.phone_fault),
        delay_seconds: command.delay_seconds.unwrap_or(switches.phone_delay_seconds),
    };
    match registration::add_account(tenant, request, &holder, &wish, now) {
        Ok(happened) => {
            let mut body = json!(happened);
            body["words"] = json!(happened.words());
            tenant.phones.note(&holder, Some(happened));
            reply::json(StatusCode::OK, &body)
        }
        Err(Refused::Account(refusal) | Refused::Pass(refusal)) => reply::json(
            StatusCode::FORBIDDEN,
            &json!({ "error": refusal.text, "number": refusal.number }),
        ),
        Err(Refused::NoApp) => refuse(StatusCode::CONFLICT, Refused::NO_APP),
    }
}

fn refuse(status: StatusCode, reason: &str) -> Reply {
    reply::json(status, &json!({ "error": reason }))
}
