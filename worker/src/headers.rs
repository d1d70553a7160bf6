//! The headers that every answer carries: what the page may do, and what others may do with it.
//!
//! Decides them once, from the settings and the hashes of the built page; never per person.
//! Next: `reply` puts them on each answer.

/// What the headers depend on.
#[derive(Clone, Debug)]
pub(crate) struct HeaderSettings<'a> {
    /// This origin, for example `https://keys.example.org`.
    pub(crate) app_origin: &'a str,
    /// The directory's origin, where the forms of the page lead to by redirect.
    pub(crate) directory_origin: &'a str,
    /// The origins that may frame the page; none unless it is embedded.
    pub(crate) framed_by: &'a [String],
    /// CSP sources of the page's inline scripts, as `'sha256-...'`.
    pub(crate) script_hashes: &'a [&'a str],
    /// CSP sources of the page's inline styles, as `'sha256-...'`.
    pub(crate) style_hashes: &'a [&'a str],
}

/// The headers of every answer, whatever it is.
pub(crate) fn for_every_answer(settings: &HeaderSettings<'_>) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("content-security-policy", content_security_policy(settings)),
        ("x-content-type-options", "nosniff".to_owned()),
        // Not `no-referrer`: under it a browser sends `Origin: null` with the page's own forms
        // (Fetch, "serialize a request origin"), which could not be told from a forged one.
        ("referrer-policy", "same-origin".to_owned()),
        ("permissions-policy", permissions_policy()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
    ];
    if settings.framed_by.is_empty() {
        headers.push(("x-frame-options", "DENY".to_owned()));
    }
    if settings.app_origin.starts_with("https://") {
        headers.push((
            "strict-transport-security",
            "max-age=63072000; includeSubDomains".to_owned(),
        ));
    }
    headers
}

/// The Content Security Policy (CSP3): this origin's own files and the hashed inline parts only.
///
/// `form-action` names the directory because browsers check it on the redirect after a form, too.
fn content_security_policy(settings: &HeaderSettings<'_>) -> String {
    let frame_ancestors = match settings.framed_by {
        [] => "'none'".to_owned(),
        origins => origins.join(" "),
    };
    [
        "default-src 'none'".to_owned(),
        sources(
            "script-src 'self' 'wasm-unsafe-eval'",
            settings.script_hashes,
        ),
        sources("style-src", settings.style_hashes),
        "img-src 'self' data:".to_owned(),
        "connect-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        format!("form-action 'self' {}", settings.directory_origin),
        "base-uri 'none'".to_owned(),
        format!("frame-ancestors {frame_ancestors}"),
    ]
    .join("; ")
}

fn sources(directive: &str, hashes: &[&str]) -> String {
    match hashes {
        [] if directive == "style-src" => "style-src 'none'".to_owned(),
        hashes => hashes
            .iter()
            .fold(directive.to_owned(), |all, hash| all + " " + hash),
    }
}

/// Only the ceremony that the page is for; everything else that a browser may offer is off.
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
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
    ];
    off.iter().fold(
        "publickey-credentials-create=(self)".to_owned(),
        |all, name| all + ", " + name + "=()",
    )
}

#[cfg(test)]
mod tests {
    use super::{HeaderSettings, for_every_answer};

    fn settings<'a>() -> HeaderSettings<'a> {
        HeaderSettings {
            app_origin: "https://keys.example.org",
            directory_origin: "https://login.example.org",
            framed_by: &[],
            script_hashes: &["'sha256-abc='"],
            style_hashes: &["'sha256-def='"],
        }
    }

    fn header(settings: &HeaderSettings<'_>, name: &str) -> Option<String> {
        let headers = for_every_answer(settings);
        headers
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    #[test]
    fn the_content_security_policy_admits_this_origin_and_the_hashed_parts_only() {
        let policy = header(&settings(), "content-security-policy").expect("always there");
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-abc='; \
             style-src 'sha256-def='; img-src 'self' data:; connect-src 'self'; \
             manifest-src 'self'; form-action 'self' https://login.example.org; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }

    #[test]
    fn only_listed_origins_may_frame_the_page() {
        let intranet = ["https://intranet.example.org".to_owned()];
        let embedded = HeaderSettings {
            framed_by: &intranet,
            ..settings()
        };
        let policy = header(&embedded, "content-security-policy").expect("always there");
        assert!(policy.ends_with("frame-ancestors https://intranet.example.org"));
        assert_eq!(header(&embedded, "x-frame-options"), None);
        assert_eq!(
            header(&settings(), "x-frame-options").as_deref(),
            Some("DENY")
        );
    }

    #[test]
    fn strict_transport_security_stands_where_tls_is() {
        let local = HeaderSettings {
            app_origin: "http://localhost:8787",
            ..settings()
        };
        assert_eq!(header(&local, "strict-transport-security"), None);
        assert!(header(&settings(), "strict-transport-security").is_some());
    }

    #[test]
    fn forms_of_the_page_still_carry_their_origin() {
        assert_eq!(
            header(&settings(), "referrer-policy").as_deref(),
            Some("same-origin")
        );
    }

    #[test]
    fn creating_a_passkey_is_the_only_permission() {
        let policy = header(&settings(), "permissions-policy").expect("always there");
        let granted: Vec<_> = policy
            .split(", ")
            .filter(|part| !part.ends_with("=()"))
            .collect();
        assert_eq!(granted, ["publickey-credentials-create=(self)"]);
    }
}
