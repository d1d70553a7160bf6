//! A lost device, from what happened to the ended pass.

use anyhow::{Result, ensure};
use latchkey_tests::{
    browser::Browser,
    faulty_upstream::{Fault, FaultyUpstream},
    product::{behind, of_its_own},
};
use serde_json::json;

use crate::steps::{is_in_order, is_taken_over, names_it, signs_in, uses_the_passkey};

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_phone_goes_in_one_intent_that_survives_a_reload() -> Result<()> {
    let product = of_its_own("recovery");
    let browser = Browser::open(390, 844).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    // All of it is on one phone, and marked; a click takes the marks of all, another sets them.
    ensure!(checked(&browser).await? == 4, "the radio button and three methods");
    browser.find("input[type=checkbox]").await?.click().await?;
    ensure!(checked(&browser).await? == 1, "the radio button alone");
    browser.find("input[type=checkbox]").await?.click().await?;
    ensure!(checked(&browser).await? == 4, "all again");
    browser.find("label.choice:nth-of-type(2) input[type=radio]").await?.click().await?;
    is_in_order(&browser, "recover").await?;
    browser.press("Continue").await?;

    // Nothing else lets her sign in: the new key comes first.
    names_it(&browser, "New key").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.sees("Next: remove what is lost").await?;

    browser.goto(&product.app).await?;
    browser.sees("You are replacing a lost device").await?;
    is_taken_over(&browser).await?;
    is_in_order(&browser, "overview-recovering").await?;
    browser.press("Go on replacing your device").await?;
    browser.driver.refresh().await?;
    is_taken_over(&browser).await?;
    is_in_order(&browser, "recover-remove").await?;
    browser.press("Remove all of these").await?;
    browser.sees("Next: end your pass").await?;
    let page = browser.text().await?;
    ensure!(page.matches("Removed: ").count() == 3, "three are removed: {page}");
    is_in_order(&browser, "recover-end-pass").await?;
    browser.press("End it and sign out").await?;
    // The new key lets her in, and whoever has the phone is signed out: that is not done yet, and said.
    browser.sees("Whoever has your device may still be signed in with it").await?;
    is_in_order(&browser, "sign-out-due").await?;
    browser.press("Continue to sign in").await?;
    uses_the_passkey(&browser).await?;
    browser.sees("Next: sign out everywhere").await?;
    is_taken_over(&browser).await?;
    is_in_order(&browser, "recover-sign-out").await?;
    browser.press("Go to “Sign out everywhere”").await?;
    browser.sees("As this site saw it").await?;
    let page = browser.text().await?;
    ensure!(page.matches("Removed: ").count() == 3, "what was done is told: {page}");
    browser.press("Sign out everywhere").await?;
    browser.sees("You are signed out everywhere").await?;
    browser.sees("sign in again to see what was done").await?;
    is_in_order(&browser, "signed-out-everywhere").await?;

    // There it is, with its times, until she says that it is over.
    browser.press("Sign in again").await?;
    browser.type_into("input[name=account]", "lena@contoso.example").await?;
    browser.press("Continue to sign in").await?;
    uses_the_passkey(&browser).await?;
    browser.sees("Everything is done").await?;
    is_taken_over(&browser).await?;
    browser.press("See what was done").await?;
    browser.sees("What was lost is gone").await?;
    browser.press("Finish").await?;
    browser.sees("What was done, for you and the help desk").await?;
    let page = browser.text().await?;
    for done in ["You reported it", "Added: New key", "Your pass ended", "Signed out everywhere"] {
        ensure!(page.contains(done), "{done} is told: {page}");
    }
    ensure!(page.matches("Removed: ").count() == 3, "three are removed: {page}");
    ensure!(!page.contains("You are replacing a lost device"), "{page}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_phone_gives_way_to_a_new_key_though_one_method_stays_at_first() -> Result<()> {
    let upstream = FaultyUpstream::start();
    let product = behind("recovery-replaced", &upstream);
    let browser = Browser::open(390, 844).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    // She has a new one.
    browser.find("label.choice:nth-of-type(3) input[type=radio]").await?.click().await?;
    browser.press("Continue").await?;
    names_it(&browser, "New key").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    upstream.fails("DELETE /v1.0/me/authentication/phoneMethods", Fault::Status(503));
    browser.press("Remove all of these").await?;
    browser.sees("These are still there").await?;
    let page = browser.text().await?;
    ensure!(page.matches("Removed: ").count() == 2, "the others are removed: {page}");
    let left = browser.find("[role=alert]").await?.text().await?;
    ensure!(left.contains("Phone number") && !left.contains("Authenticator"), "{left}");
    // She leaves, and takes it up again.
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    upstream.calms_down();
    browser.press("Go on replacing your device").await?;
    browser.press("Remove all of these").await?;
    browser.sees("Next: end your pass").await?;
    browser.press("End it and sign out").await?;
    browser.sees("You’re done").await?;
    let page = browser.text().await?;
    for done in ["You reported it", "Added: New key", "Your pass ended"] {
        ensure!(page.contains(done), "{done} is told: {page}");
    }
    ensure!(page.matches("Removed: ").count() == 3, "three are removed: {page}");
    let broken = browser.broken_accessibility_rules().await?;
    ensure!(broken.is_empty(), "{}", broken.join("\n"));
    browser.picture("recovery-replaced-done").await?;
    // It is told once.
    browser.driver.refresh().await?;
    is_taken_over(&browser).await?;
    let page = browser.text().await?;
    ensure!(!page.contains("Removed: ") && !page.contains("New key"), "{page}");
    browser.type_into("input[name=account]", "lena@contoso.example").await?;
    browser.press("Continue to sign in").await?;
    uses_the_passkey(&browser).await?;
    browser.sees("You can sign in tomorrow").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("You are replacing a lost device"), "{page}");
    browser.close().await
}

/// How many choices of the page are made, as the browser sees it.
async fn checked(browser: &Browser) -> Result<u64> {
    let count = "return document.querySelectorAll('input:checked').length";
    let answer = browser.driver.execute(count, Vec::new()).await?;
    Ok(answer.json().as_u64().unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_later_words_cannot_be_fetched_the_edge_draws_the_page() -> Result<()> {
    let product = of_its_own("later-words");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    browser.command("Network.enable", json!({})).await?;
    let blocked = json!({ "urls": ["*later*"] });
    browser.command("Network.setBlockedURLs", blocked).await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("recover."), "keys in place of words: {page}");
    browser.close().await
}
