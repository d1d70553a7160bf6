//! Tests for `headers`.

use super::{FramedBy, HeaderSettings, for_card, for_card_window, for_every_answer, for_own_part};

fn settings<'a>() -> HeaderSettings<'a> {
    HeaderSettings {
        app_origin: "https://keys.example.org",
        script_hashes: &["'sha256-abc='"],
        style_hashes: &["'sha256-def='"],
    }
}

fn header(settings: &HeaderSettings<'_>, name: &str) -> Option<String> {
    let headers = for_every_answer(settings);
    headers.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

#[test]
fn the_content_security_policy_admits_this_origin_and_the_hashed_parts_only() {
    let policy = header(&settings(), "content-security-policy").expect("always there");
    assert_eq!(
        policy,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-abc='; \
         style-src 'sha256-def='; img-src 'self' data:; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
}

#[test]
fn no_page_but_the_card_may_be_framed() {
    let policy = header(&settings(), "content-security-policy").expect("always there");
    assert!(policy.ends_with("frame-ancestors 'none'"));
    assert_eq!(header(&settings(), "x-frame-options").as_deref(), Some("DENY"));
    let [(_, window), (_, opener)] = for_card_window(HASHES);
    assert!(window.ends_with("frame-ancestors 'none'"), "{window}");
    assert_eq!(opener, "unsafe-none");
}

#[test]
fn a_page_with_a_part_of_its_own_runs_that_and_nothing_else() {
    let policy = for_own_part("'sha256-s='", "'sha256-t='");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-s='; style-src "));
    assert!(
        policy.contains(" 'sha256-t='; img-src 'self' data:; form-action 'self'; "),
        "{policy}"
    );
    assert!(policy.ends_with("base-uri 'none'; frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("connect-src"), "{policy}");
}

#[test]
fn only_listed_origins_may_frame_the_card() {
    let listed = ["https://intranet.example.org", "https://a.example"].map(str::to_owned);
    for (framed_by, ancestors) in [
        (FramedBy::These(&listed), "https://intranet.example.org https://a.example"),
        (FramedBy::These(&[]), "'none'"),
        (FramedBy::Anybody, "*"),
    ] {
        let [policy, options, permissions] = for_card(framed_by, HASHES);
        assert_eq!(
            policy,
            (
                "content-security-policy",
                format!(
                    "default-src 'none'; script-src 'sha256-s='; style-src 'sha256-t='; \
                     connect-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; \
                     frame-ancestors {ancestors}"
                )
            )
        );
        assert_eq!(options, ("x-frame-options", String::new()));
        assert!(permissions.1.contains("publickey-credentials-create=(),"), "{permissions:?}");
        assert!(!permissions.1.contains("self"), "{permissions:?}");
    }
}

const HASHES: [&str; 2] = ["'sha256-s='", "'sha256-t='"];

#[test]
fn strict_transport_security_stands_where_tls_is() {
    let local = HeaderSettings { app_origin: "http://localhost:8787", ..settings() };
    assert_eq!(header(&local, "strict-transport-security"), None);
    assert!(header(&settings(), "strict-transport-security").is_some());
}

#[test]
fn forms_of_the_page_still_carry_their_origin() {
    assert_eq!(header(&settings(), "referrer-policy").as_deref(), Some("same-origin"));
}

#[test]
fn creating_and_trying_a_passkey_are_the_only_permissions() {
    let policy = header(&settings(), "permissions-policy").expect("always there");
    let granted: Vec<_> = policy.split(", ").filter(|part| !part.ends_with("=()")).collect();
    assert_eq!(
        granted,
        ["publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
    );
}
