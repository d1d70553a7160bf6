//! What browsers, web views and password managers have been seen to do with a request for a passkey: each
//! outcome told apart, nothing hanging, nothing empty sent.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};
use serde_json::json;

use crate::steps::{comes_home, is_in_order, is_taken_over, names_it};

/// What takes the place of `navigator.credentials.create`, with `real` for the browser's own; what the page then
/// says; and how many passkeys are sent to the edge.
const OUTCOMES: &[(&str, &str, &str, usize)] = &[
    ("null", "async () => null", DECLINED, 0),
    ("undefined", "async () => undefined", DECLINED, 0),
    ("an empty object", "async () => ({})", DECLINED, 0),
    ("no promise", "() => null", DECLINED, 0),
    ("a string", "async () => 'passkey'", UNREADABLE, 0),
    (
        "stored, then an object that throws when read",
        "async o => { await real(o); return new Proxy({}, { get(_, name) { \
            if (name !== 'then') throw new Error(name) } }) }",
        UNREADABLE,
        0,
    ),
    (
        "plain objects for bytes",
        "async () => ({ id: 'AQ', rawId: {}, response: { attestationObject: {}, clientDataJSON: {} } })",
        UNREADABLE,
        0,
    ),
    ("refused at once", "() => after(20, 'NotAllowedError')", "This browser refused at once", 0),
    (
        "refused behind another window",
        "() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true }); \
            setTimeout(() => delete document.hidden, 150); return after(20, 'NotAllowedError') }",
        "This page was in the background",
        0,
    ),
    ("declined", "() => after(300, 'NotAllowedError')", DECLINED, 0),
    ("the browser's own Cancel", "() => after(300, 'AbortError')", DECLINED, 0),
    ("known", "() => after(300, 'InvalidStateError')", "This one is registered already", 0),
    ("busy", "() => after(5, 'OperationError')", "Your browser is still busy", 0),
    (
        "no authenticator",
        "() => after(5, 'NotSupportedError')",
        "Nothing here can make a passkey",
        0,
    ),
    ("unsuitable", "() => after(5, 'ConstraintError')", "That device or key cannot be used", 0),
    ("another origin", "() => after(5, 'SecurityError')", "cannot be made on this page", 0),
    ("its own error", "() => { throw new TypeError('mine') }", UNEXPLAINED, 0),
    (
        "stored, then an object that throws whatever is read",
        "async o => { await real(o); return new Proxy({}, { get() { throw new Error('mine') } }) }",
        UNEXPLAINED,
        0,
    ),
    ("the number zero", "async () => 0", DECLINED, 0),
    ("nothing as a reason", "() => Promise.reject(undefined)", UNEXPLAINED, 0),
    (
        "a plain object for rawId",
        "async o => { const { id, type, response } = await real(o); \
            return { id, type, rawId: { 0: 1 }, response } }",
        "Your passkey is ready",
        1,
    ),
];

const DECLINED: &str = "No passkey was made";
const UNEXPLAINED: &str = "The passkey was not made";
const UNREADABLE: &str = "The passkey could not be read";

/// What stands before each of them: the directory's exclude list is passed over, so that one authenticator serves all.
const PREPARED: &str = "const container = navigator.credentials, own = container.create.bind(container); \
    const real = o => { delete o.publicKey.excludeCredentials; return own(o) }; \
    const after = (time, name) => new Promise((_, reject) => \
        setTimeout(() => reject(new DOMException('', name)), time)); \
    window.sent = 0; const send = window.fetch; window.fetch = (address, ...rest) => { \
        if (String(address.url ?? address).includes('registration/finish')) window.sent += 1; \
        return send(address, ...rest) };";

