//! The company's own look: readable, in order, and within the window; and its name where only a screen
//! reader or the browser says it.

use anyhow::{Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use latchkey_tests::{browser::Browser, product::with_bindings};

use crate::steps::{is_in_order, is_silent, is_taken_over};

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

/// By what name a screen reader knows the frame of this card.
async fn name_of_the_frame(browser: &Browser, id: &str) -> Result<String> {
    let name =
        "return document.getElementById(arguments[0]).shadowRoot.querySelector('iframe').title";
    let name = browser.driver.execute(name, vec![id.into()]).await?;
    Ok(name.json().as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cards_frame_has_the_name_of_the_product_and_nothing_in_it_is_markup() -> Result<()> {
    const NAME: &str = "Keys \"><i onload=x> &lt;";
    let product = with_bindings("card-name", &[("PRODUCT_NAME", NAME)]);
    let browser = Browser::open(1000, 900).await?;
    browser.goto(&product.intranet).await?;
    browser.sees("first: ready").await?;
    ensure!(name_of_the_frame(&browser, "first").await? == NAME, "the name of the product");
    // What the page around the card says goes before it.
    let own = "const card = document.getElementById('first'); card.setAttribute('label', 'My keys'); \
        card.parentNode.append(card); \
        return new Promise(done => card.addEventListener('ready', () => done(true)))";
    browser.driver.execute(own, Vec::new()).await?;
    ensure!(
        name_of_the_frame(&browser, "first").await? == "My keys",
        "the name that the page gives"
    );
    let taken = "document.getElementById('first').removeAttribute('label')";
    browser.driver.execute(taken, Vec::new()).await?;
    ensure!(name_of_the_frame(&browser, "first").await? == NAME, "the name of the product again");
    // What is no name changes none.
    let garbage = "const frame = document.getElementById('second').shadowRoot.querySelector('iframe'); \
        for (const product of [null, 1, {}, ['x']]) window.dispatchEvent(new MessageEvent('message', \
        { source: frame.contentWindow, origin: arguments[0], \
        data: { latchkey: 1, type: 'event', name: 'ready', product } }))";
    browser.driver.execute(garbage, vec![product.app.clone().into()]).await?;
    ensure!(name_of_the_frame(&browser, "second").await? == NAME, "the name of the product");
    is_silent(&browser, "the intranet page").await?;
    browser.close().await
}
