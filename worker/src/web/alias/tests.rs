//! Tests for `alias`.

use super::home;

const ORIGIN: &str = "https://keys.example.org";

#[test]
fn another_name_leads_to_the_configured_origin_with_path_and_query() {
    for authority in ["127.0.0.1:8787", "localhost", "keys.example.org:8443", "keys.example.org."] {
        let location = home(ORIGIN, authority, "/remove", "method=a%26b&lang=de");
        let expected = "https://keys.example.org/remove?method=a%26b&lang=de&moved=1";
        assert_eq!(location.as_deref(), Some(expected), "{authority}");
    }
    assert_eq!(home(ORIGIN, "x", "/", "").as_deref(), Some("https://keys.example.org/?moved=1"));
}

#[test]
fn the_own_name_stays_behind_a_proxy_too() {
    for authority in ["keys.example.org", "keys.example.org:443", "KEYS.example.org"] {
        assert_eq!(home(ORIGIN, authority, "/", ""), None, "{authority}");
    }
    assert_eq!(home("http://localhost:8787", "localhost:8787", "/", ""), None);
}

#[test]
fn a_page_moves_once_whatever_name_a_proxy_writes() {
    let first = home(ORIGIN, "inside:8080", "/", "a=b").expect("moved");
    let (_, query) = first.split_once('?').expect("a query");
    assert_eq!(home(ORIGIN, "inside:8080", "/", query), None);
}
