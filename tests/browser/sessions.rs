//! The page of a person's sessions, which needs no script.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, client::Client, product::of_its_own};

use crate::steps::{is_in_order, is_in_order_everywhere, is_taken_over, signs_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_elsewhere_is_seen_and_ended() -> Result<()> {
    let product = of_its_own("sessions");
    let elsewhere = Client::new(&product);
    elsewhere.sign_in(&product, "lena").await;
    let browser = Browser::open(390, 844).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    browser.find("details.session > summary").await?.click().await?;
    browser.press("Where you are signed in, and recent activity").await?;
    browser.sees("Chrome on Linux").await?;
    is_in_order_everywhere(&browser, "sessions").await?;
    browser.press("End").await?;
    browser.sees("has to sign in again").await?;
    is_in_order(&browser, "sessions-ended").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("End all others"), "no other is left: {page}");
    ensure!(page.contains("Ended other sessions"), "it is told: {page}");
    ensure!(elsewhere.overview().await.code() == "sign-in-required", "it has ended");
    browser.press("Go to your sign-in methods").await?;
    is_taken_over(&browser).await?;
    browser.close().await
}
