//! The end of a browser's session (OpenID Connect RP-Initiated Logout 1.0).
//!
//! Ends nothing else: refresh tokens outlive it, as they do in the real directory.

use http::{Request, StatusCode};

use crate::{
    directory::session::SESSION_COOKIE,
    state::Tenant,
    web::{
        page,
        reply::{self, Reply},
        request::{self, Fields},
    },
};

pub(crate) fn sign_out(tenant: &mut Tenant, request: &Request<Vec<u8>>) -> Reply {
    if let Some(cookie) = request::cookie(request, SESSION_COOKIE) {
        tenant.sessions.close_browser(cookie);
    }
    let query = Fields::query(request);
    let form = Fields::form(request);
    let field = |name| query.first(name).or_else(|| form.first(name));
    let target = field("post_logout_redirect_uri").filter(|address| {
        tenant.directory.applications.iter().any(|application| application.allows_redirect(address))
    });
    let mut reply = match target.and_then(|address| url::Url::parse(address).ok()) {
        Some(mut address) => {
            if let Some(state) = field("state") {
                address.query_pairs_mut().append_pair("state", state);
            }
            reply::redirect(address.as_str())
        }
        None => reply::page(StatusCode::OK, page::signed_out(), &[]),
    };
    reply::clear_cookie(&mut reply, SESSION_COOKIE);
    reply
}
