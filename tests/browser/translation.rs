//! A page that the browser translates: what it names is what it does, and its clock goes on.
//!
//! Translation takes each text node away and puts an element with new words in its place.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};
use serde_json::json;

use crate::steps::{is_silent, is_taken_over, signs_in};

/// Puts `<font><font>words</font></font>` in the place of every text node of the app, and marks the
/// words, as a translation would change them.
const TRANSLATE: &str = "
    window.translate = () => {
        const app = document.getElementById('latchkey');
        if (!app) return;
        const walker = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        for (const text of texts) {
            if (text.parentElement.closest('font, noscript, script')) continue;
            const inner = document.createElement('font');
            inner.append('«' + text.data + '»');
            const outer = document.createElement('font');
            outer.append(inner);
            text.replaceWith(outer);
        }
    };
    document.addEventListener('DOMContentLoaded', () => window.translate());";

#[tokio::test(flavor = "multi_thread")]
async fn a_translated_page_removes_the_method_that_it_names() -> Result<()> {
    let product = of_its_own("translation");
    let browser = Browser::open(1024, 800).await?;
    let early = json!({ "source": TRANSLATE });
    browser.command("Page.addScriptToEvaluateOnNewDocument", early).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    // What was wrapped before the app came is gone; nothing stands twice.
    let page = browser.text().await?;
    ensure!(page.matches("Hello, Lena").count() == 1, "the greeting stands once: {page}");

    translate(&browser).await?;
    opens_removal_of(&browser, "Microsoft Authenticator").await?;
    let authenticator = heading(&browser).await?;
    translate(&browser).await?;
    browser.press("«Keep it»").await?;
    browser.sees("Your sign-in methods").await?;
    translate(&browser).await?;
    opens_removal_of(&browser, "Phone number").await?;
    let number = heading(&browser).await?;
    ensure!(number != authenticator, "another method, another heading: {number}");

    // From one page of a removal straight to the other.
    translate(&browser).await?;
    browser.driver.execute("history.go(-2)", Vec::new()).await?;
    browser.sees(&authenticator).await?;
    ensure!(heading(&browser).await? == authenticator, "the heading names the method");
    let card = browser.find("main .methods").await?.text().await?;
    ensure!(
        card.contains("Microsoft Authenticator") && !card.contains("Passkey"),
        "so does the card: {card}"
    );
    browser.press("«Remove it»").await?;
    browser.sees("is removed").await?;
    let list = browser.find("section .methods").await?.text().await?;
    ensure!(
        list.matches("Lena's old phone").count() == 1
            && list.contains("Passkey")
            && list.contains("Phone number"),
        "the method that was named is gone, and no other: {list}"
    );
    is_silent(&browser, "translation").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_a_translated_page_goes_on() -> Result<()> {
    let product = of_its_own("translated-clock");
    let browser = Browser::open(1024, 800).await?;
    let early = json!({ "source": TRANSLATE });
    browser.command("Page.addScriptToEvaluateOnNewDocument", early).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    translate(&browser).await?;
    let clock = ".pass h2";
    let before = browser.find(clock).await?.text().await?;
    ensure!(before.contains("«Your pass ends in"), "{before}");
    // It shows minutes.
    let mut after = before.clone();
    for _ in 0..75 {
        if after != before {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        after = browser.find(clock).await?.text().await?;
    }
    ensure!(after != before, "the clock stands at {before}");
    ensure!(after.matches("Your pass ends in").count() == 1, "nothing is doubled: {after}");
    is_silent(&browser, "translated clock").await?;
    browser.close().await
}

/// From the overview to the page that asks about a method of this kind.
async fn opens_removal_of(browser: &Browser, kind: &str) -> Result<()> {
    browser.find(&format!("a[aria-label*=\"{kind}\"][href*=remove]")).await?.click().await?;
    browser.sees("You can still sign in with").await
}

async fn translate(browser: &Browser) -> Result<()> {
    browser.driver.execute("translate()", Vec::new()).await?;
    let page = browser.text().await?;
    ensure!(page.contains('«'), "the page is translated");
    Ok(())
}

async fn heading(browser: &Browser) -> Result<String> {
    Ok(browser.find("h1").await?.text().await?)
}
