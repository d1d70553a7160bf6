//! Addresses: the back button, a deep link, an ended session.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};

use crate::steps::{comes_home, is_taken_over, signs_in, types_the_pass};

#[tokio::test(flavor = "multi_thread")]
async fn the_back_button_leads_back_and_a_deep_link_leads_there() -> Result<()> {
    let product = of_its_own("places");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&format!("{}/add-passkey", product.app)).await?;
    signs_in(&browser, &product, "ada").await?;
    browser.sees("How it works").await?;
    ensure!(browser.driver.current_url().await?.path() == "/add-passkey");
    is_taken_over(&browser).await?;
    browser.press("Not now").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.press("Add a passkey").await?;
    browser.sees("How it works").await?;
    browser.driver.back().await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.driver.forward().await?;
    browser.sees("How it works").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_offers_to_sign_in_and_leads_back_to_the_same_place() -> Result<()> {
    let product = of_its_own("ended");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    is_taken_over(&browser).await?;
    browser.driver.delete_all_cookies().await?;
    browser.press("Add a passkey").await?;
    browser.sees("Sign in again to go on").await?;
    signs_in(&browser, &product, "ada").await?;
    browser.sees("How it works").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_names_a_task_and_leads_to_it_through_the_sign_in() -> Result<()> {
    let product = of_its_own("deep-links");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&format!("{}/?do=recover&account=lena@contoso.example", product.app)).await?;
    is_taken_over(&browser).await?;
    browser.press("Continue to sign in").await?;
    types_the_pass(&browser, &product, "lena").await?;
    browser.sees("What happened to your device?").await?;
    is_taken_over(&browser).await?;
    browser.goto(&product.app).await?;
    let link = browser.find("a[href*='/remove?method=']").await?.attr("href").await?;
    let link = link.unwrap_or_default();
    let method = link.split("method=").nth(1).unwrap_or_default();
    for (task, says) in [
        ("add-passkey", "Add a passkey"),
        ("add-authenticator", "Get Microsoft Authenticator on your phone"),
        (&format!("remove&method={method}"), "Keep it"),
        ("remove&method=gone", "It is already gone"),
        ("remove", "There is nothing here"),
        ("end-pass", "You still need your pass"),
        ("fly", "Your sign-in methods"),
    ] {
        browser.goto(&format!("{}/?do={task}", product.app)).await?;
        let seen = browser.sees(says).await;
        seen.map_err(|error| error.context(task.to_owned()))?;
    }
    browser.close().await
}
