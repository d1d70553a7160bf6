//! The samples of intranet pages, on the site of the demo: plain HTML, a bundler, React, Vue.
//!
//! Each has the strictest Content Security Policy that it can run under, and its console must stay silent.

use anyhow::Result;
use latchkey_tests::{browser::Browser, samples};
use thirtyfour::By;
use xtask::product::Product;

use crate::{
    card::{hears, into_frame, is_back, opens_a_window},
    steps::{is_in_order, is_silent, signs_in},
};

const CARD: &str = "latchkey-card";

/// The act that changes an attribute while the page is open.
const CHANGE: &str = "Compact or full";
/// The act that takes the element out of the page, and puts one in.
const AWAY: &str = "Take the card away or bring it back";

/// How often the page has heard of this event.
async fn count(browser: &Browser, event: &str) -> Result<usize> {
    browser.driver.enter_default_frame().await?;
    let path = format!("//ol/li[normalize-space(.)='{event}']");
    Ok(browser.driver.find_all(By::XPath(path.as_str())).await?.len())
}

/// Waits until the page has heard of this event so often.
async fn hears_times(browser: &Browser, event: &str, times: usize) -> Result<()> {
    for _ in 0..200 {
        if count(browser, event).await? == times {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("{event} is heard {} times, and not {times}", count(browser, event).await?)
}

/// The whole life of a card on the page of this sample.
async fn lives_on(product: &Product, sample: &str) -> Result<()> {
    let browser = Browser::open_without_third_party_cookies(1000, 900).await?;
    browser.goto(&format!("{}/samples/{sample}.html", product.intranet)).await?;
    hears(&browser, "ready").await?;
    into_frame(&browser, CARD).await?;
    browser.sees("Can you sign in tomorrow?").await?;
    browser.find("html[data-view=full]").await?;
    browser.driver.enter_default_frame().await?;

    let here = opens_a_window(&browser, CARD, "Sign in").await?;
    signs_in(&browser, product, "zita").await?;
    is_back(&browser, here).await?;
    hears_times(&browser, "signed-in", 1).await?;
    into_frame(&browser, CARD).await?;
    browser.sees("Do you know your password?").await?;
    browser.driver.enter_default_frame().await?;

    browser.press(CHANGE).await?;
    into_frame(&browser, CARD).await?;
    browser.find("html[data-view=compact]").await?;
    is_in_order(&browser, &format!("sample-{sample}")).await?;

    browser.driver.enter_default_frame().await?;
    browser.press(AWAY).await?;
    for _ in 0..200 {
        if browser.driver.find_all(By::Tag(CARD)).await?.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let ready = count(&browser, "ready").await?;
    browser.press(AWAY).await?;
    // The card that comes back has the session of the one before.
    hears_times(&browser, "ready", ready + 1).await?;
    hears_times(&browser, "signed-in", 2).await?;
    into_frame(&browser, CARD).await?;
    browser.sees("Do you know your password?").await?;
    is_silent(&browser, sample).await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_lives_in_plain_html_and_in_the_bundles_of_react_and_vue() -> Result<()> {
    let product = latchkey_tests::product::of_its_own("samples");
    samples::build(&product)?;
    for sample in ["plain", "bundled", "react", "vue"] {
        lives_on(&product, sample).await.map_err(|fault| fault.context(sample))?;
    }
    Ok(())
}