#[tokio::test(flavor = "multi_thread")]
async fn every_outcome_of_the_browsers_prompt_is_told_apart() -> Result<()> {
    let product = of_its_own("outcomes");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    for (case, create, says, sent) in OUTCOMES {
        asks_for_a_passkey(&browser, &product.app, create).await?;
        let asked = Instant::now();
        browser.sees(says).await.map_err(|fault| fault.context(*case))?;
        ensure!(asked.elapsed() < Duration::from_secs(3), "{case}: {:?}", asked.elapsed());
        ensure!(posts(&browser).await? == *sent, "{case}: {} were sent", posts(&browser).await?);
        if *says == UNREADABLE || *says == UNEXPLAINED {
            browser.sees("may keep a passkey for ada@").await?;
        }
        if *case == "its own error" {
            ensure!(copies(&browser).await?.contains("ceremony.unexplained TypeError"));
        }
        if *case == "refused at once" {
            browser.sees(&format!("{}/add-passkey", product.app)).await?;
            is_in_order(&browser, "ceremony-refused-at-once").await?;
        }
        if *case == "a string" {
            is_in_order(&browser, "ceremony-unreadable").await?;
        }
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_makes_after_cancel_is_saved_or_named() -> Result<()> {
    let product = of_its_own("late");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    let late = "async o => { delete o.signal; const made = await real(o); \
        await new Promise(done => window.answers = done); return made }";
    asks_for_a_passkey(&browser, &product.app, late).await?;
    browser.sees("Follow your browser’s window").await?;
    browser.press("Cancel").await?;
    browser.sees(DECLINED).await?;
    browser.driver.execute("window.answers()", Vec::new()).await?;
    browser.sees("Your passkey is ready").await?;

    asks_for_a_passkey(&browser, &product.app, late).await?;
    browser.sees("Follow your browser’s window").await?;
    browser.press("Cancel").await?;
    browser.press("Not now").await?;
    browser.sees("Your sign-in methods").await?;
    browser.driver.execute("window.answers()", Vec::new()).await?;
    browser.sees("A passkey was made that is not saved").await?;
    browser.sees("may keep a passkey for ada@").await?;
    is_in_order(&browser, "overview-passkey-left").await?;

    asks_for_a_passkey(&browser, &product.app, "() => new Promise(() => {})").await?;
    browser.sees("Follow your browser’s window").await?;
    browser.press("Cancel").await?;
    browser.sees(DECLINED).await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_told_of_a_passkey_that_opens_nothing() -> Result<()> {
    let product = of_its_own("signals");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    let stub = json!({ "source": "window.told = []; PublicKeyCredential.signalUnknownCredential = \
        async what => { window.told.push(what) }" });
    browser.command("Page.addScriptToEvaluateOnNewDocument", stub).await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    // What the edge refuses: the authenticator signed for another challenge than the one that was issued.
    let another = "async o => { const challenge = new Uint8Array(32); \
        const made = await real({ publicKey: { ...o.publicKey, challenge } }); \
        window.made = made.id; return made }";
    asks_for_a_passkey(&browser, &product.app, another).await?;
    browser.sees("The directory did not accept this passkey").await?;
    browser.sees("may keep a passkey for ada@").await?;
    browser.picture("registration-refused").await?;
    ensure!(was_told(&browser).await?, "of the refused one");

    // And what was made in this visit and is removed again.
    asks_for_a_passkey(&browser, &product.app, KEPT).await?;
    browser.sees("Your passkey is ready").await?;
    browser.press("Finish").await?;
    browser.press("Add a passkey").await?;
    names_it(&browser, "Second").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.press("Finish").await?;
    browser.find("a[aria-label*=Second]").await?.click().await?;
    browser.press("Remove it").await?;
    browser.sees("is removed").await?;
    ensure!(was_told(&browser).await?, "of the removed one");
    browser.close().await
}

const KEPT: &str = "async o => { const made = await real(o); window.made = made.id; return made }";

/// Whether the browser was told of the last passkey that it made, and of no other.
async fn was_told(browser: &Browser) -> Result<bool> {
    let told = "return window.told.length === 1 && window.told[0].credentialId === window.made \
        && window.told[0].rpId === location.hostname";
    Ok(browser.driver.execute(told, Vec::new()).await?.convert()?)
}

/// What is copied for the help desk.
async fn copies(browser: &Browser) -> Result<String> {
    let copy = "let copied; navigator.clipboard.writeText = async text => { copied = text }; \
        [...document.querySelectorAll('button')].find(it => it.textContent === 'Copy my problem').click(); \
        return new Promise(done => setTimeout(() => done(copied), 100))";
    Ok(browser.driver.execute(copy, Vec::new()).await?.convert()?)
}

/// What takes the place of `navigator.credentials.get`: whatever comes of it, the passkey is saved.
const UNPROVED: &[(&str, &str)] = &[
    ("null", "async () => null"),
    ("an empty object", "async () => ({})"),
    ("a string", "async () => 'passkey'"),
    ("an object that throws", "async () => new Proxy({}, { get() { throw new Error('mine') } })"),
    (
        "plain objects for bytes",
        "async () => ({ id: 'AQ', rawId: {}, response: { authenticatorData: {}, signature: {}, clientDataJSON: {} } })",
    ),
    ("refused at once", "() => after(20, 'NotAllowedError')"),
    ("declined", "() => after(300, 'NotAllowedError')"),
    ("the browser's own Cancel", "() => after(300, 'AbortError')"),
    ("another origin", "() => after(5, 'SecurityError')"),
    ("its own error", "() => { throw new TypeError('mine') }"),
    ("nothing as a reason", "() => Promise.reject(undefined)"),
];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_comes_of_trying_a_passkey_it_stays_saved_and_can_be_tried_again() -> Result<()> {
    let product = of_its_own("unproved");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    asks_for_a_passkey(&browser, &product.app, "real").await?;
    browser.sees("Your passkey is ready").await?;
    browser.driver.execute("window.ownGet = navigator.credentials.get", Vec::new()).await?;
    let mut act = "Try it now";
    for (case, get) in UNPROVED {
        let script = format!(
            "const after = (time, name) => new Promise((_, reject) => \
                 setTimeout(() => reject(new DOMException('', name)), time)); \
             const get = {get}; window.asked = 0; \
             navigator.credentials.get = (...it) => {{ window.asked += 1; return get(...it) }}"
        );
        browser.driver.execute(&script, Vec::new()).await?;
        browser.press(act).await?;
        browser.sees("Your passkey did not answer").await.map_err(|fault| fault.context(*case))?;
        let asked = browser.driver.execute("return window.asked", Vec::new()).await?;
        ensure!(asked.json() == &json!(1), "{case}: {:?}", asked.json());
        act = "Try it again";
    }
    browser.driver.execute("navigator.credentials.get = window.ownGet", Vec::new()).await?;
    browser.press(act).await?;
    browser.sees("It works").await?;
    browser.close().await
}

async fn posts(browser: &Browser) -> Result<usize> {
    Ok(browser.driver.execute("return window.sent", Vec::new()).await?.convert()?)
}

/// Comes to the page anew and asks for a passkey; `create` answers in the browser's place.
async fn asks_for_a_passkey(browser: &Browser, app: &str, create: &str) -> Result<()> {
    browser.goto(&format!("{app}/add-passkey")).await?;
    is_taken_over(browser).await?;
    let script = format!("{PREPARED} container.create = {create};");
    browser.driver.execute(&script, Vec::new()).await?;
    names_it(browser, "My key").await?;
    browser.press("Create passkey").await
}
