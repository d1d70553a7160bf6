//! A sheet: one page in several windows beside each other, as the browser shows it.

use anyhow::{Context, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use latchkey_tests::browser::Browser;
use serde_json::{Value, json};

use crate::page::Kind;

/// A window with a page.
pub(crate) struct Frame {
    html: String,
    width: u32,
    /// The least height: that of a screen.
    height: u32,
    scale: f32,
}

impl Frame {
    /// A small phone.
    pub(crate) fn narrow(html: &str) -> Self {
        Self { html: html.to_owned(), width: 320, height: 568, scale: 1.0 }
    }

    /// A tablet, at half its size.
    fn medium(html: &str) -> Self {
        Self { html: html.to_owned(), width: 768, height: 800, scale: 0.5 }
    }

    /// A computer, at half its size.
    pub(crate) fn wide(html: &str) -> Self {
        Self { width: 1280, ..Self::medium(html) }
    }

    /// All of them.
    pub(crate) fn three(html: &str, kind: Kind) -> Vec<Self> {
        let mut frames = vec![Self::narrow(html), Self::medium(html), Self::wide(html)];
        if matches!(kind, Kind::Card) {
            // The page around it makes it as high as it has to be.
            frames.iter_mut().for_each(|frame| frame.height = 1);
        }
        frames
    }
}

/// Windows to take a picture of.
pub(crate) struct Sheet<'a> {
    /// What the page is called.
    pub(crate) name: &'a str,
    /// The windows.
    pub(crate) frames: Vec<Frame>,
    /// `light` or `dark`.
    pub(crate) theme: &'static str,
}

impl Sheet<'_> {
    /// Takes the picture, as a PNG.
    pub(crate) async fn take(&self, browser: &Browser) -> Result<Vec<u8>> {
        let features = json!([
            { "name": "prefers-color-scheme", "value": self.theme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        browser.command("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
        // A phone's own lie over the page and take no room.
        browser.command("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
        browser.goto("data:text/html,<!doctype html><body>").await?;
        let frames = self.frames.iter().map(|frame| {
            let Frame { html, width, height, scale } = frame;
            json!({ "html": html, "width": width, "height": height, "scale": scale })
        });
        let frames: Vec<Value> = frames.collect();
        let script = include_str!("sheet.js");
        let shown = browser.driver.execute_async(script, vec![json!(frames)]).await?;
        let shown = shown.json();
        let wide = shown["wide"].as_array().context("the windows are measured")?;
        ensure!(wide.is_empty(), "{} is wider than its window: {wide:?}", self.name);
        let size = |side: &str| {
            let pixels = shown[side].as_u64().and_then(|pixels| u32::try_from(pixels).ok());
            pixels.with_context(|| format!("the sheet has a {side}"))
        };
        browser.resize(size("width")?, size("height")?).await?;
        let answer = browser.command("Page.captureScreenshot", json!({ "format": "png" })).await?;
        Ok(STANDARD.decode(answer["data"].as_str().context("a picture")?)?)
    }
}
