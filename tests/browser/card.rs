//! The card in an intranet page of another site, in a browser that blocks third-party cookies.
//!
//! The demo page has a strict Content Security Policy and Trusted Types; its console must stay silent.

use anyhow::{Context, Result, ensure};
use latchkey_tests::browser::Browser;
use serde_json::json;
use thirtyfour::{By, WindowHandle};

use crate::{
    shared,
    steps::{is_in_order, is_silent, is_taken_over, names_it, signs_in},
};

/// Opens the demo page at this origin.
async fn at_the_intranet(browser: &Browser, origin: &str) -> Result<()> {
    browser.goto(origin).await?;
    hears(browser, "first: ready").await?;
    hears(browser, "second: ready").await
}

/// Looks into the frame of a card. What is searched and pressed from here on is in it.
async fn into_card(browser: &Browser, id: &str) -> Result<()> {
    browser.driver.enter_default_frame().await?;
    let card = browser.driver.find(By::Id(id)).await?;
    let frame = card.get_shadow_root().await?.find(By::Css("iframe")).await?;
    Ok(frame.enter_frame().await?)
}

/// Looks at the page around the cards again, and waits until it has heard of this event.
async fn hears(browser: &Browser, event: &str) -> Result<()> {
    browser.driver.enter_default_frame().await?;
    browser.sees(event).await
}

/// What the page around the cards has heard.
async fn heard(browser: &Browser) -> Result<String> {
    browser.driver.enter_default_frame().await?;
    Ok(browser.driver.find(By::Id("events")).await?.text().await?)
}

