//! The browser's prompt: declined, the same authenticator again, none at all, and whatever else comes of it.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};
use serde_json::json;

use crate::steps::{
    adds_a_passkey, comes_home, forgets_passkeys, is_in_order, is_taken_over, names_it, signs_in,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_prompt_and_a_known_authenticator_are_told_apart() -> Result<()> {
    let product = of_its_own("ceremony");
    let browser = Browser::open(1024, 800).await?;
    let authenticator = browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    names_it(&browser, "My key").await?;

    // The person does not pass the authenticator's own check: the browser says NotAllowedError. No
    // person is as fast as a virtual authenticator.
    let slowly = "const container = navigator.credentials, create = container.create.bind(container); \
        container.create = options => create(options).catch(reason => \
        new Promise((_, reject) => setTimeout(reject, 200, reason)))";
    browser.driver.execute(slowly, Vec::new()).await?;
    browser.verify_user(&authenticator, false).await?;
    browser.press("Create passkey").await?;
    browser.sees("No passkey was made").await?;
    is_in_order(&browser, "ceremony-declined").await?;
    let field = browser.find("input[name=name]").await?;
    ensure!(field.value().await?.as_deref() == Some("My key"), "what was typed is kept");

    browser.verify_user(&authenticator, true).await?;
    browser.press("Try again").await?;
    browser.sees("Your passkey is ready").await?;

    browser.press("Add another passkey").await?;
    names_it(&browser, "The same key").await?;
    browser.press("Create passkey").await?;
    browser.sees("This one is registered already").await?;
    is_in_order(&browser, "ceremony-known").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_cannot_make_passkeys_is_told_so() -> Result<()> {
    let product = of_its_own("no-webauthn");
    let browser = Browser::open(1024, 800).await?;
    forgets_passkeys(&browser).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    // Before anything is typed in vain.
    browser.sees("This browser cannot make passkeys").await?;
    browser.sees(&format!("{}/add-passkey", product.app)).await?;
    is_in_order(&browser, "ceremony-unsupported").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_a_way_to_make_passkeys_is_told_so_before_the_name() -> Result<()> {
    let product = of_its_own("no-create");
    let browser = Browser::open(1024, 800).await?;
    let early = json!({ "source": "navigator.credentials.create = undefined" });
    browser.command("Page.addScriptToEvaluateOnNewDocument", early).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    browser.sees("This browser cannot make passkeys").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_inside_another_app_says_so_before_the_name() -> Result<()> {
    let product = of_its_own("in-app");
    let browser = Browser::open(390, 844).await?;
    let view = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
    browser.command("Network.setUserAgentOverride", json!({ "userAgent": view })).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    browser.sees("This page is open inside another app").await?;
    browser.sees(&format!("{}/add-passkey", product.app)).await?;
    browser.sees("Name of this passkey").await?;
    is_in_order(&browser, "naming-in-app").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_with_a_page_of_its_own_is_where_the_passkey_is_added() -> Result<()> {
    let product = of_its_own("own-page");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "gala").await?;
    browser.sees("Add your passkey on your organization’s page").await?;
    is_in_order(&browser, "registration-handed-off").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_passkeys_of_two_authenticators_stand_side_by_side() -> Result<()> {
    let product = of_its_own("two-keys");
    let browser = Browser::open(1024, 800).await?;
    let first = browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    adds_a_passkey(&browser, "First").await?;
    let gone = json!({ "authenticatorId": first });
    browser.command("WebAuthn.removeVirtualAuthenticator", gone).await?;
    browser.plug_in_authenticator().await?;
    browser.press("Finish").await?;
    adds_a_passkey(&browser, "Second").await?;
    browser.press("Finish").await?;
    browser.sees("First").await?;
    browser.sees("Second").await?;
    browser.sees("You still can if you lose one device").await?;
    browser.close().await
}
