//! With scripts switched off: the first page still leads to the sign-in, the overview still shows.

use anyhow::{Result, ensure};
use latchkey_tests::browser::Browser;

use crate::{shared, steps::comes_home_without_scripts};

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_the_first_page_leads_to_the_overview() -> Result<()> {
    let product = shared();
    let browser = Browser::open_without_scripts(1024, 800).await?;
    browser.goto(&product.app).await?;
    comes_home_without_scripts(&browser, product, "nils").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.sees("left to add a passkey").await?;
    browser.sees("Nothing is registered yet").await?;
    browser.picture("without-scripts-overview").await?;
    browser.press("Add a passkey").await?;
    // WebDriver never counts the inside of this element as text that is seen.
    let words = browser.driver.find(thirtyfour::By::Tag("noscript")).await?;
    ensure!(words.rect().await?.height > 20.0, "the words take their place on the page");
    let words = words.inner_html().await?;
    ensure!(words.contains("Adding a passkey needs JavaScript"), "{words}");
    browser.picture("without-scripts-add").await?;
    browser.driver.back().await?;
    browser.press("Sign out").await?;
    browser.sees("You are signed out").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("Nils"), "nothing of the session is left: {page}");
    browser.close().await
}
