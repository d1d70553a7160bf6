//! A stand-in phone at `/{tenantId}/phone`: installs Microsoft Authenticator, adds an account with a pass, and
//! approves or denies sign-ins.
//!
//! A browser holds at most one phone, identified by a cookie.

pub(crate) mod command;
mod pages;
mod registration;

#[cfg(test)]
mod tests;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Method, Request, StatusCode};
use pages::Screen;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    state::{
        Tenant,
        phone::{PhoneId, Platform},
    },
    timestamp::Timestamp,
    web::{
        address,
        reply::{self, Reply, not_found},
        request::{self, Fields},
    },
};

/// Submits a waiting page as soon as there is news.
pub(crate) const WAITING_SCRIPT: &str = include_str!("phone/waiting.js");

/// The cookie of the browser that holds a phone.
const PHONE_COOKIE: &str = "tenant_phone";
/// Maximum length of a phone's name, in characters.
const NAME_LIMIT: usize = 40;

/// Answers what follows `phone` in the path.
pub(crate) fn answer(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    path: &[&str],
    now: Timestamp,
) -> Reply {
    let known = request::cookie(request, PHONE_COOKIE)
        .filter(|cookie| cookie.len() == 43)
        .map(String::from);
    let is_get = request.method() == Method::GET;
    match path {
        [] if is_get => {
            let cookie = known.unwrap_or_else(|| tenant.randomness.token());
            let query = Fields::query(request);
            let screen = if query.first("screen") == Some("add") {
                Screen::Add(registration::Entry::fresh(tenant, &query))
            } else {
                Screen::Home { notice: None }
            };
            let mut reply = show(tenant, &cookie, &screen, now);
            reply::set_cookie(&mut reply, PHONE_COOKIE, &cookie, tenant.is_secure());
            reply
        }
        [] if request.method() == Method::POST => {
            let form = Fields::form(request);
            match known {
                Some(cookie) if form.first("canary") == Some(&canary(&cookie)) => {
                    act(tenant, request, &cookie, &form, now)
                }
                _ => reply::page(StatusCode::BAD_REQUEST, pages::gone(), &[]),
            }
        }
        ["pending"] if is_get => {
            let held = known.and_then(|cookie| tenant.phones.held_by(&cookie));
            let ready = held.is_some_and(|phone| {
                !tenant.phones.waiting_for(phone, &tenant.directory, now).is_empty()
            });
            reply::json(StatusCode::OK, &json!({ "ready": ready }))
        }
        [] | ["pending"] => reply::text(
            StatusCode::METHOD_NOT_ALLOWED,
            "text/plain; charset=utf-8",
            "The page does not accept the request's method\n",
        ),
        _ => not_found(),
    }
}

fn act(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    cookie: &str,
    form: &Fields,
    now: Timestamp,
) -> Reply {
    tenant.phones.note(cookie, None);
    let screen = match form.first("action") {
        Some("take") => {
            let name = form.first("name").map_or("", str::trim);
            if name.is_empty() || name.chars().count() > NAME_LIMIT {
                let notice = Some("Give the phone a name of 1 to 40 characters.");
                return show(tenant, cookie, &Screen::Home { notice }, now);
            }
            let platform = match form.first("platform") {
                Some("ios") => Platform::Ios,
                _ => Platform::Android,
            };
            let id = PhoneId::new(tenant.randomness.guid());
            tenant.phones.take(cookie, id, name, platform);
            None
        }
        Some("pick_up") => {
            let id = form.first("phone").unwrap_or_default();
            (!tenant.phones.pick_up(cookie, id))
                .then_some(Screen::Home { notice: Some("This phone is not there any more.") })
        }
        Some("put_down") => {
            tenant.phones.put_down(cookie);
            None
        }
        Some("install") => {
            tenant.phones.install(cookie);
            None
        }
        Some("add") => registration::add(tenant, request, cookie, form, now),
        Some("approve") => {
            let number = form.first("number").and_then(|text| text.trim().parse().ok());
            let id = form.first("request").unwrap_or_default();
            let is_approved = tenant.phones.approve(cookie, id, number, &tenant.directory, now);
            Some(Screen::Home {
                notice: Some(if is_approved {
                    "Approved. You are signed in on your other device."
                } else {
                    "That was not the number, or the request has ended. It was denied."
                }),
            })
        }
        Some("deny") => {
            let id = form.first("request").unwrap_or_default();
            tenant.phones.deny(cookie, id, &tenant.directory, now);
            Some(Screen::Home { notice: Some("Denied. Nobody was signed in.") })
        }
        _ => None,
    };
    match screen {
        // What is done is shown anew, so that a reload repeats nothing.
        None => reply::redirect(&address::phone()),
        Some(screen) => show(tenant, cookie, &screen, now),
    }
}

fn show(tenant: &Tenant, cookie: &str, screen: &Screen, now: Timestamp) -> Reply {
    let markup = match tenant.phones.held_by(cookie) {
        None => pages::table(&tenant.phones, &canary(cookie), screen.notice()),
        Some(phone) if !phone.has_app => pages::without_app(phone, &canary(cookie)),
        Some(phone) => match screen {
            Screen::Add(entry) => pages::add(phone, &canary(cookie), entry),
            Screen::Home { notice } => {
                let waiting = tenant.phones.waiting_for(phone, &tenant.directory, now);
                pages::app(phone, &tenant.directory, &waiting, &canary(cookie), *notice)
            }
        },
    };
    reply::page(StatusCode::OK, markup, &[])
}

/// The anti-forgery token of the page's forms.
fn canary(cookie: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("phone forms of {cookie}")))
}
