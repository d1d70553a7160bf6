//! Tests for `incoming`.

use contract::{Timestamp, TraceId};
use worker::wasm_bindgen::{JsCast, JsValue};

use super::{Incoming, field, is_visit, split_address};
use crate::web::cookies::Jar;

#[test]
fn an_address_is_split_into_authority_path_and_query() {
    let own = "keys.example.org";
    for (address, authority, path, query) in [
        ("http://localhost:8787/", "localhost:8787", "/", ""),
        ("http://localhost:8787", "localhost:8787", "/", ""),
        ("https://keys.example.org/remove?method=a%2Fb", own, "/remove", "method=a%2Fb"),
        ("https://keys.example.org/callback?code=1?2#x", own, "/callback", "code=1?2"),
        ("https://keys.example.org//?", own, "//", ""),
    ] {
        let split = (authority.to_owned(), path.to_owned(), query.to_owned());
        assert_eq!(split_address(address), split, "{address}");
    }
}

#[test]
fn fields_are_decoded_and_never_refused() {
    for (encoded, expected) in [
        ("account=ada%40contoso.example&x=1", Some("ada@contoso.example")),
        ("x=1&account=a+b", Some("a b")),
        ("account", Some("")),
        ("account=1&account=2", Some("1")),
        ("acc%6Funt=x", Some("x")),
        ("account=%", Some("%")),
        ("account=%4", Some("%4")),
        ("account=%zz", Some("%zz")),
        ("account=%ff", Some("\u{fffd}")),
        ("&&account=x", Some("x")),
        ("accounts=x", None),
        ("", None),
    ] {
        assert_eq!(field(encoded, "account").as_deref(), expected, "{encoded}");
    }
}

#[test]
fn a_request_prints_neither_its_query_nor_its_headers() {
    let incoming = Incoming {
        actor: std::cell::OnceCell::new(),
        request: JsValue::UNDEFINED.unchecked_into(),
        headers: JsValue::UNDEFINED.unchecked_into(),
        method: "GET".into(),
        path: "/callback".into(),
        query: "code=the-code&state=the-state".into(),
        trace: TraceId("t".into()),
        arrived: Timestamp(0),
        authority: "localhost".into(),
        jar: Jar::default(),
    };
    let printed = format!("{incoming:?}");
    assert!(printed.contains("/callback") && printed.contains("[redacted]"), "{printed}");
    for secret in ["the-code", "the-state", "headers", "request"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn only_a_person_who_opens_a_page_visits_it() {
    for (method, headers, expected) in [
        ("GET", &[][..], true),
        ("GET", &[("sec-fetch-dest", "document"), ("sec-fetch-site", "cross-site")], true),
        ("HEAD", &[], false),
        ("GET", &[("sec-purpose", "prefetch")], false),
        ("GET", &[("sec-purpose", "prefetch;prerender"), ("sec-fetch-dest", "document")], false),
        ("GET", &[("purpose", "prefetch")], false),
        ("GET", &[("sec-fetch-dest", "image")], false),
        ("GET", &[("sec-fetch-dest", "iframe")], false),
        ("GET", &[("sec-fetch-dest", "empty")], false),
    ] {
        let header = |name: &str| {
            let found = headers.iter().find(|(header, _)| *header == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(is_visit(method, header), expected, "{method} {headers:?}");
    }
}
