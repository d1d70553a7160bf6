//! Tests for `finish`.

use super::without_ignored_integrity;

#[test]
fn a_fetched_preload_loses_its_integrity_and_a_module_keeps_it() {
    let module = r#"<link rel="modulepreload" href="a.js" integrity="sha384-a">"#;
    let fetched = r#"<link rel="preload" href="a.wasm" integrity="sha384-b" as="fetch">"#;
    let page = without_ignored_integrity(&format!("<head>{module}{fetched}</head>"));
    assert_eq!(
        page,
        format!(r#"<head>{module}<link rel="preload" href="a.wasm" as="fetch"></head>"#)
    );
}
