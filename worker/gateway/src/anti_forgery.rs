//! Cross-site request forgery: decides whether a request comes from this app's own pages.
//!
//! It looks at headers only, before anything is read upstream. `Origin` (RFC 6454) and
//! `Sec-Fetch-Site` (W3C Fetch Metadata) are set by the browser, and no page can change them.

use http::{HeaderMap, HeaderName, Method};

use crate::{Fault, InvalidRequest};

/// The header with the version of the contract.
pub static VERSION: HeaderName = HeaderName::from_static(contract::VERSION_HEADER);
/// What the browser says about who asks.
pub static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Checks an API call: the version header, and what the browser says about where it comes from.
///
/// # Errors
///
/// [`InvalidRequest::Forged`], or [`InvalidRequest::Outdated`] when the app in the tab has another
/// version than the edge.
pub fn check_call(method: &Method, headers: &HeaderMap, app_origin: &str) -> Result<(), Fault> {
    let Some(version) = headers.get(&VERSION) else {
        return Err(InvalidRequest::Forged("without the contract's header").into());
    };
    match sender(headers, app_origin) {
        Sender::Own => {}
        Sender::Foreign(why) => return Err(InvalidRequest::Forged(why).into()),
        // A read changes nothing, and a program without these headers carries nobody's cookie.
        Sender::Silent if method.is_safe() => {}
        Sender::Silent => return Err(InvalidRequest::Forged("of unknown origin").into()),
    }
    if version.as_bytes() != contract::VERSION.as_bytes() {
        return Err(InvalidRequest::Outdated.into());
    }
    Ok(())
}

/// Checks a plain form post, which works without scripts and therefore has no version header.
///
/// # Errors
///
/// [`InvalidRequest::Forged`].
pub fn check_form(headers: &HeaderMap, app_origin: &str) -> Result<(), Fault> {
    match sender(headers, app_origin) {
        Sender::Own => Ok(()),
        Sender::Foreign(why) => Err(InvalidRequest::Forged(why).into()),
        Sender::Silent => Err(InvalidRequest::Forged("of unknown origin").into()),
    }
}

enum Sender {
    Own,
    Foreign(&'static str),
    Silent,
}

fn sender(headers: &HeaderMap, app_origin: &str) -> Sender {
    let mut origins = headers.get_all(http::header::ORIGIN).iter();
    let (origin, second) = (origins.next(), origins.next());
    let mut sites = headers.get_all(&SEC_FETCH_SITE).iter();
    let (site, second_site) = (sites.next(), sites.next());
    if second.is_some() || second_site.is_some() {
        return Sender::Foreign("with a header twice");
    }
    // Browsers send `null` for a form on a page with a strict referrer policy (Fetch §3.1). It
    // proves nothing either way, so the other header decides.
    let origin = origin.filter(|origin| origin.as_bytes() != b"null");
    match (origin, site) {
        (Some(origin), _) if origin.as_bytes() != app_origin.as_bytes() => {
            Sender::Foreign("from another origin")
        }
        (_, Some(site)) if site.as_bytes() != b"same-origin" => {
            Sender::Foreign("from another site")
        }
        (None, None) => Sender::Silent,
        (Some(_), _) | (None, Some(_)) => Sender::Own,
    }
}

#[cfg(test)]
mod tests;