/// Presses something in the first card, and looks at the window that opens.
async fn opens_a_window(browser: &Browser, act: &str) -> Result<WindowHandle> {
    let here = browser.driver.window().await?;
    into_card(browser, "first").await?;
    browser.press(act).await?;
    for _ in 0..200 {
        let windows = browser.driver.windows().await?;
        if let Some(there) = windows.into_iter().find(|window| *window != here) {
            browser.driver.switch_to_window(there).await?;
            return Ok(here);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("no window opens")
}

/// Waits until the window has closed by itself, and looks at the intranet page again.
async fn is_back(browser: &Browser, here: WindowHandle) -> Result<()> {
    for _ in 0..200 {
        if browser.driver.windows().await?.len() == 1 {
            return Ok(browser.driver.switch_to_window(here).await?);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("the window stays open")
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_sign_in_in_the_card_to_the_passkey_with_which_the_banner_goes() -> Result<()> {
    let product = latchkey_tests::product::of_its_own("card");
    let browser = Browser::open_without_third_party_cookies(1280, 1100).await?;
    at_the_intranet(&browser, &product.intranet).await?;
    into_card(&browser, "first").await?;
    browser.sees("Can you sign in tomorrow?").await?;
    is_in_order(&browser, "card-signed-out").await?;

    let here = opens_a_window(&browser, "Sign in").await?;
    signs_in(&browser, &product, "ada").await?;
    is_back(&browser, here).await?;
    into_card(&browser, "first").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    browser.sees("Your pass ends in").await?;
    browser.sees("Signed in as ada@").await?;
    is_in_order(&browser, "card-banner").await?;
    into_card(&browser, "second").await?;
    browser.sees("You have no way to sign in tomorrow yet").await?;
    is_in_order(&browser, "card-banner-compact").await?;
    hears(&browser, "second: signed-in").await?;

    let here = opens_a_window(&browser, "Add a passkey").await?;
    browser.plug_in_authenticator().await?;
    is_taken_over(&browser).await?;
    names_it(&browser, "Ada’s laptop").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;

    into_card(&browser, "first").await?;
    browser.sees("You can sign in tomorrow").await?;
    let card = browser.text().await?;
    ensure!(!card.contains("no way to sign in"), "the banner is gone: {card}");
    is_in_order(&browser, "card-ready").await?;
    hears(&browser, "first: method-added").await?;
    let heard = heard(&browser).await?;
    ensure!(!heard.contains("ada") && !heard.contains("laptop"), "nothing of the person: {heard}");

    // The next visit finds the card signed in, though third-party cookies are blocked.
    at_the_intranet(&browser, &product.intranet).await?;
    into_card(&browser, "first").await?;
    browser.sees("You can sign in tomorrow").await?;
    is_silent(&browser, "the intranet page").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_closed_half_way_leaves_the_card_as_it_was() -> Result<()> {
    let browser = Browser::open_without_third_party_cookies(1280, 1100).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let here = opens_a_window(&browser, "Sign in").await?;
    browser.find("input[name=account]").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;
    let here = opens_a_window(&browser, "Sign in").await?;
    signs_in(&browser, shared(), "zita").await?;
    is_back(&browser, here).await?;
    into_card(&browser, "first").await?;
    browser.sees("Do you still have what is registered here?").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_listed_sees_a_card_that_says_so_and_no_other() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    let intranet = &shared().intranet;
    let unlisted = intranet.replace("127.0.0.1", "unlisted.localhost");
    at_the_intranet(&browser, &unlisted).await?;
    hears(&browser, "first: error not-allowed").await?;
    into_card(&browser, "first").await?;
    browser.sees("Latchkey cannot be shown on this page").await?;
    ensure!(browser.driver.find_all(By::Css("a, button")).await?.is_empty(), "nothing to press");

    // One that claims to be a listed page is stopped by the browser.
    browser.driver.enter_default_frame().await?;
    let lie = "const frame = document.createElement('iframe'); frame.id = 'lie'; \
               frame.src = `${arguments[0]}/card?host=${encodeURIComponent(arguments[1])}`; \
               document.body.append(frame); \
               return new Promise((done) => { frame.onload = () => done(true); })";
    browser.driver.execute(lie, vec![json!(shared().app), json!(intranet)]).await?;
    browser.driver.find(By::Id("lie")).await?.enter_frame().await?;
    let framed = browser.driver.execute("return document.body?.innerText ?? ''", vec![]).await?;
    let framed = framed.json().as_str().unwrap_or_default().to_owned();
    ensure!(!framed.contains("sign in tomorrow"), "{framed}");
    let complaints = browser.complaints().await?;
    ensure!(complaints.iter().any(|line| line.contains("frame-ancestors")), "{complaints:?}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_side_obeys_garbage() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let shout = "const frame = document.getElementById('first').shadowRoot.querySelector('iframe').contentWindow; \
         for (const message of [null, 1, 'show', [], { latchkey: 2, type: 'show', theme: 'dark' }, \
           { latchkey: 1, type: 'code', code: 'invented' }, { latchkey: 1, type: 'event', name: 'signed-in' }, \
           { latchkey: 1, type: 'show', theme: 'evil', view: {}, language: '\"><script>' }, \
           { latchkey: 1, type: 'show', theme: ['dark'] }]) frame.postMessage(message, '*'); \
         window.postMessage({ latchkey: 1, type: 'event', name: 'method-added' }, '*'); \
         window.postMessage({ latchkey: 1, type: 'size', height: 1999 }, '*');";
    browser.driver.execute(shout, vec![]).await?;
    // A message that is obeyed comes after those that are not.
    let theme = "document.getElementById('first').setAttribute('theme', 'dark')";
    browser.driver.execute(theme, vec![]).await?;
    into_card(&browser, "first").await?;
    browser.find("html[data-theme=dark][data-view=full]").await?;
    browser.sees("Can you sign in tomorrow?").await?;
    let height = "return Math.ceil(document.body.getBoundingClientRect().height)";
    let height = browser.driver.execute(height, vec![]).await?;
    browser.driver.enter_default_frame().await?;
    let frame =
        "return document.getElementById('first').shadowRoot.querySelector('iframe').clientHeight";
    let frame = browser.driver.execute(frame, vec![]).await?;
    ensure!(frame.json() == height.json(), "{:?} around {:?}", frame.json(), height.json());
    let heard = heard(&browser).await?;
    ensure!(!heard.contains("method-added") && !heard.contains("signed-in"), "{heard}");
    is_silent(&browser, "the intranet page").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_window_is_ignored_whatever_it_says() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    into_card(&browser, "first").await?;
    // As if they came from a window of Latchkey that the card did not open, from the card itself, and from another
    // site in the place of the page around it.
    let speak = "window.trades = 0; const real = window.fetch; \
         window.fetch = (...given) => { trades += String(given[0]) === '/api/card'; return real(...given); }; \
         const { host } = document.documentElement.dataset; \
         const speak = (data, origin, source) => window.dispatchEvent(new MessageEvent('message', \
           { data: { latchkey: 1, ...data }, origin, source })); \
         const code = { type: 'code', code: 'invented' }; const dark = { type: 'show', theme: 'dark' }; \
         speak(code, location.origin, parent); speak(code, location.origin, window); \
         speak(code, host, parent); speak(dark, host, window); speak(dark, location.origin, parent); \
         speak(dark, 'https://elsewhere.example', parent); \
         const ignored = document.documentElement.dataset.theme !== 'dark'; \
         speak(dark, host, parent); \
         const obeyed = document.documentElement.dataset.theme === 'dark'; \
         return new Promise((done) => setTimeout(() => done([ignored, obeyed, trades]), 500))";
    let said = browser.driver.execute(speak, vec![]).await?;
    ensure!(*said.json() == json!([true, true, 0]), "ignored, obeyed, trades: {:?}", said.json());
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_comes_and_goes_at_run_time_and_obeys_theme_view_and_language() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let replace = "const old = document.getElementById('first'); const parent = old.parentNode; old.remove(); \
         const card = document.createElement('latchkey-card'); card.id = 'first'; \
         card.setAttribute('origin', arguments[0]); card.setAttribute('view', 'compact'); \
         card.setAttribute('theme', 'dark'); \
         card.addEventListener('ready', () => { document.title = 'ready again'; }); parent.append(card);";
    browser.driver.execute(replace, vec![json!(shared().app)]).await?;
    for _ in 0..200 {
        if browser.driver.title().await? == "ready again" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    ensure!(browser.driver.title().await? == "ready again", "the new card is ready");
    into_card(&browser, "first").await?;
    browser.find("html[data-theme=dark][data-view=compact]").await?;
    is_in_order(&browser, "card-dark-compact").await?;
    browser.driver.enter_default_frame().await?;
    let change = "const card = document.getElementById('first'); card.setAttribute('language', 'en-XA'); \
         card.setAttribute('view', 'full')";
    browser.driver.execute(change, vec![]).await?;
    into_card(&browser, "first").await?;
    browser.find("html[lang=en-XA][data-view=full]").await?;
    is_in_order(&browser, "card-pseudo").await?;
    let globals = "const frame = document.createElement('iframe'); document.body.append(frame); \
         const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow)); frame.remove(); \
         return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && isNaN(name) \
           && /latchkey|card/i.test(name))";
    browser.driver.enter_default_frame().await?;
    let globals = browser.driver.execute(globals, vec![]).await?;
    let globals = globals.json().as_array().context("a list")?.clone();
    ensure!(globals.is_empty(), "no global but the element: {globals:?}");
    browser.close().await
}
