//! The card in an intranet page of another site, in a browser that blocks third-party cookies.
//!
//! The demo page has a strict Content Security Policy and Trusted Types; its console must stay silent.

use anyhow::{Context, Result, ensure};
use latchkey_tests::browser::Browser;
use serde_json::json;
use thirtyfour::{By, WindowHandle};

use crate::{
    shared,
    steps::{is_in_order, is_silent, is_taken_over, names_it, signs_in, types_the_pass},
};

/// Opens the demo page at this origin.
pub(crate) async fn at_the_intranet(browser: &Browser, origin: &str) -> Result<()> {
    browser.goto(origin).await?;
    hears(browser, "first: ready").await?;
    hears(browser, "second: ready").await
}

/// Looks into the frame of a card of the demo page.
pub(crate) async fn into_card(browser: &Browser, id: &str) -> Result<()> {
    into_frame(browser, &format!("#{id}")).await
}

/// Looks into the frame of a card. What is searched and pressed from here on is in it.
pub(crate) async fn into_frame(browser: &Browser, card: &str) -> Result<()> {
    browser.driver.enter_default_frame().await?;
    // WebDriver's own way into a shadow root is another one in each driver.
    let script = "return document.querySelector(arguments[0]).shadowRoot.querySelector('iframe')";
    let frame = browser.driver.execute(script, vec![json!(card)]).await?.element()?;
    Ok(frame.enter_frame().await?)
}

/// Looks at the page around the cards again, and waits until it has heard of this event.
pub(crate) async fn hears(browser: &Browser, event: &str) -> Result<()> {
    browser.driver.enter_default_frame().await?;
    browser.sees(event).await
}

/// What the page around the cards has heard.
pub(crate) async fn heard(browser: &Browser) -> Result<String> {
    browser.driver.enter_default_frame().await?;
    Ok(browser.driver.find(By::Id("events")).await?.text().await?)
}

/// Presses something in a card, and looks at the window that opens.
pub(crate) async fn opens_a_window(
    browser: &Browser,
    card: &str,
    act: &str,
) -> Result<WindowHandle> {
    let here = browser.driver.window().await?;
    into_frame(browser, card).await?;
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
pub(crate) async fn is_back(browser: &Browser, here: WindowHandle) -> Result<()> {
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

    let here = opens_a_window(&browser, "#first", "Sign in").await?;
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

    let here = opens_a_window(&browser, "#first", "Add a passkey").await?;
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
async fn a_card_goes_on_after_a_step_up_in_its_window() -> Result<()> {
    let product = latchkey_tests::product::of_its_own("card-step-up");
    let browser = Browser::open_without_third_party_cookies(1280, 1100).await?;
    at_the_intranet(&browser, &product.intranet).await?;
    let here = opens_a_window(&browser, "#first", "Sign in").await?;
    signs_in(&browser, &product, "dara").await?;
    is_back(&browser, here.clone()).await?;
    hears(&browser, "first: signed-in").await?;

    opens_a_window(&browser, "#first", "Add a passkey").await?;
    browser.plug_in_authenticator().await?;
    is_taken_over(&browser).await?;
    browser.sees("Confirm that it is you").await?;
    browser.press("Sign in again").await?;
    types_the_pass(&browser, &product, "dara").await?;
    is_taken_over(&browser).await?;
    names_it(&browser, "Dara’s laptop").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;

    hears(&browser, "first: method-added").await?;
    into_card(&browser, "first").await?;
    browser.sees("Signed in as dara@").await?;
    let heard = heard(&browser).await?;
    ensure!(!heard.contains("first: signed-out"), "nothing is asked anew: {heard}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_closed_half_way_leaves_the_card_as_it_was() -> Result<()> {
    let browser = Browser::open_without_third_party_cookies(1280, 1100).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let here = opens_a_window(&browser, "#first", "Sign in").await?;
    browser.find("input[name=account]").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;
    let here = opens_a_window(&browser, "#first", "Sign in").await?;
    signs_in(&browser, shared(), "zita").await?;
    is_back(&browser, here).await?;
    into_card(&browser, "first").await?;
    browser.sees("Do you know your password?").await?;
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
async fn a_card_comes_and_goes_at_run_time_and_obeys_theme_view_and_language() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let replace = "const old = document.getElementById('first'); const parent = old.parentNode; old.remove(); \
         const card = document.createElement('latchkey-card'); card.id = 'first'; \
         card.addEventListener('ready', () => { document.title = 'ready again'; }); \
         card.setAttribute('origin', 'nowhere'); parent.append(card); \
         const isLost = card.getAttribute('state') === 'failed'; \
         card.setAttribute('origin', arguments[0]); card.setAttribute('view', 'compact'); \
         card.setAttribute('theme', 'dark'); return isLost;";
    // What is set before the frame can listen counts, an address that comes late included.
    let is_lost = browser.driver.execute(replace, vec![json!(shared().app)]).await?;
    ensure!(*is_lost.json() == json!(true), "a card without an address says so");
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
         card.setAttribute('view', 'full'); card.setAttribute('label', 'Your keys'); \
         return card.shadowRoot.querySelector('iframe').title";
    let title = browser.driver.execute(change, vec![]).await?;
    ensure!(*title.json() == json!("Your keys"), "{:?}", title.json());
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

#[tokio::test(flavor = "multi_thread")]
async fn the_frame_of_the_card_refuses_the_permission_to_make_a_passkey() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let given = "return document.getElementById('first').shadowRoot.querySelector('iframe').allow";
    let given = browser.driver.execute(given, vec![]).await?;
    ensure!(*given.json() == json!(""), "{:?}", given.json());
    let grant = "const frame = document.getElementById('first').shadowRoot.querySelector('iframe'); \
         frame.allow = `publickey-credentials-create ${arguments[0]}`; frame.src += '&again'; \
         return new Promise((done) => { frame.onload = () => done(true); })";
    browser.driver.execute(grant, vec![json!(shared().app)]).await?;
    into_card(&browser, "first").await?;
    let may = "return document.featurePolicy.allowsFeature('publickey-credentials-create')";
    let may = browser.driver.execute(may, vec![]).await?;
    ensure!(*may.json() == json!(false), "{:?}", may.json());
    browser.close().await
}
