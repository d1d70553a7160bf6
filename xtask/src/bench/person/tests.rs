//! Tests for `person`.

use super::*;

#[test]
fn the_form_that_signs_in_is_found_with_its_hidden_fields() {
    let html = r#"<form method="post" action="/sign-out"><button></button></form>
        <form method="post" action="/t/sign-in?x=1&amp;y=2"><input type="hidden" name="flow" value="a&quot;b">
        <input id="pass" name="pass" type="password"><input type="submit" name="go"></form>"#;
    let (action, fields) = form(html).unwrap_or_default();
    assert_eq!(action, "/t/sign-in?x=1&y=2");
    assert_eq!(
        fields,
        [("flow".to_owned(), "a\"b".to_owned()), ("pass".to_owned(), String::new())]
    );
}

#[test]
fn addresses_are_resolved_as_a_browser_does() {
    let base = "http://localhost:1/a/b?c";
    assert_eq!(absolute(base, "/x"), "http://localhost:1/x");
    assert_eq!(absolute(base, "x"), "http://localhost:1/a/x");
    assert_eq!(absolute(base, ""), base);
    assert_eq!(path("http://localhost:1/a/b?c#d"), "/a/b?c");
    assert_eq!(encoded("a b&ü"), "a+b%26%C3%BC");
}
