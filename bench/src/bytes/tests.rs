//! Tests for `bytes`.

use super::*;

const HTML: &str = r#"<head><link rel="modulepreload" href="/assets/a.js"><link rel="stylesheet" href="/b.css">
    <link rel="preload" href="/assets/m/en.json" as="fetch"></head><body><a href="/remove">x</a>
    <script type="module">import init from '/assets/a.js'; init({module_or_path: '/assets/a.wasm'});</script>
    <script src="/c.js"></script><script type="application/json">{"catalog":"/assets/m/en.json"}</script><img src="https://elsewhere.example/x.png"></body>"#;

#[test]
fn a_page_names_what_a_browser_fetches_and_no_links() -> Result<()> {
    let named = Named::read(HTML)?;
    let all: Vec<_> = named.all.iter().map(String::as_str).collect();
    assert_eq!(all, ["/assets/a.js", "/assets/a.wasm", "/assets/m/en.json", "/b.css", "/c.js"]);
    Ok(())
}

#[test]
fn a_style_sheet_and_a_plain_script_stand_before_the_first_paint() -> Result<()> {
    let named = Named::read(HTML)?;
    let blocking: Vec<_> = named.blocking.iter().map(String::as_str).collect();
    assert_eq!(blocking, ["/b.css", "/c.js"]);
    Ok(())
}
