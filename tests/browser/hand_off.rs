//! The passkey is added on the directory's own page, in another tab, and this page goes on by itself.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};

use crate::steps::{is_in_order, is_taken_over, signs_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_from_the_directorys_page_is_noticed_and_named() -> Result<()> {
    let product = of_its_own("hand-off");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "chidi").await?;
    is_taken_over(&browser).await?;
    browser.sees("Add your passkey on your organization’s page").await?;
    is_in_order(&browser, "hand-off").await?;

    let here = browser.driver.window().await?;
    browser.press("Open Security info").await?;
    browser.sees("Waiting for your passkey").await?;
    is_in_order(&browser, "hand-off-watching").await?;
    let there = browser.driver.windows().await?.into_iter().find(|window| *window != here);
    browser.driver.switch_to_window(there.context("a tab of its own")?).await?;
    ensure!(browser.driver.current_url().await?.as_str().contains("lng=en"));
    browser.plug_in_authenticator().await?;
    // The directory knows this browser: nothing is asked again, also with a pass that works once.
    browser.find("#add-method").await?.click().await?;
    browser.find("#add-passkey").await?.click().await?;
    let name = browser.find("#name").await?;
    name.clear().await?;
    name.send_keys("Blue key").await?;
    browser.find("#create-passkey").await?.click().await?;
    browser.sees("Blue key").await?;
    browser.driver.close_window().await?;

    browser.driver.switch_to_window(here).await?;
    browser.sees("Your passkey is ready").await?;
    browser.sees("Blue key").await?;
    is_in_order(&browser, "hand-off-done").await?;
    browser.press("Finish").await?;
    browser.sees("You can sign in tomorrow").await?;
    // The session has learned it: the next passkey goes there at once.
    browser.press("Add a passkey").await?;
    browser.sees("Add your passkey on your organization’s page").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn saying_so_before_it_is_there_claims_nothing() -> Result<()> {
    let product = of_its_own("hand-off-early");
    let browser = Browser::open(390, 844).await?;
    browser.goto(&format!("{}/add-passkey", product.app)).await?;
    signs_in(&browser, &product, "gala").await?;
    is_taken_over(&browser).await?;
    browser.press("I have finished there").await?;
    browser.sees("Your passkey is not in the list yet").await?;
    is_in_order(&browser, "hand-off-awaited").await?;
    browser.close().await
}
