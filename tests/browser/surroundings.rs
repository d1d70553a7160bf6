//! What surrounds the page: password managers, extensions, the history, other tabs, the person's own
//! way of writing dates, and browsers that lack something.

use anyhow::{Result, ensure};
use latchkey_tests::{browser::Browser, product::of_its_own};
use serde_json::json;

use crate::{
    shared,
    steps::{comes_home, is_silent, is_taken_over, names_it, signs_in, types_the_pass},
};

/// Fills the account field as a password manager may: no event tells of it.
const FILL: &str = "document.getElementById('account').value = arguments[0]";

#[tokio::test(flavor = "multi_thread")]
async fn what_fills_the_field_in_silence_is_there_after_a_redraw_and_goes_with_the_form()
-> Result<()> {
    let product = shared();
    let account = &product.person("ada").expect("a person of the tenant").account;
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    browser.driver.execute(FILL, vec![json!(account)]).await?;
    // Coming back to the window redraws the page.
    browser.driver.execute("window.dispatchEvent(new Event('focus'))", Vec::new()).await?;
    let page = "return new Promise(done => setTimeout(() => \
                done(document.getElementById('account').value), 300))";
    let held = browser.driver.execute(page, Vec::new()).await?;
    ensure!(held.json().as_str() == Some(account), "a redraw does not wipe it: {:?}", held.json());
    browser.press("Continue to sign in").await?;
    types_the_pass(&browser, product, "ada").await?;
    browser.sees("How it works").await?;
    is_silent(&browser, "silent filling").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_there_after_a_reload_and_after_going_away() -> Result<()> {
    let product = shared();
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    let field = browser.find("input[name=account]").await?;
    field.send_keys("ada@contoso").await?;
    browser.driver.refresh().await?;
    is_taken_over(&browser).await?;
    holds(&browser, "ada@contoso").await?;
    browser.goto(&format!("{}/add-passkey", product.app)).await?;
    browser.driver.back().await?;
    is_taken_over(&browser).await?;
    holds(&browser, "ada@contoso").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_of_a_passkey_is_there_after_a_reload_and_after_going_away() -> Result<()> {
    let product = shared();
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, product, "ada").await?;
    is_taken_over(&browser).await?;
    names_it(&browser, "Blue key").await?;
    browser.driver.refresh().await?;
    is_taken_over(&browser).await?;
    is_named(&browser, "Blue key").await?;
    // To another page of the app, and to one that the edge draws.
    for away in ["Not now", "Why can’t I add a passkey?"] {
        browser.press(away).await?;
        browser.driver.back().await?;
        browser.sees("Name of this passkey").await?;
        is_taken_over(&browser).await?;
        is_named(&browser, "Blue key").await?;
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_of_a_passkey_is_no_account_after_the_session_has_ended() -> Result<()> {
    let product = of_its_own("kept-names");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    names_it(&browser, "Blue key").await?;
    // Another tab signs out.
    let sign_out = "return fetch('/sign-out', { method: 'POST', redirect: 'manual', \
                    headers: { 'content-type': 'application/x-www-form-urlencoded' } })\
                    .then(() => true)";
    browser.driver.execute(sign_out, Vec::new()).await?;
    browser.driver.refresh().await?;
    browser.sees("Work or school account").await?;
    is_taken_over(&browser).await?;
    holds(&browser, "").await?;
    // Somebody else signs in in another tab, and comes to this page.
    let here = browser.driver.window().await?;
    let there = browser.driver.new_tab().await?;
    browser.driver.switch_to_window(there).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    browser.sees("Your sign-in methods").await?;
    browser.driver.switch_to_window(here).await?;
    browser.driver.refresh().await?;
    browser.sees("Name of this passkey").await?;
    is_taken_over(&browser).await?;
    let value = browser.find("input[name=name]").await?.value().await?;
    ensure!(value.as_deref() != Some("Blue key"), "it is somebody else's");
    browser.close().await
}

async fn is_named(browser: &Browser, name: &str) -> Result<()> {
    let value = browser.find("input[name=name]").await?.value().await?;
    ensure!(value.as_deref() == Some(name), "the field holds {value:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_carries_the_account_name() -> Result<()> {
    let product = shared();
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&format!("{}/?account=%E2%80%8Bada@contoso.example", product.app)).await?;
    is_taken_over(&browser).await?;
    holds(&browser, "ada@contoso.example").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_are_written_as_the_person_writes_them_before_and_after_the_app_is_there()
-> Result<()> {
    let product = of_its_own("locale");
    let browser = Browser::open(1024, 800).await?;
    browser
        .command("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Kolkata" }))
        .await?;
    let british = json!({ "userAgent": "test", "acceptLanguage": "en-GB" });
    browser.command("Network.setUserAgentOverride", british).await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    let dates = "const app = document.getElementById('latchkey'); \
                 return [...app.querySelectorAll('.methods, dl, .clock')].map(e => e.innerText).join('|')";
    let taken_over = browser.driver.execute(dates, Vec::new()).await?;
    let taken_over = taken_over.json().as_str().unwrap_or_default().to_owned();
    let drawn = "return fetch('/').then(answer => answer.text()).then(html => { \
                 const page = new DOMParser().parseFromString(html, 'text/html'); \
                 return page.getElementById('latchkey').textContent; })";
    let drawn = browser.driver.execute(drawn, Vec::new()).await?;
    // The first letter of a line is a matter of style.
    let drawn = drawn.json().as_str().unwrap_or_default().to_lowercase();
    let dates: Vec<&str> =
        taken_over.split(['|', '\n']).filter(|line| line.contains("dded ")).collect();
    ensure!(!dates.is_empty(), "the methods have dates: {taken_over}");
    for date in &dates {
        ensure!(
            drawn.contains(&date.trim().to_lowercase()),
            "{date} is written alike at the edge: {drawn}"
        );
    }
    ensure!(taken_over.contains("today at") || taken_over.contains("on "), "{taken_over}");
    for foreign in ["October 22", "November 2", " AM", " PM", "UTC"] {
        ensure!(!taken_over.contains(foreign), "{foreign} is not British: {taken_over}");
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_and_plurals_are_alike_before_and_after_the_app_is_there_in_languages_that_differ()
-> Result<()> {
    let product = of_its_own("locales");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    for language in ["ar-EG", "he", "pl", "ja", "hi", "de-AT", "pt-BR"] {
        let person = json!({ "userAgent": "test", "acceptLanguage": language });
        browser.command("Network.setUserAgentOverride", person).await?;
        browser.driver.refresh().await?;
        is_taken_over(&browser).await?;
        let both = "const read = (page) => [...page.querySelectorAll('.methods, .pass h2, .pass p')] \
                        .map((element) => element.textContent).join('|'); \
                    return fetch('/').then((answer) => answer.text()).then((html) => \
                        [read(new DOMParser().parseFromString(html, 'text/html')), read(document)])";
        // A minute may end between the two.
        let mut pair = Vec::new();
        for _ in 0..3 {
            pair = browser.driver.execute(both, Vec::new()).await?.convert::<Vec<String>>()?;
            if pair[0] == pair[1] {
                break;
            }
        }
        ensure!(pair[0] == pair[1], "{language}: {} and then {}", pair[0], pair[1]);
        ensure!(
            pair[0].contains(|letter: char| letter.is_ascii_digit()),
            "{language}: {}",
            pair[0]
        );
        ensure!(pair[0].matches('|').count() >= 2, "{language}: {}", pair[0]);
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_session_ended_in_another_tab_shows_nothing_of_the_person() -> Result<()> {
    let product = of_its_own("other-tab");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    // The page of a removal, which does not read the overview by itself.
    browser.find("a[href*=remove]").await?.click().await?;
    browser.sees("Remove").await?;
    // Another tab signs out.
    let sign_out = "return fetch('/sign-out', { method: 'POST', redirect: 'manual', \
                    headers: { 'content-type': 'application/x-www-form-urlencoded' } })\
                    .then(() => true)";
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    browser.driver.execute(sign_out, Vec::new()).await?;
    browser.driver.execute("window.dispatchEvent(new Event('focus'))", Vec::new()).await?;
    browser.sees("Sign in again to go on").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("Hello, Lena") && !page.contains("Authenticator"), "{page}");
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_lacks_something_gets_the_app() -> Result<()> {
    let product = shared();
    for lacks in [
        "delete AbortSignal.timeout",
        "delete window.AbortController",
        "delete window.PublicKeyCredential",
    ] {
        let browser = Browser::open(1024, 800).await?;
        let early = json!({ "source": lacks });
        browser.command("Page.addScriptToEvaluateOnNewDocument", early).await?;
        browser.goto(&product.app).await?;
        is_taken_over(&browser).await?;
        is_silent(&browser, lacks).await?;
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_filled_in_silence_is_there_after_a_redraw_and_names_the_passkey()
-> Result<()> {
    let product = of_its_own("silent-name");
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    let fill = "document.querySelector('input[name=name]').value = 'Filled key'; \
                window.dispatchEvent(new Event('focus'))";
    browser.driver.execute(fill, Vec::new()).await?;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    is_named(&browser, "Filled key").await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await?;
    browser.sees("Filled key").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_is_older_than_the_edge_says_so_and_loads_itself_again() -> Result<()> {
    let product = of_its_own("old-tab");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    // As if the edge had been replaced since: the app speaks as it did before.
    let old = format!(
        "const send = window.fetch; window.fetch = (address, init) => {{ \
             if (init?.headers) init.headers['{}'] = '0'; return send(address, init) }}",
        contract::VERSION_HEADER
    );
    browser.driver.execute(&old, Vec::new()).await?;
    browser.find("a[href*=remove]").await?.click().await?;
    browser.press("I know my password: remove it").await?;
    browser.sees("There is a newer version of this page").await?;
    browser.press("Load the page again").await?;
    browser.sees("I know my password: remove it").await?;
    is_taken_over(&browser).await?;
    browser.press("I know my password: remove it").await?;
    browser.sees("is removed").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_before_the_app_is_there_stays_chosen() -> Result<()> {
    let product = of_its_own("early-choice");
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    // On a page that the app is slow to reach.
    let early = json!({ "source": "const send = window.fetch; \
        window.fetch = async (...it) => { await new Promise(go => window.goOn = go); return send(...it) }" });
    browser.command("Page.addScriptToEvaluateOnNewDocument", early).await?;
    browser.goto(&format!("{}/recover", product.app)).await?;
    browser.sees("What happened to your device?").await?;
    let choose = "document.querySelectorAll('main input[type=radio]')[1].click(); \
                  document.querySelectorAll('main input[type=checkbox]')[0].click(); \
                  return [...document.querySelectorAll('main input')].map(it => it.checked)";
    let chosen: Vec<bool> = browser.driver.execute(choose, Vec::new()).await?.convert()?;
    ensure!(chosen[1], "stolen: {chosen:?}");
    let goes_on = "window.fetch = (...it) => send(...it); const on = setInterval(() => window.goOn?.(), 50); \
                   setTimeout(() => clearInterval(on), 10000)";
    browser.driver.execute(goes_on, Vec::new()).await?;
    is_taken_over(&browser).await?;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let now = "return [...document.querySelectorAll('main input')].map(it => it.checked)";
    let now: Vec<bool> = browser.driver.execute(now, Vec::new()).await?.convert()?;
    // What shares the device goes with it.
    ensure!(now[..4] == chosen[..4], "{now:?} and not {chosen:?}");
    browser.close().await
}

/// What extensions do to a page that is not theirs.
const MEDDLING: [(&str, &str); 6] = [
    (
        "writes the whole page anew",
        "document.body.innerHTML = document.body.innerHTML.replaceAll('sign', 'sign')",
    ),
    (
        "rewrites addresses",
        "for (const it of document.querySelectorAll('a[href]')) \
             it.href = 'https://links.example/?to=' + encodeURIComponent(it.href)",
    ),
    ("takes a heading away", "document.querySelector('main h1').remove()"),
    ("empties the page", "document.querySelector('main').replaceChildren()"),
    ("takes the page away", "document.querySelector('main').remove()"),
    (
        "puts its own around and between ours",
        "for (const it of document.querySelectorAll('main *')) { \
             const own = document.createElement('span'); it.before(own); own.append(it); \
             own.after(document.createElement('grammar-tool')); }",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_that_takes_our_nodes_away_leaves_a_page_that_works() -> Result<()> {
    let product = of_its_own("meddling");
    for (does, script) in MEDDLING {
        let browser = Browser::open(1024, 800).await?;
        browser.goto(&product.app).await?;
        signs_in(&browser, &product, "lena").await?;
        is_taken_over(&browser).await?;
        browser.driver.execute(script, Vec::new()).await?;
        // What the person sees goes on: another page, and back.
        browser.driver.execute("history.pushState(null, '', '/recover')", Vec::new()).await?;
        let moves = "window.dispatchEvent(new PopStateEvent('popstate'))";
        browser.driver.execute(moves, Vec::new()).await?;
        let seen = browser.sees("What happened to your device?").await;
        seen.map_err(|error| error.context(does))?;
        is_taken_over(&browser).await?;
        browser.press("Not now").await?;
        let seen = browser.sees("Your sign-in methods").await;
        seen.map_err(|error| error.context(does))?;
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_has_failed_starts_again_and_not_over_and_over() -> Result<()> {
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&shared().app).await?;
    is_taken_over(&browser).await?;
    // As WebAssembly does that has come to a trap.
    let fails = "window.isOld = true; \
                 const error = new WebAssembly.RuntimeError('unreachable'); \
                 window.dispatchEvent(new ErrorEvent('error', { error }))";
    for is_old in [false, false, false, true] {
        browser.driver.execute(fails, Vec::new()).await?;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        is_taken_over(&browser).await?;
        let page = browser.driver.execute("return window.isOld === true", Vec::new()).await?;
        ensure!(page.json().as_bool() == Some(is_old), "{:?}", page.json());
    }
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_of_the_device_that_is_a_day_off_changes_no_time_on_the_page() -> Result<()> {
    let product = shared();
    for days in [-1, 1] {
        let browser = Browser::open(1024, 800).await?;
        let source = format!(
            "{{ const Real = Date, off = {days} * 86400000; \
             Date = class extends Real {{ constructor(...a) {{ a.length ? super(...a) : super(Real.now() + off) }} \
             static now() {{ return Real.now() + off }} }} }}"
        );
        let early = json!({ "source": source });
        browser.command("Page.addScriptToEvaluateOnNewDocument", early).await?;
        browser.goto(&product.app).await?;
        comes_home(&browser, product, "ada").await?;
        is_taken_over(&browser).await?;
        // The pass has an hour, as the edge knows, and the app's clock has run by now.
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        let page = browser.text().await?;
        ensure!(page.contains("Your pass ends in 5"), "{days}: {page}");
        ensure!(!page.contains("Your pass has ended"), "{days}: {page}");
        is_silent(&browser, "a wrong clock").await?;
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_after_a_sign_out_shows_nothing_of_the_person() -> Result<()> {
    let product = shared();
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, product, "ada").await?;
    is_taken_over(&browser).await?;
    browser.press("Sign out").await?;
    browser.sees("You are signed out").await?;
    browser.driver.back().await?;
    browser.sees("Work or school account").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("Hello, Ada"), "{page}");
    browser.close().await
}

async fn holds(browser: &Browser, account: &str) -> Result<()> {
    let value = browser.find("input[name=account]").await?.value().await?;
    ensure!(value.as_deref() == Some(account), "the field holds {value:?}");
    Ok(())
}
