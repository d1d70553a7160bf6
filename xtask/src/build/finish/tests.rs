//! Tests for `finish`.

use super::without_integrity;

#[test]
fn a_fetched_preload_loses_its_integrity_and_a_module_keeps_it() {
    let module = r#"<link rel="modulepreload" href="a.js" integrity="sha384-a">"#;
    let fetched = r#"<link rel="preload" href="a.wasm" integrity="sha384-b" as="fetch">"#;
    let head = format!("<head>{module}{fetched}</head>");
    let page = without_integrity(&head, |link| link.contains("rel=\"preload\""));
    assert_eq!(
        page,
        format!(r#"<head>{module}<link rel="preload" href="a.wasm" as="fetch"></head>"#)
    );
}

#[test]
fn the_page_of_the_dev_profile_is_the_same_whatever_was_compiled() {
    let page = |hash: &str| format!(r#"<link href="a.js" integrity="{hash}"><p>text</p>"#);
    let [one, other] =
        ["sha384-a", "sha384-b"].map(|hash| without_integrity(&page(hash), |_| true));
    assert_eq!(one, r#"<link href="a.js"><p>text</p>"#);
    assert_eq!(one, other);
}
