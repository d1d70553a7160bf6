//! The card in Firefox, which gives each site a store of its own (Total Cookie Protection), and the way through the app.
//!
//! Only where the machine has Firefox: `cargo xtask test` says when these are left out.

use anyhow::{Result, ensure};
use latchkey_tests::browser::Browser;

use crate::{
    card::{at_the_intranet, heard, hears, into_card, is_back, opens_a_window},
    steps::{is_taken_over, names_it, signs_in},
};

#[tokio::test(flavor = "multi_thread")]
async fn from_the_sign_in_in_the_card_to_the_passkey_with_which_the_banner_goes() -> Result<()> {
    let product = latchkey_tests::product::of_its_own("firefox-card");
    let browser = Browser::open_firefox(1280, 1100).await?;
    at_the_intranet(&browser, &product.intranet).await?;
    into_card(&browser, "first").await?;
    browser.sees("Can you sign in tomorrow?").await?;

    let here = opens_a_window(&browser, "#first", "Sign in").await?;
    signs_in(&browser, &product, "ada").await?;
    is_back(&browser, here).await?;
    for card in ["first", "second"] {
        into_card(&browser, card).await?;
        browser.sees("You have no way to sign in tomorrow yet").await?;
    }
    browser.find("html[data-view=compact]").await?;
    hears(&browser, "second: signed-in").await?;
    browser.picture_of_firefox("firefox-card-banner").await?;

    let here = opens_a_window(&browser, "#first", "Add a passkey").await?;
    is_taken_over(&browser).await?;
    browser.plug_in_authenticator_of_firefox().await?;
    names_it(&browser, "Ada’s laptop").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;

    into_card(&browser, "first").await?;
    browser.sees("You can sign in tomorrow").await?;
    let card = browser.text().await?;
    ensure!(!card.contains("no way to sign in"), "the banner is gone: {card}");
    hears(&browser, "first: method-added").await?;
    let heard = heard(&browser).await?;
    ensure!(!heard.contains("ada") && !heard.contains("laptop"), "nothing of the person: {heard}");

    // The next visit finds the card signed in; the app's own session is in a store of its own.
    at_the_intranet(&browser, &product.intranet).await?;
    into_card(&browser, "first").await?;
    browser.sees("You can sign in tomorrow").await?;
    browser.driver.enter_default_frame().await?;
    browser.picture_of_firefox("firefox-card-ready").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_leads_from_the_first_page_to_the_new_passkey() -> Result<()> {
    let product = latchkey_tests::product::of_its_own("firefox-app");
    let browser = Browser::open_firefox(1024, 800).await?;
    browser.goto(&product.app).await?;
    browser.picture_of_firefox("firefox-first-page").await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    browser.plug_in_authenticator_of_firefox().await?;
    names_it(&browser, "Ada’s laptop").await?;
    browser.picture_of_firefox("firefox-add-passkey").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.picture_of_firefox("firefox-passkey-ready").await?;
    browser.goto(&product.app).await?;
    browser.sees("Your sign-in methods").await?;
    browser.sees("Ada’s laptop").await?;
    browser.picture_of_firefox("firefox-overview").await?;
    browser.close().await
}
