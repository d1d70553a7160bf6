//! The security headers of every response: what the page may do, and what others may do with it.
//!
//! Computed once, from the settings and the hashes of the built page; the same for everyone.

use crate::page;

/// The inputs of the headers.
#[derive(Clone, Debug)]
pub(crate) struct HeaderSettings<'a> {
    /// This origin, for example `https://keys.example.org`.
    pub(crate) app_origin: &'a str,
    /// CSP sources of the page's inline scripts, as `'sha256-...'`.
    pub(crate) script_hashes: &'a [&'a str],
    /// CSP sources of the page's inline styles, as `'sha256-...'`.
    pub(crate) style_hashes: &'a [&'a str],
}

/// The headers of every response.
pub(crate) fn for_every_answer(settings: &HeaderSettings<'_>) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("x-frame-options", "DENY".to_owned()),
        ("content-security-policy", content_security_policy(settings)),
        ("x-content-type-options", "nosniff".to_owned()),
        // Not `no-referrer`: with it, browsers send `Origin: null` with the page's own forms
        // (Fetch, "serialize a request origin"), which looks like a forged request.
        ("referrer-policy", "same-origin".to_owned()),
        ("permissions-policy", permissions_policy()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
    ];
    if settings.app_origin.starts_with("https://") {
        headers
            .push(("strict-transport-security", "max-age=63072000; includeSubDomains".to_owned()));
    }
    headers
}

/// The Content Security Policy (CSP3): only this origin's files and the hashed inline parts.
///
/// `form-action` names no directory: a form is answered with a page that goes on there.
fn content_security_policy(settings: &HeaderSettings<'_>) -> String {
    [
        "default-src 'none'".to_owned(),
        sources("script-src 'self' 'wasm-unsafe-eval'", settings.script_hashes),
        sources("style-src", settings.style_hashes),
        "img-src 'self' data:".to_owned(),
        "connect-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "form-action 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

/// Who may frame a card.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FramedBy<'a> {
    /// These origins: for a card that may show a person's state.
    These(&'a [String]),
    /// Anybody: for a card that says that it may not be framed, and nothing else.
    Anybody,
}

/// The headers of a card, in place of those of every response: its own script and style, its own calls,
/// no form, and no passkey, whatever the page around it grants.
pub(crate) fn for_card(
    framed_by: FramedBy<'_>,
    [script, style]: [&str; 2],
) -> [(&'static str, String); 3] {
    let ancestors = match framed_by {
        FramedBy::These([]) => "'none'".to_owned(),
        FramedBy::These(origins) => origins.join(" "),
        FramedBy::Anybody => "*".to_owned(),
    };
    let policy = format!(
        "default-src 'none'; script-src {script}; style-src {style}; connect-src 'self'; \
         img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
    );
    [
        ("content-security-policy", policy),
        ("x-frame-options", String::new()),
        ("permissions-policy", permissions_policy().replace("(self)", "()")),
    ]
}

/// The headers of the window that a card opens, in place of those of every response: it speaks to its
/// opener, from which `same-origin` would cut it off.
pub(crate) fn for_card_window([script, style]: [&str; 2]) -> [(&'static str, String); 2] {
    let policy = format!(
        "default-src 'none'; script-src {script}; style-src {style}; img-src 'self' data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    [("content-security-policy", policy), ("cross-origin-opener-policy", "unsafe-none".to_owned())]
}

/// The policy of a page that the edge draws alone and that has a script or a style of its own, in place of
/// that of every response: `style` stands beside the style of every page.
pub(crate) fn for_own_part(script: &str, style: &str) -> String {
    [
        "default-src 'none'; script-src ",
        script,
        "; style-src ",
        page::STYLE_HASHES.first().copied().unwrap_or_default(),
        " ",
        style,
        "; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ]
    .concat()
}

/// The policy with one more source of styles; as it is where there is none.
pub(crate) fn with_style(policy: &str, hash: &str) -> String {
    match policy.split_once("style-src") {
        Some((before, after)) if !hash.is_empty() => [before, "style-src ", hash, after].concat(),
        _ => policy.to_owned(),
    }
}

fn sources(directive: &str, hashes: &[&str]) -> String {
    match hashes {
        [] if directive == "style-src" => "style-src 'none'".to_owned(),
        hashes => hashes.iter().fold(directive.to_owned(), |all, hash| all + " " + hash),
    }
}

/// The `Permissions-Policy`: allows creating and trying passkeys, and nothing else.
fn permissions_policy() -> String {
    let off = [
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "usb",
    ];
    let on = "publickey-credentials-create=(self), publickey-credentials-get=(self)";
    off.iter().fold(on.to_owned(), |all, name| all + ", " + name + "=()")
}

#[cfg(test)]
mod tests;
