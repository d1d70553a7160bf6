//! Each story from the first page to the last, in page, by hand-off and by Authenticator, beside a directory that
//! is in trouble in the middle: nothing is claimed, lost or made twice, and each goes on by itself or with one click.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{
    browser::Browser,
    faulty_upstream::{Fault, FaultyUpstream},
    product::{as_real_behind, behind, pass_of},
};
use serde_json::json;
use xtask::product::Product;

use crate::steps::{
    approves_on_the_phone, comes_home, is_taken_over, makes_it_in_the_other_tab, names_it,
    signs_in, types_the_pass, uses_the_passkey,
};

/// A screen in order but for the console, where the browser notes each answer that is none.
async fn is_readable(browser: &Browser, name: &str) -> Result<()> {
    browser.picture(name).await?;
    let broken = browser.broken_accessibility_rules().await?;
    ensure!(broken.is_empty(), "{name}: {}", broken.join("\n"));
    Ok(())
}

/// Ends the pass from the overview, at a directory that fails with the first try.
async fn ends_the_pass(browser: &Browser, upstream: &FaultyUpstream) -> Result<()> {
    is_taken_over(browser).await?;
    browser.press("End my pass").await?;
    browser.sees("End your pass?").await?;
    upstream.fails("DELETE", Fault::Status(503));
    browser.press("End it and sign out").await?;
    browser.sees("The directory does not answer").await?;
    upstream.calms_down();
    browser.press("End it and sign out").await?;
    browser.sees("You’re done").await
}

/// Whether the browser would ask before the page is left.
async fn asks_before_leaving(browser: &Browser) -> Result<bool> {
    let asks = "const leaving = new Event('beforeunload', { cancelable: true }); \
                window.dispatchEvent(leaving); return leaving.defaultPrevented";
    Ok(browser.driver.execute(asks, Vec::new()).await?.convert()?)
}

