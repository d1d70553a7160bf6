//! What tells one worker's sign-in from another's.

use http::Response;
use url::Url;

use super::{address, compared};
use crate::doctor::finding::Verdict;

const OURS: &str = "https://login.example/t/oauth2/v2.0/authorize?client_id=1&redirect_uri=https%3A%2F%2Fa.example%2Fcallback&scope=openid&state=ours";

fn said(theirs: &str) -> (Verdict, String) {
    let parse = |text: &str| Url::parse(text).expect("an address");
    let found = compared(&parse(OURS), &parse(theirs));
    (found.verdict, found.said)
}

#[test]
fn the_setting_that_differs_is_named_and_what_is_new_each_time_is_not_compared() {
    assert_eq!(said(&OURS.replace("state=ours", "state=theirs")).0, Verdict::Fine);
    for (from, to, setting) in [
        ("login.example/t/", "login.example/u/", "AUTHORITY"),
        ("login.example", "login.other.example", "AUTHORITY"),
        ("client_id=1", "client_id=2", "CLIENT_ID"),
        ("a.example", "b.example", "APP_ORIGIN"),
        ("scope=openid", "scope=openid+profile", "SCOPES"),
    ] {
        let (verdict, said) = said(&OURS.replace(from, to));
        assert_eq!(verdict, Verdict::Wrong, "{setting}");
        assert!(said.contains(&format!("another {setting} than")), "{said}");
        assert!(!said.contains("state="), "{said}");
    }
}

#[test]
fn only_a_page_that_goes_on_has_an_address() {
    let page = |status: u16, body: &str| {
        Response::builder().status(status).body(body.as_bytes().to_vec()).expect("an answer")
    };
    let body = r#"<meta http-equiv="refresh" content="0; url=https://a.example/?b=1&amp;c=2">"#;
    let found = address(&page(200, body)).map(String::from);
    assert_eq!(found.as_deref(), Some("https://a.example/?b=1&c=2"));
    assert_eq!(address(&page(504, body)), None);
    assert_eq!(address(&page(200, "<h1>Sign in</h1>")), None);
}
