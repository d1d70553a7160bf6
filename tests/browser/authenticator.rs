//! Microsoft Authenticator is added on a phone, here the stand-in in another tab, and this page
//! notices it.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    browser::Browser,
    product::{as_real, of_its_own, pass_of},
};
use serde_json::{Value, json};
use xtask::product::Product;

use crate::steps::{
    comes_home, comes_home_without_scripts, is_in_order, is_silent, is_taken_over, signs_in,
};

/// Adds Ada's account on a phone, where this goes wrong.
async fn adds_on_a_phone(product: &Product, fault: Value) -> Result<()> {
    let account = &product.person("ada").context("a person of the tenant")?.account;
    let mut body =
        json!({ "account": account, "pass": pass_of(product, "ada"), "name": "Pixel 9" });
    if let (Some(body), Value::Object(fault)) = (body.as_object_mut(), fault) {
        body.extend(fault);
    }
    let phone = format!("{}/embedded/phone", product.tenant.address);
    let added = reqwest::Client::new().post(phone).json(&body).send().await?;
    ensure!(added.status().is_success(), "the phone takes the pass: {added:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_added_on_the_phone_is_noticed_and_named() -> Result<()> {
    let product = of_its_own("authenticator");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
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
    browser.type_into("[name=account]", account).await?;
    browser.find("button[value=add]").await?.click().await?;
    browser.find("#pass").await?.send_keys(pass_of(&product, "ada")).await?;
    browser.find("button[value=add]").await?.click().await?;
    browser.find("ul.accounts").await?;
    browser.driver.close_window().await?;

    browser.driver.switch_to_window(here).await?;
    browser.sees("Authenticator is added").await?;
    browser.sees("My new phone").await?;
    is_in_order(&browser, "authenticator-added").await?;
    browser.press("Finish").await?;
    // It comes after a password: whether that helps tomorrow, only the person knows.
    browser.sees("Do you know your password?").await?;
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

/// Everything that goes wrong on the phone, one after the other, in front of one page that waits.
async fn the_page_waits_through_every_fault_of_the_phone(product: &Product) -> Result<()> {
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, product, "ada").await?;
    is_taken_over(&browser).await?;
    browser.press("Add Microsoft Authenticator").await?;
    browser.press("The app is on my phone").await?;
    for fault in ["neverFinished", "anotherAccount", "wrongNumber"] {
        adds_on_a_phone(product, json!({ "fault": fault })).await?;
        browser.press("I have finished on my phone").await?;
        browser.sees("Authenticator is not in the list yet").await?;
        browser.sees("It can take a few minutes").await?;
    }
    browser.find("details:not([class^=strip]) summary").await?.click().await?;
    browser.sees("The app shows another account").await?;
    browser.sees("If it was the wrong one, start again").await?;
    // Made at last, and listed later: the page looks again by itself.
    adds_on_a_phone(product, json!({ "fault": "late", "delaySeconds": 12 })).await?;
    browser.press("I have finished on my phone").await?;
    browser.sees("Authenticator is not in the list yet").await?;
    browser.sees("Authenticator is added").await?;
    browser.sees("Pixel 9").await?;
    browser.goto(&format!("{}/add-authenticator/account", product.app)).await?;
    is_taken_over(&browser).await?;
    browser.sees("Add your account in the app").await?;
    adds_on_a_phone(product, json!({ "fault": "passkeyInstead" })).await?;
    browser.press("I have finished on my phone").await?;
    browser.sees("Your passkey is ready").await?;
    browser.sees("It lies in Microsoft Authenticator on your phone").await?;
    is_silent(&browser, "the faults of the phone").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_on_the_phone_the_page_claims_what_it_has_seen() -> Result<()> {
    the_page_waits_through_every_fault_of_the_phone(&of_its_own("authenticator-faults")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_on_the_phone_also_beside_a_list_that_lags() -> Result<()> {
    the_page_waits_through_every_fault_of_the_phone(&as_real("as-real-authenticator-faults")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_guide_leads_to_the_stores_and_back_to_the_list() -> Result<()> {
    let product = as_real("as-real-authenticator-without-scripts");
    let browser = Browser::open_without_scripts(390, 844).await?;
    browser.goto(&product.app).await?;
    comes_home_without_scripts(&browser, &product, "ada").await?;
    browser.press("Add Microsoft Authenticator").await?;
    browser.sees("Get Microsoft Authenticator on your phone").await?;
    for store in ["https://apps.apple.com/", "https://play.google.com/store/apps/"] {
        browser.find(&format!("a[href^=\"{store}\"]")).await?;
    }
    browser.press("The app is on my phone").await?;
    browser.sees("Add your account in the app").await?;
    // WebDriver never counts the inside of this element as text that is seen.
    let words = browser.driver.find(thirtyfour::By::Tag("noscript")).await?;
    ensure!(words.rect().await?.height > 20.0, "the words take their place on the page");
    let words = words.inner_html().await?;
    ensure!(words.contains("this page notices nothing by itself"), "{words}");
    browser.picture("without-scripts-authenticator").await?;
    adds_on_a_phone(&product, json!({})).await?;
    browser.press("I have finished on my phone").await?;
    // The list lags by ten seconds; the same address shows it then.
    browser.sees("Your sign-in methods").await?;
    ensure!(!browser.text().await?.contains("Pixel 9"), "nothing is claimed before it is listed");
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    browser.driver.refresh().await?;
    browser.sees("Pixel 9").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_pass_that_is_used_up_leads_to_the_directorys_page() -> Result<()> {
    let product = as_real("as-real-authenticator-used-up");
    let browser = Browser::open_without_scripts(390, 844).await?;
    browser.goto(&format!("{}/add-authenticator", product.app)).await?;
    signs_in(&browser, &product, "nils").await?;
    browser.sees("Your pass does not work on the phone").await?;
    let here = browser.driver.window().await?;
    browser.press("Open Security info").await?;
    let there = browser.driver.windows().await?.into_iter().find(|window| *window != here);
    browser.driver.switch_to_window(there.context("a tab of its own")?).await?;
    // The directory knows this browser: the pass is not asked for again.
    browser.sees("Security info").await?;
    browser.find("#add-method").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;
    browser.press("I have finished there").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.close().await
}
