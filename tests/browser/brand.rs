//! The company's own look: readable, in order, and within the window.

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use latchkey_tests::{browser::Browser, product::with_bindings};

use crate::steps::{is_in_order, is_taken_over};

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 24\">\
    <rect width=\"120\" height=\"24\" rx=\"6\" fill=\"#8a1c4a\"/></svg>";

#[tokio::test(flavor = "multi_thread")]
async fn the_companys_look_is_in_order_in_both_themes() -> Result<()> {
    let logo = STANDARD.encode(LOGO);
    let product = with_bindings(
        "look",
        &[
            ("PRODUCT_NAME", "Sign-in companion"),
            // Yellow: not to be read on white, nor with white on it.
            ("ACCENT_COLOR", "#ffd800"),
            ("LOGO", &logo),
            ("PRIVACY_LINK", "https://contoso.example/privacy"),
            ("WELCOME_NOTE", "Your pass is in the letter that came with your computer."),
        ],
    );
    let browser = Browser::open(320, 900).await?;
    for scheme in ["light", "dark"] {
        browser.prefer_color_scheme(scheme).await?;
        for (path, name) in [("/", "first"), ("/language", "language"), ("/leaflet", "leaflet")] {
            browser.goto(&format!("{}{path}", product.app)).await?;
            if path == "/" {
                browser.sees("in the letter").await?;
                is_taken_over(&browser).await?;
            }
            browser.sees("Sign-in companion").await?;
            is_in_order(&browser, &format!("look-{name}-{scheme}")).await?;
        }
    }
    browser.close().await
}
