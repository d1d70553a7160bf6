//! The stories from the first page to the last beside a directory as unhelpful as the real one: another
//! origin on the way to its sign-in page, no passkeys through Graph, lists that lag.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    browser::Browser,
    product::{as_real, pass_of},
};
use xtask::product::Product;

use crate::steps::{
    comes_home_without_scripts, is_in_order, is_silent, is_taken_over, makes_it_in_the_other_tab,
    signs_in, types_the_pass,
};

/// From the page of the hand-off to the passkey that it notices.
async fn registers_on_the_directorys_page(browser: &Browser, name: &str) -> Result<()> {
    browser.sees("Add your passkey on your organization’s page").await?;
    browser.press("Open Security info").await?;
    makes_it_in_the_other_tab(browser, name).await?;
    // The list lags by ten seconds.
    browser.sees("Your passkey is ready").await?;
    browser.sees(name).await
}

async fn comes_in(product: &Product, person: &str) -> Result<Browser> {
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, product, person).await?;
    is_taken_over(&browser).await?;
    Ok(browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hire_is_handed_off_and_ends_the_pass() -> Result<()> {
    let product = as_real("as-real-new-hire");
    let browser = comes_in(&product, "ada").await?;
    registers_on_the_directorys_page(&browser, "Blue key").await?;
    browser.press("Finish").await?;
    browser.sees("You can sign in tomorrow").await?;
    is_in_order(&browser, "as-real-ready").await?;
    browser.press("End my pass").await?;
    // The edge does not know how old the sign-in is: a fresher one comes before the
    // question.
    browser.press("Sign in again").await?;
    types_the_pass(&browser, &product, "ada").await?;
    browser.sees("End your pass?").await?;
    is_taken_over(&browser).await?;
    browser.press("End it and sign out").await?;
    browser.sees("You’re done").await?;
    is_silent(&browser, "as real, new hire").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_who_lost_a_phone_is_handed_off_and_removes_the_phone() -> Result<()> {
    let product = as_real("as-real-lost-phone");
    let browser = comes_in(&product, "lena").await?;
    browser.sees("Do you still have what is registered here?").await?;
    browser.press("Add a passkey").await?;
    registers_on_the_directorys_page(&browser, "New key").await?;
    browser.press("Finish").await?;
    browser.sees("You can sign in tomorrow").await?;
    browser.find("a[aria-label*=\"Phone number\"][href*=remove]").await?.click().await?;
    // Nothing tells how old the first sign-in is, so that a removal wants a fresher one.
    browser.press("Sign in again").await?;
    types_the_pass(&browser, &product, "lena").await?;
    browser.sees("You can still sign in with").await?;
    is_taken_over(&browser).await?;
    browser.press("Remove it").await?;
    browser.sees("is removed").await?;
    is_silent(&browser, "as real, lost phone").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn authenticator_is_noticed_in_a_list_that_lags() -> Result<()> {
    let product = as_real("as-real-authenticator");
    let browser = comes_in(&product, "ada").await?;
    browser.press("Not now").await?;
    browser.press("Add Microsoft Authenticator").await?;
    browser.press("The app is on my phone").await?;
    browser.sees("Add your account in the app").await?;
    let account = &product.person("ada").context("a person of the tenant")?.account;
    let added = reqwest::Client::new()
        .post(format!("{}/embedded/phone", product.tenant.address))
        .json(&serde_json::json!({ "account": account, "pass": pass_of(&product, "ada") }))
        .send()
        .await?;
    ensure!(added.status().is_success(), "the phone takes the pass: {added:?}");
    browser.press("I have finished on my phone").await?;
    browser.sees("Authenticator is added").await?;
    is_silent(&browser, "as real, Authenticator").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_directorys_page_is_reached_and_the_way_back_leads_home() -> Result<()>
{
    let product = as_real("as-real-without-scripts");
    let browser = Browser::open_without_scripts(1024, 800).await?;
    browser.goto(&product.app).await?;
    comes_home_without_scripts(&browser, &product, "ada").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.find("a[href*=add-passkey]").await?.click().await?;
    browser.find("a.no-app").await?.click().await?;
    // The directory knows this browser. Its own page needs script for a passkey, as the real one does.
    browser.sees("Security info").await?;
    browser.driver.back().await?;
    browser.find("a.quiet[href=\"/\"]").await?.click().await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.close().await
}
