//! How the app takes over the page that the edge drew: in parts, each a task of its own, beside a page that stays in
//! use meanwhile.

use anyhow::{Result, ensure};
use latchkey_tests::browser::Browser;
use serde_json::json;

use crate::{
    shared,
    steps::{is_silent, is_taken_over},
};

/// Notes how many elements each task draws: the app asks for its next task when it has drawn a part.
/// Somebody types when the second part is due.
const WATCH: &str = r"
    window.parts = [];
    let drawn = 0;
    const count = (of, name) => {
        const real = of[name];
        of[name] = function (...given) { drawn += 1; return real.apply(this, given); };
    };
    // What was made once is cloned later.
    count(Document.prototype, 'createElement');
    count(Document.prototype, 'createElementNS');
    count(Node.prototype, 'cloneNode');
    const later = window.setTimeout;
    window.setTimeout = (step, wait, ...more) => {
        if (wait === 0 && drawn > 0) {
            parts.push(drawn);
            drawn = 0;
            if (parts.length === 2) document.getElementById('account').value = 'ada@contoso.example';
        }
        return later(step, wait, ...more);
    };
";

/// The most elements that one task may make: on a slow device each costs half a millisecond. One more of each kind is
/// made for the clones that come later.
const MOST: u64 = 40;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_taken_over_in_small_tasks_and_what_is_typed_meanwhile_stays() -> Result<()> {
    let browser = Browser::open(1024, 800).await?;
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    browser.goto(&shared().app).await?;
    is_taken_over(&browser).await?;
    let parts = browser.driver.execute("return window.parts", Vec::new()).await?;
    let parts: Vec<u64> = serde_json::from_value(parts.json().clone())?;
    ensure!(parts.len() > 2, "the page was drawn in {parts:?}");
    ensure!(parts.iter().all(|part| *part <= MOST), "a task drew too much: {parts:?}");
    let field = browser.find("input[name=account]").await?;
    // A redraw shows what the app knows of.
    browser.driver.execute("window.dispatchEvent(new Event('focus'))", Vec::new()).await?;
    field.send_keys(".uk").await?;
    let held = field.value().await?;
    ensure!(held.as_deref() == Some("ada@contoso.example.uk"), "the field holds {held:?}");
    is_silent(&browser, "taking over").await?;
    browser.close().await
}
