//! The messages between the page, the card and its window: each check of each side, by itself.
//!
//! A message is made up with whatever origin and source an attacker could have; one that is obeyed ends each list,
//! so that the rest was not ignored for another reason.

use anyhow::{Context, Result, ensure};
use latchkey_tests::browser::Browser;
use serde_json::{Value, json};
use thirtyfour::By;

use crate::{
    card::{at_the_intranet, heard, into_card},
    shared,
    steps::is_silent,
};

/// Runs a script that may wait, and returns what it ends with.
async fn runs(browser: &Browser, script: &str, arguments: Vec<Value>) -> Result<Value> {
    Ok(browser.driver.execute(script, arguments).await?.json().clone())
}

/// Says something as if it came from this window at this origin.
const SPEAK: &str = "const speak = (data, origin, source) => window.dispatchEvent(new MessageEvent('message', \
     { data, origin, source }));";

#[tokio::test(flavor = "multi_thread")]
async fn the_element_hears_its_own_frame_in_its_own_words_alone() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let script = "const [app] = arguments; \
         const frame = document.getElementById('first').shadowRoot.querySelector('iframe'); \
         const own = frame.contentWindow; const other = document.getElementById('second') \
           .shadowRoot.querySelector('iframe').contentWindow; \
         const event = (name) => ({ latchkey: 1, type: 'event', name }); \
         const size = (height) => ({ latchkey: 1, type: 'size', height }); \
         const before = frame.style.height; const heights = []; \
         const tries = { \
           another_window: [event('method-added'), app, window], \
           the_other_card: [size(777), app, other], \
           another_origin: [event('method-removed'), location.origin, own], \
           another_version: [{ ...event('signed-in'), latchkey: 2 }, app, own], \
           no_version: [{ type: 'event', name: 'signed-out' }, app, own], \
           an_unknown_event: [event('evil'), app, own], \
           an_unknown_type: [{ ...event('pass-expiring'), type: 'say' }, app, own], \
           nothing: [null, app, own], a_text: ['event', app, own], \
           too_small: [size(39), app, own], too_large: [size(2001), app, own], \
           no_number: [size('60px'), app, own], no_size: [size(), app, own] }; \
         const heard = []; \
         for (const name of ['method-added', 'method-removed', 'signed-in', 'signed-out', 'pass-expiring', 'evil']) \
           document.getElementById('first').addEventListener(name, () => heard.push(name)); \
         const obeyed = []; \
         for (const [name, message] of Object.entries(tries)) { \
           const count = heard.length; speak(...message); \
           if (heard.length > count || frame.style.height !== before) obeyed.push(name); \
           frame.style.height = before; } \
         speak(event('pass-expiring'), app, own); speak(size(555), app, own); \
         return [obeyed, heard, parseInt(frame.style.height) >= 555];";
    let said = runs(&browser, &[SPEAK, script].concat(), vec![json!(shared().app)]).await?;
    ensure!(said == json!([[], ["pass-expiring"], true]), "obeyed, heard, sized: {said}");
    is_silent(&browser, "the intranet page").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_takes_a_theme_a_view_and_a_language_from_its_page_and_nothing_else() -> Result<()>
{
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    into_card(&browser, "first").await?;
    let script = "const root = document.documentElement; const { host } = root.dataset; \
         const asked = []; const real = window.fetch; \
         window.fetch = (...given) => { asked.push(String(given[0])); return real(...given); }; \
         const show = (wishes) => ({ latchkey: 1, type: 'show', ...wishes }); \
         const tries = { \
           a_third_window: [show({ theme: 'dark' }), host, window], \
           its_own_origin: [show({ theme: 'dark' }), location.origin, parent], \
           another_site: [show({ theme: 'dark' }), 'https://elsewhere.example', parent], \
           another_version: [{ ...show({ theme: 'dark' }), latchkey: 2 }, host, parent], \
           another_type: [{ ...show({ theme: 'dark' }), type: 'obey' }, host, parent], \
           an_event: [{ latchkey: 1, type: 'event', name: 'signed-in' }, host, parent], \
           an_unknown_theme: [show({ theme: 'evil' }), host, parent], \
           a_list: [show({ theme: ['dark'] }), host, parent], \
           an_unknown_view: [show({ view: 'evil' }), host, parent], \
           an_object: [show({ view: {} }), host, parent], \
           no_language: [show({ language: '\"><script>' }), host, parent], \
           a_long_language: [show({ language: 'e'.repeat(36) }), host, parent], \
           nothing: [null, host, parent], a_number: [1, host, parent], a_text: ['show', host, parent] }; \
         const state = () => [root.dataset.theme, root.dataset.view, asked.length].join(); \
         const { theme, view } = root.dataset; const obeyed = []; \
         for (const [name, message] of Object.entries(tries)) { \
           const before = state(); speak(...message); \
           if (state() !== before) obeyed.push(name); \
           delete root.dataset.theme; root.dataset.view = view; } \
         speak(show({ theme: 'dark', view: 'compact', language: 'en-XA' }), host, parent); \
         return [obeyed, root.dataset.theme, root.dataset.view, asked.length];";
    let said = runs(&browser, &[SPEAK, script].concat(), vec![]).await?;
    ensure!(said == json!([[], "dark", "compact", 1]), "obeyed, theme, view, asked: {said}");
    browser.find("html[lang=en-XA]").await?;
    is_silent(&browser, "the intranet page").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_takes_a_code_from_a_window_of_its_own_alone() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    into_card(&browser, "first").await?;
    let script = "let trades = 0; const real = window.fetch; \
         window.fetch = (...given) => { trades += String(given[0]) === '/api/card'; return real(...given); }; \
         const { host } = document.documentElement.dataset; const own = location.origin; \
         const code = { latchkey: 1, type: 'code', code: 'invented' }; \
         const opened = window.open('about:blank'); \
         const tries = { \
           the_page: [code, own, parent], the_card_itself: [code, own, window], \
           no_window: [code, own, null], \
           an_opened_window_of_another_site: [code, host, opened], \
           another_version: [{ ...code, latchkey: 2 }, own, opened], \
           another_type: [{ ...code, type: 'cod' }, own, opened] }; \
         const obeyed = []; const pause = (time) => new Promise((done) => setTimeout(done, time)); \
         return (async () => { \
           for (const [name, message] of Object.entries(tries)) { \
             const before = trades; speak(...message); await pause(100); \
             if (trades > before) obeyed.push(name); } \
           speak(code, own, opened); await pause(100); opened.close(); return [obeyed, trades]; })();";
    let said = runs(&browser, &[SPEAK, script].concat(), vec![]).await?;
    ensure!(said == json!([[], 1]), "obeyed, trades: {said}");
    browser.close().await
}

