//! The whole story without a mouse.

use anyhow::{Result, bail};
use latchkey_tests::{
    browser::Browser,
    product::{of_its_own, pass_of},
};
use thirtyfour::Key;

use crate::steps::is_taken_over;

/// Presses Tab until the focus is on what says this, then Enter.
async fn tabs_to(browser: &Browser, label: &str) -> Result<()> {
    let mut passed = Vec::new();
    for _ in 0..40 {
        let active = browser.driver.active_element().await?;
        let text = active.text().await.unwrap_or_default();
        if text.trim() == label {
            active.send_keys(Key::Enter + "").await?;
            return Ok(());
        }
        passed.push(text);
        browser.driver.action_chain().send_keys(Key::Tab + "").perform().await?;
    }
    bail!("Tab never comes to {label:?}; it came by {passed:?}")
}

async fn types(browser: &Browser, text: &str) -> Result<()> {
    browser.driver.action_chain().send_keys(text).perform().await?;
    Ok(())
}

/// Presses Enter where that leaves the page. The answer to the key may be lost with the page; what is
/// seen next tells whether it was pressed.
async fn leaves_by_enter(browser: &Browser) {
    let enter = Key::Enter.value().to_string();
    let _ = browser.driver.action_chain().send_keys(enter).perform().await;
}

/// Presses Tab until the focus is in the field of this name.
async fn tabs_into(browser: &Browser, name: &str) -> Result<()> {
    for _ in 0..40 {
        let active = browser.driver.active_element().await?;
        if active.attr("name").await?.as_deref() == Some(name) {
            return Ok(());
        }
        browser.driver.action_chain().send_keys(Key::Tab + "").perform().await?;
    }
    bail!("Tab never comes into {name}")
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_done_with_the_keyboard_alone() -> Result<()> {
    let product = of_its_own("keyboard");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    tabs_into(&browser, "account").await?;
    types(&browser, "ada@contoso.example").await?;
    leaves_by_enter(&browser).await;
    browser.find("#next, #pass").await?;
    if browser.driver.find(thirtyfour::By::Css("#next")).await.is_ok() {
        tabs_into(&browser, "account").await?;
        leaves_by_enter(&browser).await;
    }
    browser.find("#pass").await?;
    tabs_into(&browser, "pass").await?;
    types(&browser, &pass_of(&product, "ada")).await?;
    leaves_by_enter(&browser).await;

    browser.sees("How it works").await?;
    is_taken_over(&browser).await?;
    tabs_to(&browser, "Not now").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    tabs_to(&browser, "Add a passkey").await?;
    browser.sees("How it works").await?;
    let heading = browser.driver.active_element().await?;
    anyhow::ensure!(heading.tag_name().await? == "h1", "the focus is on the new screen's heading");
    tabs_into(&browser, "name").await?;
    types(&browser, "Typed key").await?;
    types(&browser, &Key::Enter.value().to_string()).await?;
    browser.sees("Your passkey is ready").await?;
    tabs_to(&browser, "Finish").await?;
    browser.sees("You can sign in tomorrow").await?;
    browser.sees("Typed key").await?;
    tabs_to(&browser, "Sign out").await?;
    browser.sees("You are signed out").await?;
    browser.close().await
}
