//! The story of someone whose phone is gone: a new key, then the old methods go.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};

use crate::steps::{adds_a_passkey, is_in_order, is_taken_over, signs_in};

#[tokio::test(flavor = "multi_thread")]
async fn someone_who_lost_a_phone_gets_a_new_key_and_removes_the_old_methods() -> Result<()> {
    let product = of_its_own("lost-phone");
    let browser = Browser::open(390, 844).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    browser.sees("Microsoft Authenticator").await?;
    is_taken_over(&browser).await?;
    is_in_order(&browser, "lost-phone-overview").await?;
    adds_a_passkey(&browser, "New key").await?;
    browser.press("Finish").await?;

    for (method, picture) in [
        ("Lena’s old phone", "lost-phone-remove"),
        ("Authenticator", "lost-phone-remove-authenticator"),
        ("Phone number", "lost-phone-remove-number"),
    ] {
        let method = method.replace('’', "'");
        let link = format!(
            "a[aria-label*=\"{method}\"][href*=remove], a[aria-label*=\"{}\"][href*=remove]",
            method.replace('\'', "’")
        );
        browser.find(&link).await?.click().await?;
        browser.sees("You can still sign in with").await?;
        browser.sees("New key").await?;
        is_in_order(&browser, picture).await?;
        browser.press("Remove it").await?;
        browser.sees("is removed").await?;
    }
    let page = browser.text().await?;
    for gone in ["old phone", "Microsoft Authenticator", "Phone number"] {
        ensure!(
            !page.replace("is removed", "").lines().any(|line| line == gone),
            "{gone} is gone: {page}"
        );
    }
    is_in_order(&browser, "lost-phone-done").await?;

    browser.driver.refresh().await?;
    browser.sees("New key").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("old phone") && !page.contains("Approves your sign-ins"), "{page}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_method_cannot_be_removed_and_the_reason_is_told() -> Result<()> {
    let product = of_its_own("last-method");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "emre").await?;
    browser.sees("Add another method before you remove this one.").await?;
    is_taken_over(&browser).await?;
    is_in_order(&browser, "last-method").await?;
    browser.close().await
}
