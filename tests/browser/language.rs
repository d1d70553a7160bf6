//! Other languages: the new hire's story in them, and every page on the narrowest screen in all.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, ensure};
use contract::routes;
use latchkey_tests::{browser::Browser, product::of_its_own};
use xtask::{product::Product, workspace};

use crate::{
    shared,
    steps::{is_in_order, is_taken_over, names_it, signs_in, types_the_pass},
};

/// The catalog of a language.
struct Words(BTreeMap<String, String>);

impl Words {
    fn of(language: &str) -> Result<Self> {
        let path = workspace::root().join(format!("static/messages/{language}.json"));
        Ok(Self(serde_json::from_str(&fs::read_to_string(path)?)?))
    }

    fn text(&self, key: &str) -> String {
        self.0.get(key).unwrap_or_else(|| panic!("{key} is in the catalog")).clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hire_registers_a_passkey_in_german() -> Result<()> {
    registers_a_passkey("de").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hire_registers_a_passkey_in_arabic() -> Result<()> {
    registers_a_passkey("ar").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hire_registers_a_passkey_in_japanese() -> Result<()> {
    registers_a_passkey("ja").await
}

/// The story of `new_hire.rs` on a narrow screen, by the words of the language, which is chosen once.
async fn registers_a_passkey(language: &str) -> Result<()> {
    let words = Words::of(language)?;
    let product = of_its_own(&format!("new-hire-{language}"));
    let browser = Browser::open(320, 900).await?;
    browser.plug_in_authenticator().await?;
    browser.goto(&product.app).await?;
    is_taken_over(&browser).await?;
    browser.press("Language: English").await?;
    browser.press(&words.text("language.name")).await?;

    browser.sees(&words.text("welcome.title")).await?;
    is_taken_over(&browser).await?;
    in_order(&browser, language, "welcome").await?;
    let field = browser.find("input[name=account]").await?;
    field.send_keys(&product.person("ada").context("a person")?.account).await?;
    browser.press(&words.text("account.button")).await?;
    types_the_pass(&browser, &product, "ada").await?;

    browser.sees(&words.text("explain.title")).await?;
    is_taken_over(&browser).await?;
    in_order(&browser, language, "naming").await?;
    names_it(&browser, "Ada 1").await?;
    browser.press(&words.text("name.button")).await?;
    browser.sees(&words.text("saved.title")).await?;
    in_order(&browser, language, "saved").await?;
    browser.press(&words.text("proof.button")).await?;
    browser.sees(&words.text("proof.done.title")).await?;
    in_order(&browser, language, "proved").await?;
    browser.press(&words.text("saved.button")).await?;
    browser.sees(&words.text("verdict.yes.headline")).await?;
    browser.sees(&words.text("method.proved")).await?;
    in_order(&browser, language, "ready").await?;
    browser.press(&words.text("action.retire")).await?;
    browser.sees(&words.text("retire.title")).await?;
    in_order(&browser, language, "retire").await?;
    browser.press(&words.text("retire.button")).await?;
    browser.sees(&words.text("retired.title")).await?;
    in_order(&browser, language, "retired").await?;
    browser.close().await
}

/// In order, within the window, and in the language and direction of the catalog.
async fn in_order(browser: &Browser, language: &str, page: &str) -> Result<()> {
    let name = format!("{language}-{page}");
    is_in_order(browser, &name).await?;
    let outside = browser.outside_of_boxes().await?;
    ensure!(outside.is_empty(), "{name}: {outside:#?}");
    let declared = "return [document.documentElement.lang, getComputedStyle(document.querySelector('h1')).direction]";
    let declared: [String; 2] = browser.driver.execute(declared, Vec::new()).await?.convert()?;
    let direction = Words::of(language)?.text("language.direction");
    ensure!(declared == [language.to_owned(), direction], "{name}: {declared:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_its_box_on_the_narrowest_screen_in_any_language() -> Result<()> {
    const BEFORE: [&str; 4] = [routes::HOME, routes::LANGUAGE, routes::LEAFLET, "/nothing-here"];
    const SIGNED_IN: [&str; 7] = [
        routes::HOME,
        routes::ADD_PASSKEY,
        routes::ADD_AUTHENTICATOR,
        routes::RECOVER,
        routes::RETIRE_PASS,
        routes::SESSIONS,
        routes::WHY,
    ];
    let product = shared();
    let browser = Browser::open(320, 900).await?;
    let languages = languages()?;
    ensure!(languages.len() > 20, "{languages:?}");
    let mut outside = each_page(&browser, product, &languages, &BEFORE).await?;
    choose(&browser, product, "en").await?;
    is_taken_over(&browser).await?;
    signs_in(&browser, product, "lena").await?;
    browser.sees("Your sign-in methods").await?;
    outside.extend(each_page(&browser, product, &languages, &SIGNED_IN).await?);
    ensure!(outside.is_empty(), "{}", outside.join("\n"));
    browser.close().await
}

/// What does not fit on these pages in these languages.
async fn each_page(
    browser: &Browser,
    product: &Product,
    languages: &[String],
    pages: &[&str],
) -> Result<Vec<String>> {
    let mut outside = Vec::new();
    for language in languages {
        choose(browser, product, language).await?;
        for page in pages {
            browser.goto(&format!("{}{page}", product.app)).await?;
            let declared = "return document.documentElement.lang";
            let declared: String = browser.driver.execute(declared, Vec::new()).await?.convert()?;
            ensure!(declared == *language, "{page} is in {declared} and not in {language}");
            let found = browser.outside_of_boxes().await?;
            outside.extend(found.iter().map(|found| format!("{page} in {language}: {found}")));
        }
    }
    Ok(outside)
}

/// Chooses a language, and comes to the first page.
async fn choose(browser: &Browser, product: &Product, language: &str) -> Result<()> {
    browser.goto(&format!("{}{}?lang={language}", product.app, routes::LANGUAGE)).await
}

/// The languages that people wrote.
fn languages() -> Result<Vec<String>> {
    let files = fs::read_dir(workspace::root().join("static/messages"))?.flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    let mut languages: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
    languages.sort();
    Ok(languages)
}
