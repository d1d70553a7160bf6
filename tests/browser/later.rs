//! The later part of the app's code, which a first visit does not fetch.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};
use serde_json::json;

use crate::steps::{is_silent, is_taken_over, signs_in};

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_the_tasks_is_fetched_once_when_the_first_is_opened() -> Result<()> {
    let product = of_its_own("later-code");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    ensure!(fetches(&browser).await? == 0, "the first page needs none of it");
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    ensure!(fetches(&browser).await? == 1, "a task needs it");
    let focused = "return document.activeElement.tagName";
    let focused = browser.driver.execute(focused, Vec::new()).await?;
    ensure!(focused.json() == "H1", "the focus is at {:?}", focused.json());
    browser.driver.back().await?;
    browser.sees("Your sign-in methods").await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    ensure!(fetches(&browser).await? == 1, "it is here");
    // A page that needs it at once is taken over with it.
    browser.driver.refresh().await?;
    is_taken_over(&browser).await?;
    ensure!(fetches(&browser).await? == 1, "the page names it");
    is_silent(&browser, "later code").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_later_code_cannot_be_fetched_the_edge_draws_the_page_until_it_can() -> Result<()>
{
    let product = of_its_own("no-later-code");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    browser.command("Network.enable", json!({})).await?;
    let block = |addresses: &'static [&str]| {
        browser.command("Network.setBlockedURLs", json!({ "urls": addresses }))
    };
    block(&["*_later.wasm"]).await?;
    signs_in(&browser, &product, "lena").await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    let is_ready = "return document.documentElement.dataset.app === 'ready'";
    let is_ready = browser.driver.execute(is_ready, Vec::new()).await?;
    ensure!(is_ready.json() == false, "the app took over a page that it cannot draw");
    // Its links work without the app, and the app comes back with what it needs.
    block(&[]).await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    is_taken_over(&browser).await?;
    browser.close().await
}

/// How often this page has fetched the later module.
async fn fetches(browser: &Browser) -> Result<u64> {
    let count = "return performance.getEntriesByType('resource')
        .filter(entry => entry.name.endsWith('_later.wasm')).length";
    let count = browser.driver.execute(count, Vec::new()).await?;
    Ok(count.json().as_u64().unwrap_or_default())
}
