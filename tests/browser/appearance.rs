//! Every screen at several widths, in both themes and in the pseudo-language.

use anyhow::{Result, ensure};
use latchkey_tests::browser::Browser;

use crate::{
    shared,
    steps::{is_in_order, is_taken_over, signs_in},
};

/// The pages that stand still.
const PAGES: [(&str, &str); 3] =
    [("/", "home"), ("/add-passkey", "add-passkey"), ("/retire-pass", "retire-pass")];

async fn fits(browser: &Browser, name: &str) -> Result<()> {
    let widths = "return [document.documentElement.scrollWidth, window.innerWidth]";
    let widths: Vec<u32> = browser.driver.execute(widths, Vec::new()).await?.convert()?;
    ensure!(widths[0] <= widths[1], "{name} is wider than the window: {widths:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_in_order_in_both_themes_at_every_width() -> Result<()> {
    let product = shared();
    let browser = Browser::open(1280, 900).await?;
    for signed_in in [false, true] {
        if signed_in {
            browser.goto(&product.app).await?;
            signs_in(&browser, product, "lena").await?;
            browser.sees("Your sign-in methods").await?;
        }
        for (path, page) in PAGES {
            for scheme in ["light", "dark"] {
                browser.prefer_color_scheme(scheme).await?;
                for width in [320, 768, 1280] {
                    browser.resize(width, 900).await?;
                    browser.goto(&format!("{}{path}", product.app)).await?;
                    is_taken_over(&browser).await?;
                    let who = if signed_in { "lena" } else { "stranger" };
                    let name = format!("{page}-{who}-{scheme}-{width}");
                    fits(&browser, &name).await?;
                    is_in_order(&browser, &name).await?;
                }
            }
        }
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pseudo_language_shows_no_words_of_the_source_language() -> Result<()> {
    let product = shared();
    let browser = Browser::open(320, 900).await?;
    browser.goto(&format!("{}/?lang=en-XA", product.app)).await?;
    is_taken_over(&browser).await?;
    fits(&browser, "pseudo-welcome").await?;
    is_in_order(&browser, "pseudo-welcome").await?;
    let page = browser.text().await?;
    for word in ["Temporary Access Pass", "Continue", "account"] {
        ensure!(!page.contains(word), "{word:?} is not translated:\n{page}");
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_while_the_app_takes_over() -> Result<()> {
    let product = shared();
    let browser = Browser::open(390, 844).await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    let shift = "return performance.getEntriesByType('layout-shift').length";
    let observed = "const done = arguments[0]; new PerformanceObserver(list => done(list.getEntries()\
        .reduce((sum, entry) => sum + entry.value, 0))).observe({type: 'layout-shift', buffered: true}); \
        setTimeout(() => done(0), 500)";
    browser.driver.execute(shift, Vec::new()).await?;
    let score: f64 = browser.driver.execute_async(observed, Vec::new()).await?.convert()?;
    ensure!(score == 0.0, "the page moved by {score}");
    browser.close().await
}
