//! Microsoft Authenticator is added on a phone, here the stand-in in another tab, and this page
//! notices it.

use anyhow::{Context, Result};
use latchkey_tests::{
    browser::Browser,
    product::{of_its_own, pass_of},
};

use crate::steps::{is_in_order, is_taken_over, signs_in};

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_added_on_the_phone_is_noticed_and_named() -> Result<()> {
    let product = of_its_own("authenticator");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    browser.press("Add Microsoft Authenticator").await?;
    browser.sees("Get Microsoft Authenticator on your phone").await?;
    is_in_order(&browser, "authenticator").await?;
    browser.press("The app is on my phone").await?;
    browser.sees("Add your account in the app").await?;
    browser.press("I have finished on my phone").await?;
    browser.sees("Authenticator is not in the list yet").await?;
    is_in_order(&browser, "authenticator-in-the-app").await?;

    let here = browser.driver.window().await?;
    browser.driver.new_tab().await?;
    let there = browser.driver.windows().await?.into_iter().find(|window| *window != here);
    browser.driver.switch_to_window(there.context("a tab of its own")?).await?;
    let phone = format!("{}/{}/phone", product.tenant.address, product.tenant.tenant_id);
    browser.goto(&phone).await?;
    browser.find("#take").await?.click().await?;
    browser.find("#install").await?.click().await?;
    browser.find("#add").await?.click().await?;
    let account = &product.person("ada").context("a person of the tenant")?.account;
    browser.find("[name=account]").await?.send_keys(account).await?;
    browser.find("button[value=add]").await?.click().await?;
    browser.find("#pass").await?.send_keys(pass_of(&product, "ada")).await?;
    browser.find("button[value=add]").await?.click().await?;
    browser.find("ul.accounts").await?;
    browser.driver.close_window().await?;

    browser.driver.switch_to_window(here).await?;
    browser.sees("Authenticator is added").await?;
    browser.sees("My new phone").await?;
    is_in_order(&browser, "authenticator-added").await?;
    browser.press("Done").await?;
    // It comes after a password: whether that helps tomorrow, only the person knows.
    browser.sees("Do you still have what is registered here?").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_that_is_used_up_leads_to_a_passkey_first() -> Result<()> {
    let product = of_its_own("authenticator-used-up");
    let browser = Browser::open(320, 700).await?;
    browser.goto(&format!("{}/add-authenticator", product.app)).await?;
    signs_in(&browser, &product, "nils").await?;
    is_taken_over(&browser).await?;
    browser.sees("Your pass does not work on the phone").await?;
    is_in_order(&browser, "authenticator-used-up").await?;
    browser.press("Add a passkey").await?;
    browser.sees("How it works").await?;
    browser.close().await
}
