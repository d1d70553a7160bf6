//! Tests for `cookies`.

use super::{SESSION, forget, keep, read, screen_of_notice};

#[test]
fn a_cookie_is_found_by_its_whole_name() {
    for (header, expected) in [
        ("__Host-latchkey-session=abc", Some("abc")),
        ("a=1; __Host-latchkey-session=abc; b=2", Some("abc")),
        ("a=1;__Host-latchkey-session=abc", Some("abc")),
        ("__Host-latchkey-session=first; __Host-latchkey-session=second", Some("first")),
        ("x__Host-latchkey-session=abc", None),
        ("__Host-latchkey-sessions=abc", None),
        ("__host-latchkey-session=abc", None),
        ("__Host-latchkey-session", None),
        ("__Host-latchkey-session=", Some("")),
        ("", None),
        (";;;=;", None),
    ] {
        assert_eq!(read(header, SESSION), expected, "{header}");
    }
}

#[test]
fn a_kept_cookie_has_every_attribute_that_its_prefix_demands() {
    assert_eq!(
        keep(SESSION, "abc", 60),
        "__Host-latchkey-session=abc; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax"
    );
    assert!(!keep(SESSION, "abc", 60).contains("Domain"));
    assert!(forget(SESSION).contains("=; Path=/; Max-Age=0;"));
}

#[test]
fn a_notice_that_the_edge_did_not_write_says_nothing() {
    assert!(screen_of_notice(Some("signed-out")).is_some());
    assert!(screen_of_notice(Some("<script>")).is_none());
    assert!(screen_of_notice(None).is_none());
}