/// How often the directory has carried out a change of this verb.
fn carried_out(upstream: &FaultyUpstream, verb: &str) -> usize {
    let is_done = |(_, status): &(String, Option<u16>)| status.is_some_and(|code| code < 300);
    upstream.exchanges(verb).into_iter().filter(is_done).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hire_whose_answers_get_lost_has_one_passkey_and_ends_the_pass() -> Result<()> {
    let upstream = FaultyUpstream::start();
    let product = behind("trouble-in-page", &upstream);
    let browser = Browser::open(1024, 800).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    browser.press("Add a passkey").await?;
    names_it(&browser, "Blue key").await?;
    upstream.fails("POST", Fault::Status(503));
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is not saved yet").await?;
    is_readable(&browser, "trouble-unsaved").await?;
    ensure!(asks_before_leaving(&browser).await?, "closing the page would lose it");
    // The way to the help desk leads within the page, on which the passkey waits.
    let to_the_foot = "document.querySelector('a[href=\"#help-desk\"]').click()";
    browser.driver.execute(to_the_foot, Vec::new()).await?;
    // Made at the directory, and nobody hears of it: the list tells.
    upstream.fails("POST", Fault::ResetAfterwards);
    browser.press("Try again").await?;
    browser.sees("Your passkey is ready").await?;
    ensure!(!asks_before_leaving(&browser).await?, "nothing is lost any more");
    ensure!(carried_out(&upstream, "POST") == 1, "{:?}", upstream.exchanges("POST"));
    browser.press("Finish").await?;
    browser.sees("You can sign in tomorrow").await?;
    ends_the_pass(&browser, &upstream).await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_off_waits_through_every_trouble_of_the_directory() -> Result<()> {
    let upstream = FaultyUpstream::start();
    let product = behind("trouble-hand-off", &upstream);
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "chidi").await?;
    is_taken_over(&browser).await?;
    browser.press("Open Security info").await?;
    browser.sees("Waiting for your passkey").await?;
    for (fault, says) in [
        (Fault::Status(503), "The directory does not answer"),
        (Fault::Status(429), "The directory asks for a short break"),
        (Fault::Swallowed, "The directory does not answer"),
        (Fault::Nonsense, "The directory’s answer made no sense"),
    ] {
        upstream.fails("GET", fault);
        browser.press("I have finished there").await?;
        // An answer that does not come is waited for longer than words on a page.
        let mut seen = browser.sees(says).await;
        for _ in 0..2 {
            if seen.is_err() {
                seen = browser.sees(says).await;
            }
        }
        seen.map_err(|error| error.context(format!("{fault:?}")))?;
        if fault == Fault::Status(503) {
            is_readable(&browser, "trouble-hand-off").await?;
        }
        let page = browser.text().await?;
        ensure!(!page.contains("is ready"), "{fault:?}: nothing is claimed: {page}");
        // It is over, and the page has heard so.
        upstream.calms_down();
        browser.press("I have finished there").await?;
        browser.sees("Your passkey is not in the list yet").await?;
    }
    // The directory goes away, the passkey is made meanwhile, and it comes back: the page notices by itself.
    upstream.shuts(false);
    browser.press("I have finished there").await?;
    browser.sees("The directory does not answer").await?;
    makes_it_in_the_other_tab(&browser, "Blue key").await?;
    let page = browser.text().await?;
    ensure!(!page.contains("is ready"), "nothing is claimed: {page}");
    upstream.calms_down();
    browser.sees("Your passkey is ready").await?;
    browser.sees("Blue key").await?;
    browser.press("Finish").await?;
    browser.sees("You can sign in tomorrow").await?;
    ends_the_pass(&browser, &upstream).await?;
    browser.close().await
}

/// Adds the account on a phone.
async fn adds_on_a_phone(product: &Product, person: &str) -> Result<()> {
    let account = &product.person(person).context("a person of the tenant")?.account;
    let body = json!({ "account": account, "pass": pass_of(product, person), "name": "Pixel 9" });
    let phone = format!("{}/embedded/phone", product.tenant.address);
    let added = reqwest::Client::new().post(phone).json(&body).send().await?;
    ensure!(added.status().is_success(), "the phone takes the pass: {added:?}");
    Ok(())
}

/// From the page of the app to the entry that it notices, while the directory goes away and comes back.
async fn waits_for_authenticator(
    browser: &Browser,
    product: &Product,
    upstream: &FaultyUpstream,
    person: &str,
) -> Result<()> {
    browser.press("The app is on my phone").await?;
    browser.sees("Add your account in the app").await?;
    upstream.fails("GET", Fault::Status(503));
    browser.press("I have finished on my phone").await?;
    browser.sees("The directory does not answer").await?;
    adds_on_a_phone(product, person).await?;
    let page = browser.text().await?;
    ensure!(!page.contains("is added"), "nothing is claimed: {page}");
    upstream.calms_down();
    browser.sees("Authenticator is added").await?;
    browser.sees("Pixel 9").await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_adds_authenticator_through_trouble_ends_the_pass_with_the_password_they_know()
-> Result<()> {
    let upstream = FaultyUpstream::start();
    let product = behind("trouble-authenticator", &upstream);
    let browser = Browser::open(1024, 800).await?;
    browser.goto(&product.app).await?;
    comes_home(&browser, &product, "ada").await?;
    is_taken_over(&browser).await?;
    browser.press("Add Microsoft Authenticator").await?;
    waits_for_authenticator(&browser, &product, &upstream, "ada").await?;
    browser.press("Finish").await?;
    // It comes after a password: whether that helps tomorrow, only the person knows.
    browser.press("I know it").await?;
    browser.sees("You can sign in tomorrow with your password").await?;
    ends_the_pass(&browser, &upstream).await?;
    browser.close().await
}

/// Says that the phone was stolen with all that is on it.
async fn tells_of_the_theft(browser: &Browser) -> Result<()> {
    is_taken_over(browser).await?;
    browser.press("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    browser.find("label.choice:nth-of-type(2) input[type=radio]").await?.click().await?;
    browser.press("Continue").await
}

const REMOVE: &str = "Remove all of these";

/// With this button, removes what is marked, at a directory that carries out none of it at first, and sees what is
/// still there; then with the button that asks nothing any more.
async fn removes_what_is_lost(
    browser: &Browser,
    upstream: &FaultyUpstream,
    removes: &str,
) -> Result<()> {
    upstream.fails("DELETE", Fault::Status(503));
    browser.press(removes).await?;
    browser.sees("These are still there").await?;
    is_readable(browser, "trouble-recover-kept").await?;
    upstream.calms_down();
    browser.press(REMOVE).await?;
    browser.sees("Next: end your pass").await?;
    let page = browser.text().await?;
    ensure!(page.matches("Removed: ").count() == 3, "three are removed: {page}");
    Ok(())
}

/// From the last step of a theft to the page that it is done on.
async fn goes_to_the_sign_out(browser: &Browser) -> Result<()> {
    browser.sees("Next: sign out everywhere").await?;
    is_taken_over(browser).await?;
    browser.press("Go to “Sign out everywhere”").await?;
    browser.sees("As this site saw it").await
}

/// There, at a directory that does not answer at first.
async fn signs_out_everywhere(browser: &Browser, upstream: &FaultyUpstream) -> Result<()> {
    upstream.fails("POST", Fault::Status(503));
    browser.press("Sign out everywhere").await?;
    browser.sees("The directory does not answer").await?;
    upstream.calms_down();
    browser.press("Sign out everywhere").await?;
    browser.sees("You are signed out everywhere").await?;
    is_readable(browser, "trouble-signed-out-everywhere").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_phone_is_replaced_by_hand_off_through_trouble() -> Result<()> {
    let upstream = FaultyUpstream::start();
    let product = as_real_behind("trouble-stolen", &upstream);
    let browser = Browser::open(1024, 900).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    tells_of_the_theft(&browser).await?;
    browser.sees("Add your passkey on your organization’s page").await?;
    browser.press("Open Security info").await?;
    upstream.fails("GET", Fault::Status(503));
    browser.press("I have finished there").await?;
    browser.sees("The directory does not answer").await?;
    makes_it_in_the_other_tab(&browser, "New key").await?;
    upstream.calms_down();
    browser.sees("Your passkey is ready").await?;
    browser.press(REMOVE).await?;
    // Nothing tells how old the first sign-in is, so that a removal wants a fresher one.
    browser.press("Sign in again").await?;
    types_the_pass(&browser, &product, "lena").await?;
    is_taken_over(&browser).await?;
    removes_what_is_lost(&browser, &upstream, REMOVE).await?;
    browser.press("End it and sign out").await?;
    browser.sees("Whoever has your device may still be signed in with it").await?;
    browser.press("Continue to sign in").await?;
    uses_the_passkey(&browser).await?;
    goes_to_the_sign_out(&browser).await?;
    // Here too a fresher sign-in comes first.
    browser.press("Sign out everywhere").await?;
    browser.press("Sign in again").await?;
    uses_the_passkey(&browser).await?;
    browser.sees("As this site saw it").await?;
    signs_out_everywhere(&browser, &upstream).await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_phone_is_replaced_in_page_through_trouble_until_nobody_is_signed_in() -> Result<()>
{
    let upstream = FaultyUpstream::start();
    let product = behind("trouble-stolen-in-page", &upstream);
    let browser = Browser::open(1024, 900).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    tells_of_the_theft(&browser).await?;
    names_it(&browser, "New key").await?;
    upstream.fails("POST", Fault::Status(503));
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is not saved yet").await?;
    upstream.calms_down();
    browser.press("Try again").await?;
    browser.sees("Your passkey is ready").await?;
    removes_what_is_lost(&browser, &upstream, REMOVE).await?;
    upstream.fails("DELETE", Fault::ResetAfterwards);
    browser.press("End it and sign out").await?;
    browser.sees("The directory does not answer").await?;
    upstream.calms_down();
    browser.press("End it and sign out").await?;
    // The pass had ended at once, and the session with it: the next sign-in comes back for the rest.
    browser.sees("Sign in again to go on").await?;
    browser.press("Continue to sign in").await?;
    uses_the_passkey(&browser).await?;
    browser.sees("There is no pass to end").await?;
    browser.press("Go on replacing your device").await?;
    goes_to_the_sign_out(&browser).await?;
    signs_out_everywhere(&browser, &upstream).await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_phone_is_replaced_by_authenticator_on_a_new_one_through_trouble() -> Result<()> {
    let upstream = FaultyUpstream::start();
    let product = behind("trouble-stolen-app", &upstream);
    let browser = Browser::open(1024, 900).await?;
    browser.goto(&product.app).await?;
    signs_in(&browser, &product, "lena").await?;
    tells_of_the_theft(&browser).await?;
    // Nothing else lets her sign in: something new comes first, and she chooses the app.
    browser.sees("How it works").await?;
    browser.press("Add Microsoft Authenticator").await?;
    waits_for_authenticator(&browser, &product, &upstream, "lena").await?;
    browser.press("Go on replacing your device").await?;
    // It comes after a password: who removes the rest says that they know it.
    removes_what_is_lost(&browser, &upstream, "I know my password: remove all of these").await?;
    browser.press("End it and sign out").await?;
    browser.sees("Whoever has your device may still be signed in with it").await?;
    browser.press("Continue to sign in").await?;
    approves_on_the_phone(&browser, &product, "lena", "Pixel 9").await?;
    goes_to_the_sign_out(&browser).await?;
    signs_out_everywhere(&browser, &upstream).await?;
    browser.close().await
}
