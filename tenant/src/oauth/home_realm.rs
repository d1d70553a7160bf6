//! Home-realm discovery: before the sign-in page the browser is sent to a second origin, and back with the same request.
//!
//! The second origin is the other loopback name of this computer. It keeps nothing and sets no cookie.

use http::Request;
use url::{Host, Url};

use crate::{
    directory::TENANT_ID,
    state::settings::Settings,
    web::{
        reply::{self, Reply},
        request::Fields,
    },
};

#[cfg(test)]
mod tests;

/// What marks a request that has been there, as the real directory marks its own reload.
const MARK: (&str, &str) = ("sso_reload", "true");

/// The way to the second origin; `None` where the request comes from there, or there is no second name.
pub(super) fn detour(settings: &Settings, fields: &Fields) -> Option<Reply> {
    if !settings.switches.sign_in_through_second_origin || fields.first(MARK.0) == Some(MARK.1) {
        return None;
    }
    let second = second_origin(&settings.origin)?;
    Some(reply::redirect(&format!("{second}/{TENANT_ID}/home-realm?{}", fields.encoded())))
}

/// The way back: to this tenant's own authorization endpoint and nowhere else.
pub(crate) fn back(settings: &Settings, request: &Request<Vec<u8>>) -> Reply {
    let asked = Fields::query(request).encoded();
    let (name, value) = MARK;
    let address = format!("{}/{TENANT_ID}/oauth2/v2.0/authorize", settings.origin);
    reply::redirect(&format!("{address}?{asked}&{name}={value}"))
}

/// The origin under the other name of the loopback interface.
fn second_origin(origin: &str) -> Option<String> {
    let mut second = Url::parse(origin).ok()?;
    let name = match second.host()? {
        Host::Domain("localhost") => "127.0.0.1",
        Host::Ipv4(address) if address.is_loopback() => "localhost",
        Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_) => return None,
    };
    second.set_host(Some(name)).ok()?;
    Some(second.origin().ascii_serialization())
}
