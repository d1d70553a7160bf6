//! The new hire's story, from the first page to the last.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};
use serde_json::json;

use crate::steps::{is_in_order, is_taken_over, names_it, signs_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hire_registers_a_passkey_and_the_banner_goes() -> Result<()> {
    let product = of_its_own("new-hire");
    let browser = Browser::open(1280, 900).await?;
    let first = browser.plug_in_authenticator().await?;

    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    browser.sees("Set up how you sign in").await?;
    is_in_order(&browser, "welcome").await?;
    signs_in(&browser, &product, "ada").await?;

    // Adding a passkey comes first; whoever does not want to sees where they are.
    browser.sees("How it works").await?;
    is_taken_over(&browser).await?;
    browser.press("Not now").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.sees("Your pass ends in").await?;
    is_taken_over(&browser).await?;
    is_in_order(&browser, "overview-new").await?;

    browser.press("Add a passkey").await?;
    browser.sees("How it works").await?;
    is_in_order(&browser, "add-explaining").await?;
    names_it(&browser, "Ada’s laptop").await?;
    is_in_order(&browser, "add-naming").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.sees("Ada’s laptop").await?;
    is_in_order(&browser, "add-saved").await?;

    browser.press("Try it now").await?;
    browser.sees("It works").await?;
    browser.sees("You signed with “Ada’s laptop”").await?;
    is_in_order(&browser, "add-proved").await?;

    // A second one on another device, for the day on which the first is lost.
    let gone = json!({ "authenticatorId": first });
    browser.command("WebAuthn.removeVirtualAuthenticator", gone).await?;
    browser.plug_in_authenticator().await?;
    browser.press("Add another passkey").await?;
    names_it(&browser, "Ada’s phone").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.sees("Ada’s phone").await?;
    is_in_order(&browser, "add-second").await?;

    browser.press("Finish").await?;
    browser.sees("tried here, and it works").await?;
    browser.sees("You can sign in tomorrow").await?;
    browser.sees("You still can if you lose one device").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("no way to sign in tomorrow"), "the banner is gone: {page}");
    is_in_order(&browser, "overview-ready").await?;

    browser.driver.refresh().await?;
    browser.sees("Ada’s laptop").await?;
    is_taken_over(&browser).await?;

    browser.press("End my pass").await?;
    browser.sees("End your pass?").await?;
    is_in_order(&browser, "retire").await?;
    browser.press("End it and sign out").await?;
    browser.sees("You’re done").await?;
    is_in_order(&browser, "retired").await?;

    browser.goto(&product.app).await?;
    browser.sees("Set up how you sign in").await?;
    browser.close().await
}
