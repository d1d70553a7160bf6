//! Tests for `reply`.

use super::Reply;
use crate::web::cookies::{self, Jar};

#[test]
fn a_reply_prints_neither_its_cookies_nor_its_body() {
    let reply = Reply::json(200, "the body".to_owned())
        .with("set-cookie", Jar::default().keep(cookies::SESSION, "the-cookie", 60))
        .with("location", "/callback?code=the-code");
    let printed = format!("{reply:?}");
    for secret in ["the body", "the-cookie", "the-code"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert!(printed.contains("set-cookie") && printed.contains("[redacted]"), "{printed}");
}
