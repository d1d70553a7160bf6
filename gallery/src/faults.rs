//! What is wrong with the pages as a browser shows them: what axe objects to, and what lies outside of its box.

use anyhow::Result;
use latchkey_tests::browser::Browser;
use serde_json::json;

use crate::{Studio, pages};

/// How the pages are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The width of the window, in CSS pixels.
    pub width: u32,
    /// `light` or `dark`.
    pub theme: &'static str,
    /// Whether the system sets every colour (`forced-colors: active`).
    pub has_forced_colors: bool,
    /// The size of the text, in percent of the usual one.
    pub text_size: u32,
}

impl Look {
    /// A phone in daylight.
    pub const PHONE: Self =
        Self { width: 390, theme: "light", has_forced_colors: false, text_size: 100 };

    /// A computer by day.
    pub const DESKTOP: Self = Self { width: 1280, ..Self::PHONE };
}

/// What axe objects to on each page in a language, with none of its rules left out.
///
/// # Errors
/// When the browser fails.
pub async fn broken_rules(language: &str, look: Look) -> Result<Vec<String>> {
    let browser = open(look).await?;
    let mut studio = Studio::open(&browser, language)?;
    let mut broken = Vec::new();
    for (_, pages) in pages::by_flow() {
        for page in &pages {
            let html = studio.draw(page).await?;
            write(&browser, html, look).await?;
            let rules = browser.broken_accessibility_rules().await?;
            broken.extend(rules.into_iter().map(|rule| format!("{}: {rule}", page.name)));
        }
    }
    browser.close().await?;
    Ok(broken)
}

/// What lies outside of the window, and words outside of their box, on each page in each of the languages.
///
/// # Errors
/// When the browser fails.
pub async fn outside_of_boxes(languages: &[String], look: Look) -> Result<Vec<String>> {
    let browser = open(look).await?;
    let mut outside = Vec::new();
    for language in languages {
        let mut studio = Studio::open(&browser, language)?;
        for (_, pages) in pages::by_flow() {
            for page in &pages {
                let html = studio.draw(page).await?;
                write(&browser, html, look).await?;
                let found = browser.outside_of_boxes().await?;
                outside
                    .extend(found.into_iter().map(|it| format!("{language}, {}: {it}", page.name)));
            }
        }
    }
    browser.close().await?;
    Ok(outside)
}

pub(crate) async fn open(look: Look) -> Result<Browser> {
    let browser = Browser::open(look.width, 844).await?;
    let forced = if look.has_forced_colors { "active" } else { "none" };
    let features = json!([
        { "name": "prefers-color-scheme", "value": look.theme },
        { "name": "forced-colors", "value": forced },
    ]);
    browser.command("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
    // A window of a desktop is never as narrow as a phone.
    let metrics = json!({
        "width": look.width, "height": 844, "deviceScaleFactor": 1, "mobile": false,
    });
    browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
    browser.command("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
    browser.goto("data:text/html,<!doctype html><body>").await?;
    Ok(browser)
}

/// Puts a page in the place of the one before.
pub(crate) async fn write(browser: &Browser, html: String, look: Look) -> Result<()> {
    let write = "document.open(); document.write(arguments[0]); document.close(); \
                 document.documentElement.style.fontSize = `${arguments[1]}%`;";
    browser.driver.execute(write, vec![html.into(), look.text_size.into()]).await?;
    Ok(())
}
