//! The way to sign in that is recommended follows the device and what is registered.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};
use serde_json::json;

use crate::steps::{comes_home, forgets_passkeys, is_in_order, is_taken_over, signs_in};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) \
    Chrome/140.0.0.0 Mobile Safari/537.36";

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_keeps_passkeys_is_told_from_one_that_does_not() -> Result<()> {
    let product = of_its_own("recommendation");
    for (keeps, words) in [(true, "this device keeps it"), (false, "this device cannot keep one")] {
        let browser = Browser::open(1024, 800).await?;
        if keeps {
            browser.plug_in_authenticator().await?;
        }
        browser.goto(&product.app).await?;
        comes_home(&browser, &product, "ada").await?;
        is_taken_over(&browser).await?;
        browser.sees(words).await?;
        ensure!(first_way(&browser).await? == "Add a passkey");
        is_in_order(&browser, "recommendation").await?;
        // The edge knows it from now on, so that nothing changes when the app takes the next page over.
        let again = "return fetch('/').then((page) => page.text())";
        let again: String = browser.driver.execute(again, vec![]).await?.convert()?;
        ensure!(again.contains(words), "the next page says {words}");
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_view_is_sent_to_authenticator() -> Result<()> {
    let product = of_its_own("recommendation-web-view");
    let browser = Browser::open(390, 844).await?;
    forgets_passkeys(&browser).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    // The page that comes first names the way that is left.
    browser.sees("This browser cannot make passkeys").await?;
    ensure!(first_way(&browser).await? == "Add Microsoft Authenticator");
    is_in_order(&browser, "first-task-without-passkeys").await?;
    browser.press("Go to your sign-in methods").await?;
    browser.sees("Microsoft Authenticator can be added from here").await?;
    ensure!(first_way(&browser).await? == "Add Microsoft Authenticator");
    is_in_order(&browser, "recommendation-web-view").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_whose_directory_registers_passkeys_itself_is_sent_to_the_app() -> Result<()> {
    let product = of_its_own("recommendation-hand-off");
    let browser = Browser::open(390, 844).await?;
    browser.plug_in_authenticator().await?;
    browser.command("Network.setUserAgentOverride", json!({ "userAgent": PHONE })).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "chidi").await?;
    is_taken_over(&browser).await?;
    browser.sees("Add your passkey on your organization’s page").await?;
    browser.press("Not now").await?;
    browser.sees("Add Microsoft Authenticator on this phone").await?;
    browser.close().await
}

/// The main act of the overview.
async fn first_way(browser: &Browser) -> Result<String> {
    browser.sees("Add Microsoft Authenticator").await?;
    let way = browser.find("main .button.main").await.context("a main act")?;
    Ok(way.text().await?)
}
