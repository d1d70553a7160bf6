//! What a person does again and again: sign in, look around, make a passkey.

use anyhow::{Context, Result, ensure};
use latchkey_tests::{browser::Browser, product::pass_of};
use serde_json::json;
use thirtyfour::WindowHandle;
use xtask::product::Product;

/// Uses the passkey on the directory's pages, which ask for the account first or know it.
pub(crate) async fn uses_the_passkey(browser: &Browser) -> Result<()> {
    browser.find("#next, #use-passkey").await?;
    if let Ok(next) = browser.driver.find(thirtyfour::By::Css("#next")).await {
        next.click().await?;
    }
    browser.find("#use-passkey").await?.click().await?;
    Ok(())
}

/// Signs in from the page that is open, through the directory's own pages.
pub(crate) async fn signs_in(browser: &Browser, product: &Product, person: &str) -> Result<()> {
    let account = &product.person(person).expect("a person of the tenant").account;
    browser.type_into("input[name=account]", account).await?;
    browser.press("Continue to sign in").await?;
    types_the_pass(browser, product, person).await
}

/// The same, and goes on to the overview: whoever has nothing registered comes to adding a passkey first.
pub(crate) async fn comes_home(browser: &Browser, product: &Product, person: &str) -> Result<()> {
    signs_in(browser, product, person).await?;
    is_taken_over(browser).await?;
    browser.press("Not now").await?;
    browser.sees("Your sign-in methods").await
}

/// The same where no script runs.
pub(crate) async fn comes_home_without_scripts(
    browser: &Browser,
    product: &Product,
    person: &str,
) -> Result<()> {
    signs_in(browser, product, person).await?;
    browser.press("Not now").await?;
    browser.sees("Your sign-in methods").await
}

/// On the directory's pages: accepts the account, types the pass.
pub(crate) async fn types_the_pass(
    browser: &Browser,
    product: &Product,
    person: &str,
) -> Result<()> {
    browser.find("#next, #pass").await?;
    if let Ok(next) = browser.driver.find(thirtyfour::By::Css("#next")).await {
        next.click().await?;
    }
    let field = browser.find("#pass").await?;
    field.send_keys(pass_of(product, person)).await?;
    browser.find("#submit").await?.click().await?;
    Ok(())
}

/// A screen in order: nothing that axe objects to, nothing in the console, and a picture of it.
pub(crate) async fn is_in_order(browser: &Browser, name: &str) -> Result<()> {
    browser.picture(name).await?;
    let broken = browser.broken_accessibility_rules().await?;
    ensure!(broken.is_empty(), "{name}: {}", broken.join("\n"));
    is_silent(browser, name).await
}

/// In order at every width, in both themes.
pub(crate) async fn is_in_order_everywhere(browser: &Browser, name: &str) -> Result<()> {
    for theme in ["light", "dark"] {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
        browser.command("Emulation.setEmulatedMedia", media).await?;
        for width in [320, 768, 1280] {
            let window =
                json!({ "width": width, "height": 844, "deviceScaleFactor": 1, "mobile": false });
            browser.command("Emulation.setDeviceMetricsOverride", window).await?;
            is_in_order(browser, &format!("{name}-{width}-{theme}")).await?;
        }
    }
    Ok(())
}

/// Nothing in the console: no error, no warning, no violation of the content security policy.
pub(crate) async fn is_silent(browser: &Browser, name: &str) -> Result<()> {
    let complaints = browser.complaints().await?;
    ensure!(complaints.is_empty(), "{name}: {}", complaints.join("\n"));
    Ok(())
}

/// Waits until the app has taken the drawn page over, so that clicks are its own.
pub(crate) async fn is_taken_over(browser: &Browser) -> Result<()> {
    browser.find("html[data-app=ready]").await?;
    Ok(())
}

/// From the overview to the new passkey.
pub(crate) async fn adds_a_passkey(browser: &Browser, name: &str) -> Result<()> {
    is_taken_over(browser).await?;
    browser.press("Add a passkey").await?;
    names_it(browser, name).await?;
    browser.press("Create passkey").await?;
    browser.sees("Your passkey is ready").await
}

/// On the directory's own page, which is open in another tab: makes a passkey, and comes back with it.
pub(crate) async fn makes_it_in_the_other_tab(browser: &Browser, name: &str) -> Result<()> {
    let here = goes_to_the_other_tab(browser).await?;
    let there = browser.plug_in_authenticator().await?;
    browser.find("#add-method").await?.click().await?;
    browser.find("#add-passkey").await?.click().await?;
    let field = browser.find("#name").await?;
    field.clear().await?;
    field.send_keys(name).await?;
    browser.find("#create-passkey").await?.click().await?;
    browser.sees(name).await?;
    // A virtual authenticator belongs to its tab, as no real one does: what it holds comes along.
    let held = json!({ "authenticatorId": there });
    let held = browser.command("WebAuthn.getCredentials", held).await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;
    let here = browser.plug_in_authenticator().await?;
    for credential in held["credentials"].as_array().into_iter().flatten() {
        let added = json!({ "authenticatorId": here, "credential": credential });
        browser.command("WebAuthn.addCredential", added).await?;
    }
    Ok(())
}

/// Goes to the other tab that is open, and returns this one.
async fn goes_to_the_other_tab(browser: &Browser) -> Result<WindowHandle> {
    let here = browser.driver.window().await?;
    let there = browser.driver.windows().await?.into_iter().find(|window| *window != here);
    browser.driver.switch_to_window(there.context("a tab of its own")?).await?;
    Ok(here)
}

/// On the directory's pages: types the password, and the number on this phone, which lies in another tab.
pub(crate) async fn approves_on_the_phone(
    browser: &Browser,
    product: &Product,
    person: &str,
    phone: &str,
) -> Result<()> {
    browser.find("#next, #password").await?;
    if let Ok(next) = browser.driver.find(thirtyfour::By::Css("#next")).await {
        next.click().await?;
    }
    let password = &product.person(person).context("a person of the tenant")?.password;
    browser.find("#password").await?.send_keys(password).await?;
    browser.find("#submit").await?.click().await?;
    let number = browser.find("#number").await?.text().await?;
    browser.driver.new_tab().await?;
    let here = goes_to_the_other_tab(browser).await?;
    browser.goto(&format!("{}/{}/phone", product.tenant.address, product.tenant.tenant_id)).await?;
    let lies_there = format!("//button[@value='pick_up'][contains(., '{phone}')]");
    browser.driver.find(thirtyfour::By::XPath(lies_there)).await?.click().await?;
    browser.find("input[name=number]").await?.send_keys(&number).await?;
    browser.find("#approve").await?.click().await?;
    browser.find("ul.accounts").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(here).await?;
    // The page goes on by itself as soon as it hears of the approval.
    if let Ok(approved) = browser.driver.find(thirtyfour::By::Css("#approved")).await {
        let _ = approved.click().await;
    }
    Ok(())
}

/// Makes the browser one that has no passkeys, as a web view inside another app has none.
pub(crate) async fn forgets_passkeys(browser: &Browser) -> Result<()> {
    let without = json!({ "source": "delete window.PublicKeyCredential; \
        Object.defineProperty(navigator, 'credentials', { value: undefined })" });
    browser.command("Page.addScriptToEvaluateOnNewDocument", without).await?;
    Ok(())
}

/// Types the name of the passkey.
pub(crate) async fn names_it(browser: &Browser, name: &str) -> Result<()> {
    browser.type_into("input[name=name]", name).await
}
