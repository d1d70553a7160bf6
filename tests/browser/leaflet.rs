//! The sheet for the first day: on a small screen, and on paper.

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use latchkey_tests::browser::Browser;
use serde_json::json;

use crate::{shared, steps::is_in_order_everywhere};

/// Width and height in inches.
const A4: (f64, f64) = (8.27, 11.69);
/// The paper of North America.
const LETTER: (f64, f64) = (8.5, 11.0);

#[tokio::test(flavor = "multi_thread")]
async fn the_leaflet_fits_a_small_screen_and_one_sheet_of_paper() -> Result<()> {
    let browser = Browser::open(390, 844).await?;
    let address = format!("{}/leaflet", shared().app.trim_end_matches('/'));
    browser.goto(&address).await?;
    browser.sees("Your first day").await?;
    is_in_order_everywhere(&browser, "leaflet").await?;
    ensure!(browser.text().await?.contains("To print this sheet"));
    browser.command("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    ensure!(!browser.text().await?.contains("To print this sheet"), "it is of no use on paper");
    browser.command("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
    for paper in [A4, LETTER] {
        is_one_page(&browser, paper).await?;
    }
    // In the language whose words are 40 % longer than the English ones.
    browser.goto(&[&address, "?lang=en-XA"].concat()).await?;
    is_one_page(&browser, A4).await?;
    browser.close().await
}

async fn is_one_page(browser: &Browser, (width, height): (f64, f64)) -> Result<()> {
    let paper = json!({ "paperWidth": width, "paperHeight": height, "preferCSSPageSize": false });
    let printed = browser.command("Page.printToPDF", paper).await?;
    let printed = STANDARD.decode(printed["data"].as_str().context("a document")?)?;
    let pages = String::from_utf8_lossy(&printed).matches("/Type /Page\n").count();
    ensure!(pages == 1, "{pages} pages of {width} by {height} inches");
    Ok(())
}
