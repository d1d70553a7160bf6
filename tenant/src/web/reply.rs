//! Building responses: JSON, pages, redirects. Sets the headers that every answer of the tenant carries.

use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::Value;

/// What every answer and every page of the tenant contains, so that a test can prove that nothing shipped does.
pub const MARKER: &str = "latchkey-embedded-tenant";

/// The header that carries [`MARKER`].
pub(crate) const MARKER_HEADER: HeaderName = HeaderName::from_static("x-embedded-tenant");

/// Milliseconds that the program waits before it sends an answer; it takes the header off.
pub const DELAY_HEADER: &str = "x-embedded-tenant-delay-ms";

/// Who is at the other end of the connection; the program sets it and takes off what came from outside.
pub const ADDRESS_HEADER: &str = "x-embedded-tenant-address";

/// An answer of the tenant.
pub(crate) type Reply = Response<Vec<u8>>;

pub(crate) fn json(status: StatusCode, body: &Value) -> Reply {
    let mut reply = reply(status, body.to_string().into_bytes());
    set(&mut reply, header::CONTENT_TYPE, "application/json; charset=utf-8");
    set(&mut reply, header::CACHE_CONTROL, "no-store");
    reply
}

pub(crate) fn empty(status: StatusCode) -> Reply {
    reply(status, Vec::new())
}

pub(crate) fn text(status: StatusCode, content_type: &'static str, body: &str) -> Reply {
    let mut reply = reply(status, body.as_bytes().to_vec());
    set(&mut reply, header::CONTENT_TYPE, content_type);
    reply
}

/// A page. `form_targets` are the origins that its forms may lead to besides the tenant itself: browsers hold the
/// whole redirect chain of a form against the policy (CSP Level 3, section 6.4.2).
pub(crate) fn page(status: StatusCode, markup: maud::Markup, form_targets: &[&str]) -> Reply {
    let mut reply = reply(status, markup.into_string().into_bytes());
    set(&mut reply, header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(&mut reply, header::CACHE_CONTROL, "no-store");
    set(&mut reply, header::X_FRAME_OPTIONS, "DENY");
    set(&mut reply, header::REFERRER_POLICY, "same-origin");
    set(&mut reply, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self' {}",
        form_targets.join(" ")
    );
    set(&mut reply, header::CONTENT_SECURITY_POLICY, policy.trim_end());
    reply
}

/// A redirect that turns a POST into a GET.
pub(crate) fn redirect(address: &str) -> Reply {
    let mut reply = empty(StatusCode::FOUND);
    set(&mut reply, header::LOCATION, address);
    set(&mut reply, header::CACHE_CONTROL, "no-store");
    reply
}

/// Sets a header; a value that no header can carry is left out.
pub(crate) fn set(reply: &mut Reply, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

/// Adds a cookie for the tenant's pages, for as long as the browser runs.
pub(crate) fn set_cookie(reply: &mut Reply, name: &str, value: &str, secure: bool) {
    let secure = if secure { "; Secure" } else { "" };
    add_cookie(reply, &format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"));
}

pub(crate) fn clear_cookie(reply: &mut Reply, name: &str) {
    add_cookie(reply, &format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
}

fn add_cookie(reply: &mut Reply, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        reply.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The answer for a path that leads nowhere.
pub(crate) fn not_found() -> Reply {
    text(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "Not found\n")
}

fn reply(status: StatusCode, body: Vec<u8>) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    reply.headers_mut().insert(MARKER_HEADER, HeaderValue::from_static(MARKER));
    reply
}