/// A window of Latchkey whose opener is a page of Latchkey that does not answer, inside the card. Its own timer,
/// which goes on without an answer, is off.
const WINDOW: &str = "const [hash] = arguments; const frame = document.createElement('iframe'); \
     document.body.append(frame); const pause = (time) => new Promise((done) => setTimeout(done, time)); \
     const opened = frame.contentWindow.open(`/card/window?do=sign-in&hash=${hash}`); \
     const drawn = async () => { \
       while (!opened.document?.getElementById('window') || opened.document.readyState !== 'complete') await pause(5); \
       for (let timer = 0; timer < 500; timer++) opened.clearTimeout(timer); };";

#[tokio::test(flavor = "multi_thread")]
async fn the_window_goes_on_when_its_card_has_the_code_and_for_nobody_else() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    into_card(&browser, "first").await?;
    let script = "return (async () => { await drawn(); \
         const own = location.origin; const opener = frame.contentWindow; let isGone = false; \
         opened.addEventListener('pagehide', () => { isGone = true; }); \
         const say = (data, origin, source) => opened.dispatchEvent(new opened.MessageEvent('message', \
           { data, origin, source })); \
         const taken = { latchkey: 1, type: 'taken' }; \
         const tries = { \
           a_third_window: [taken, own, window], another_site: [taken, 'https://elsewhere.example', opener], \
           another_version: [{ ...taken, latchkey: 2 }, own, opener], \
           another_type: [{ ...taken, type: 'code' }, own, opener], nothing: [null, own, opener] }; \
         const obeyed = []; \
         for (const [name, message] of Object.entries(tries)) { \
           say(...message); await pause(150); if (isGone) { obeyed.push(name); break; } } \
         if (!isGone) say(taken, own, opener); \
         for (let times = 0; times < 100 && !isGone; times++) await pause(20); \
         opened.close(); return [obeyed, isGone]; })();";
    let hash = json!("A".repeat(43));
    let said = runs(&browser, &[WINDOW, script].concat(), vec![hash]).await?;
    ensure!(said == json!([[], true]), "obeyed, gone on: {said}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_tells_its_code_to_no_page_of_another_site() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    // The page opens a window, and the person enters the address of a card's window there.
    let listen = "window.told = []; window.addEventListener('message', ({ data }) => { \
         if (data?.type === 'code') told.push(data); }); window.open('about:blank');";
    browser.driver.execute(listen, vec![]).await?;
    let here = browser.driver.window().await?;
    let windows = browser.driver.windows().await?;
    let there = windows.into_iter().find(|window| *window != here).context("a window")?;
    browser.driver.switch_to_window(there).await?;
    let hash = "A".repeat(43);
    browser.goto(&format!("{}/card/window?do=sign-in&hash={hash}", shared().app)).await?;
    let said = "return [!!document.getElementById('window')?.dataset.code, !!opener]";
    let said = runs(&browser, said, vec![]).await?;
    ensure!(said == json!([true, true]), "a code, an opener: {said}");
    browser.driver.switch_to_window(here).await?;
    let told = runs(
        &browser,
        "return new Promise((done) => setTimeout(() => done(told.length), 300))",
        vec![],
    );
    let told = told.await?;
    ensure!(told == json!(0), "told {told} times");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_speaks_to_the_page_that_its_address_names_and_to_no_other() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    let unlisted = shared().intranet.replace("127.0.0.1", "unlisted.localhost");
    browser.goto(&unlisted).await?;
    let script = "const [app] = arguments; const said = {}; \
         const frames = ['https://elsewhere.example', location.origin].map((host) => { \
           const frame = document.createElement('iframe'); \
           frame.src = `${app}/card?host=${encodeURIComponent(host)}`; document.body.append(frame); \
           return [frame, host]; }); \
         addEventListener('message', ({ source, data }) => { for (const [frame, host] of frames) \
           if (source === frame.contentWindow) (said[host === location.origin] ??= []).push(data.name ?? data.type); }); \
         return (async () => { \
           for (let times = 0; times < 300 && !said.true; times++) await new Promise((done) => setTimeout(done, 20)); \
           await new Promise((done) => setTimeout(done, 500)); \
           return [said.false ?? [], (said.true ?? []).includes('ready')]; })();";
    let said = runs(&browser, script, vec![json!(shared().app)]).await?;
    ensure!(said == json!([[], true]), "to another page, to the page that it names: {said}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_shouts_at_the_card_changes_nothing() -> Result<()> {
    let browser = Browser::open(1000, 900).await?;
    at_the_intranet(&browser, &shared().intranet).await?;
    let shout = "const frame = document.getElementById('first').shadowRoot.querySelector('iframe').contentWindow; \
         for (const message of [null, 1, 'show', [], { latchkey: 1, type: 'code', code: 'invented' }, \
           { latchkey: 1, type: 'event', name: 'signed-in' }, { latchkey: 1, type: 'show' }, \
           { latchkey: 1, type: 'show', theme: 'evil', view: {}, language: '\"><script>' }]) \
           frame.postMessage(message, '*'); \
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
    let height = runs(&browser, height, vec![]).await?.to_string();
    browser.driver.enter_default_frame().await?;
    let frame = browser.driver.find(By::Id("first")).await?.get_shadow_root().await?;
    let frame = frame.find(By::Css("iframe")).await?.prop("clientHeight").await?;
    let frame = frame.context("a height")?;
    ensure!(frame == height, "{frame} around {height}");
    let heard = heard(&browser).await?;
    ensure!(!heard.contains("method-added") && !heard.contains("signed-in"), "{heard}");
    is_silent(&browser, "the intranet page").await?;
    browser.close().await
}
