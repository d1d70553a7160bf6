//! The router: selects the endpoint that answers a request.
//!
//! [`Tenant::handle`] does no input or output and reads no clock.

mod allowed;
mod registrations;
mod switches;

use http::{Method, Request, Response, StatusCode, header};

use crate::{
    directory::{DOMAIN, TENANT_ID},
    graph, oauth, phone,
    protocol::fault::Fault,
    randomness, registration_interrupt, security_info, sign_in,
    state::Tenant,
    timestamp::Timestamp,
    web::{
        page,
        reply::{self, Reply, not_found},
        request::{BODY_LIMIT, segments, text_header},
        trace::Trace,
    },
};

impl Tenant {
    /// Answers a request at a moment. Never panics, whatever the request is.
    pub fn handle(&mut self, request: &Request<Vec<u8>>, now: Timestamp) -> Response<Vec<u8>> {
        let trace = self.trace(request);
        let path = segments(request.uri().path());
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut reply = self.answer(request, &path, &trace, now);
        // Graph says itself what is left where it takes a verb from a path.
        if reply.status() == StatusCode::METHOD_NOT_ALLOWED
            && !reply.headers().contains_key(header::ALLOW)
        {
            reply::set(&mut reply, header::ALLOW, allowed::methods(&path));
        }
        reply
    }

    fn answer(
        &mut self,
        request: &Request<Vec<u8>>,
        path: &[&str],
        trace: &Trace,
        now: Timestamp,
    ) -> Reply {
        match path {
            [version @ ("v1.0" | "beta"), rest @ ..] => {
                graph::answer(self, request, version, rest, trace, now)
            }
            _ if request.body().len() > BODY_LIMIT => reply::text(
                StatusCode::PAYLOAD_TOO_LARGE,
                "text/plain; charset=utf-8",
                "The request body is too large\n",
            ),
            ["health"] => reply::text(StatusCode::OK, "text/plain; charset=utf-8", "ok\n"),
            ["assets", name] => asset(name),
            ["embedded", "phone"] => phone::command::answer(self, request, now),
            ["oidc", "userinfo"] if [Method::GET, Method::POST].contains(request.method()) => {
                oauth::userinfo::answer(self, request, now)
            }
            ["embedded", "applications", client_id] => {
                registrations::answer(self.directory.application_mut(client_id), request)
            }
            ["embedded", "settings"] => switches::answer(&mut self.settings.switches, request),
            [directory, rest @ ..] if is_this_directory(directory) => {
                self.authority(request, rest, trace, now)
            }
            [directory, "oauth2" | "v2.0" | "discovery", ..] => {
                let text = format!("Tenant '{directory}' not found.");
                Fault::new("invalid_request", 90_002, text).into_reply(
                    &self.settings.origin,
                    trace,
                    now,
                )
            }
            ["oidc", "userinfo"] => reply::empty(StatusCode::METHOD_NOT_ALLOWED),
            _ => not_found(),
        }
    }

    fn authority(
        &mut self,
        request: &Request<Vec<u8>>,
        path: &[&str],
        trace: &Trace,
        now: Timestamp,
    ) -> Reply {
        let is_get = request.method() == Method::GET;
        let is_post = request.method() == Method::POST;
        match path {
            ["v2.0", ".well-known", "openid-configuration"] if is_get => {
                oauth::discovery::metadata(&self.settings)
            }
            ["discovery", "v2.0", "keys"] if is_get => {
                oauth::discovery::keys(&self.signer, &self.settings.origin)
            }
            ["discovery", "instance"] if is_get => {
                oauth::instance::discover(&self.settings, request, trace, now)
            }
            ["oauth2", "v2.0", "authorize"] if is_get || is_post => {
                oauth::authorize::authorize(self, request, trace, now)
            }
            ["oauth2", "v2.0", "token"] if is_post => {
                oauth::token::token(self, request, trace, now)
            }
            ["oauth2", "v2.0", "logout"] if is_get || is_post => {
                oauth::sign_out::sign_out(self, request)
            }
            ["home-realm"] if is_get => oauth::home_realm::back(&self.settings, request),
            ["register"] if is_get || is_post => {
                registration_interrupt::answer(self, request, trace, now)
            }
            ["login"] if is_post => sign_in::resume(self, request, trace, now),
            ["login", "approval"] if is_get => sign_in::approval::is_answered(self, request, now),
            ["security-info", rest @ ..] => security_info::answer(self, request, rest, trace, now),
            ["phone", rest @ ..] => phone::answer(self, request, rest, now),
            ["v2.0", ".well-known", "openid-configuration"]
            | ["discovery", "v2.0", "keys"]
            | ["discovery", "instance"]
            | ["oauth2", "v2.0", "authorize" | "token" | "logout"]
            | ["home-realm" | "login" | "register"]
            | ["login", "approval"] => {
                let mut fault = Fault::new(
                    "invalid_request",
                    900_561,
                    "The endpoint does not accept the request's method.",
                );
                fault.status = StatusCode::METHOD_NOT_ALLOWED;
                fault.into_reply(&self.settings.origin, trace, now)
            }
            _ => not_found(),
        }
    }

    fn trace(&mut self, request: &Request<Vec<u8>>) -> Trace {
        let trace_id = self.randomness.guid();
        let correlation_id = text_header(request.headers(), "client-request-id")
            .filter(|id| randomness::is_guid(id))
            .map_or_else(|| trace_id.clone(), String::from);
        Trace { trace_id, correlation_id }
    }
}

/// The names under which the one directory answers.
fn is_this_directory(name: &str) -> bool {
    [TENANT_ID, DOMAIN, "common", "organizations"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

fn asset(name: &str) -> Reply {
    match name {
        "pages.css" => reply::text(StatusCode::OK, "text/css; charset=utf-8", page::STYLE),
        "form-post.js" => script(page::FORM_POST_SCRIPT),
        "passkey.js" => script(security_info::PASSKEY_SCRIPT),
        "waiting.js" => script(phone::WAITING_SCRIPT),
        "icon.svg" => reply::text(StatusCode::OK, "image/svg+xml", page::ICON),
        _ => not_found(),
    }
}

fn script(text: &str) -> Reply {
    reply::text(StatusCode::OK, "text/javascript; charset=utf-8", text)
}
