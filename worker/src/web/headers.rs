//! The security headers of every response: what the page may do, and what others may do with it.
//!
//! Computed once, from the settings and the hashes of the built page; the same for everyone.

/// The inputs of the headers.
#[derive(Clone, Debug)]
pub(crate) struct HeaderSettings<'a> {
    /// This origin, for example `https://keys.example.org`.
    pub(crate) app_origin: &'a str,
    /// The origins that may frame the page; empty unless it is embedded.
    pub(crate) framed_by: &'a [String],
    /// CSP sources of the page's inline scripts, as `'sha256-...'`.
    pub(crate) script_hashes: &'a [&'a str],
    /// CSP sources of the page's inline styles, as `'sha256-...'`.
    pub(crate) style_hashes: &'a [&'a str],
}

/// The headers of every response.
pub(crate) fn for_every_answer(settings: &HeaderSettings<'_>) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("content-security-policy", content_security_policy(settings)),
        ("x-content-type-options", "nosniff".to_owned()),
        // Not `no-referrer`: with it, browsers send `Origin: null` with the page's own forms
        // (Fetch, "serialize a request origin"), which looks like a forged request.
        ("referrer-policy", "same-origin".to_owned()),
        ("permissions-policy", permissions_policy()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
    ];
    if settings.framed_by.is_empty() {
        headers.push(("x-frame-options", "DENY".to_owned()));
    }
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
    let frame_ancestors = match settings.framed_by {
        [] => "'none'".to_owned(),
        origins => origins.join(" "),
    };
    [
        "default-src 'none'".to_owned(),
        sources("script-src 'self' 'wasm-unsafe-eval'", settings.script_hashes),
        sources("style-src", settings.style_hashes),
        "img-src 'self' data:".to_owned(),
        "connect-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "form-action 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        format!("frame-ancestors {frame_ancestors}"),
    ]
    .join("; ")
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
