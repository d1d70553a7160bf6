//! The page that says why a passkey cannot be added, with what its script finds of the browser.

use anyhow::{Result, ensure};
use latchkey_tests::browser::Browser;
use serde_json::json;

use crate::{
    shared,
    steps::{forgets_passkeys, is_in_order, is_in_order_everywhere, signs_in},
};

#[tokio::test(flavor = "multi_thread")]
async fn what_the_browser_can_do_is_said_in_place_of_what_is_needed() -> Result<()> {
    let browser = Browser::open(390, 844).await?;
    let page = format!("{}/why", shared().app.trim_end_matches('/'));
    browser.goto(&page).await?;
    signs_in(&browser, shared(), "ada").await?;
    browser.sees("this device cannot keep one").await?;
    browser.sees("This site sees nothing that stands in your way").await?;
    is_in_order_everywhere(&browser, "why").await?;
    ensure!(told(&browser).await?.contains("Your browser and your device: Fine"));

    let agent = "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like \
                 Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36";
    browser.command("Network.setUserAgentOverride", json!({ "userAgent": agent })).await?;
    browser.goto(&page).await?;
    browser.sees("This page is open inside another app").await?;
    let text = browser.text().await?;
    ensure!(text.contains(&page), "the address to copy: {text}");

    browser.command("Network.setUserAgentOverride", json!({ "userAgent": "Chrome" })).await?;
    forgets_passkeys(&browser).await?;
    browser.goto(&page).await?;
    browser.sees("This browser cannot make passkeys").await?;
    browser.sees("Something stands in your way, and you can mend it yourself").await?;
    is_in_order(&browser, "why-old-browser").await?;
    ensure!(told(&browser).await?.contains("Your browser and your device: Stands in the way"));
    let text = browser.text().await?;
    ensure!(!text.contains("Add a passkey"), "it leads nowhere in vain: {text}");
    browser.close().await
}

/// The text for the help desk.
async fn told(browser: &Browser) -> Result<String> {
    let field = browser.find("textarea").await?;
    Ok(field.prop("value").await?.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_refused_reads_what_to_tell_and_whom() -> Result<()> {
    let browser = Browser::open(390, 844).await?;
    browser.goto(&format!("{}/why", shared().app.trim_end_matches('/'))).await?;
    signs_in(&browser, shared(), "igor").await?;
    browser.sees("Something stands in your way that you cannot change yourself").await?;
    is_in_order(&browser, "why-refused").await?;
    let told = told(&browser).await?;
    ensure!(told.contains("Policy: "), "the rule is named: {told}");
    browser.close().await
}
