//! How many acts each story takes, from the opened link: nothing is asked that is known already.

use anyhow::{Result, ensure};
use latchkey_tests::{
    browser::Browser,
    person::Person,
    product::{of_its_own, pass_of},
};
use xtask::product::Product;

use crate::steps::{is_in_order, is_taken_over};

/// On the directory's page, which knows the account already.
async fn types_the_pass(person: &Person<'_>, product: &Product, name: &str) -> Result<()> {
    person.types_into("#pass", &pass_of(product, name)).await?;
    person.clicks_on("#submit").await
}

async fn signs_in(
    browser: &Browser,
    person: &Person<'_>,
    product: &Product,
    name: &str,
) -> Result<()> {
    browser.goto(&product.app).await?;
    let account = &product.person(name).expect("a person of the tenant").account;
    person.types_into("input[name=account]", account).await?;
    person.clicks("Continue to sign in").await?;
    types_the_pass(person, product, name).await?;
    is_taken_over(browser).await
}

async fn makes_the_passkey(browser: &Browser, person: &Person<'_>) -> Result<()> {
    person.clicks("Create passkey").await?;
    browser.sees("Your passkey is ready").await
}

/// From what the page of the new passkey says.
async fn ends_the_pass(browser: &Browser, person: &Person<'_>) -> Result<()> {
    person.clicks("End my pass").await?;
    browser.sees("End your pass?").await?;
    person.clicks("End it and sign out").await?;
    browser.sees("You’re done").await
}

/// No more than this, and no fewer either: that would be news, or acts that are not counted.
async fn took(person: &Person<'_>, expected: u64, what: &str) -> Result<()> {
    let acts = person.acts().await?;
    ensure!(acts == expected, "{what} took {acts} acts, and not {expected}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hire_has_a_passkey_after_six_acts_and_has_ended_the_pass_after_eight() -> Result<()>
{
    let product = of_its_own("acts-new-hire");
    let browser = Browser::open(1024, 800).await?;
    let person = Person::at(&browser).await?;
    signs_in(&browser, &person, &product, "ada").await?;
    is_in_order(&browser, "first-task").await?;
    makes_the_passkey(&browser, &person).await?;
    took(&person, 6, "the passkey").await?;
    is_in_order(&browser, "first-task-saved").await?;
    ends_the_pass(&browser, &person).await?;
    took(&person, 8, "the end of the pass").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_invitation_the_passkey_is_four_acts_away() -> Result<()> {
    let product = of_its_own("acts-invitation");
    let browser = Browser::open(390, 844).await?;
    let person = Person::at(&browser).await?;
    let account = &product.person("ada").expect("a person of the tenant").account;
    browser.goto(&format!("{}/start?account={account}&lang=en", product.app)).await?;
    types_the_pass(&person, &product, "ada").await?;
    is_taken_over(&browser).await?;
    makes_the_passkey(&browser, &person).await?;
    took(&person, 4, "the passkey").await?;
    browser.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phone_is_replaced_and_the_pass_ended_with_ten_acts() -> Result<()> {
    let product = of_its_own("acts-lost-phone");
    let browser = Browser::open(390, 844).await?;
    let person = Person::at(&browser).await?;
    signs_in(&browser, &person, &product, "lena").await?;
    person.clicks("I lost a device").await?;
    browser.sees("What happened to your device?").await?;
    person.clicks("Continue").await?;
    makes_the_passkey(&browser, &person).await?;
    // What is removed is named beside the button that removes it.
    for method in ["Lena’s old phone", "Microsoft Authenticator", "Phone number"] {
        ensure!(names(&browser, method).await?, "{method} is not named");
    }
    is_in_order(&browser, "recover-saved").await?;
    person.clicks("Remove all of these").await?;
    browser.sees("Next: end your pass").await?;
    // So is what the end of the pass means.
    browser.sees("This session ends with it, and you are signed out.").await?;
    is_in_order(&browser, "recover-end-pass-at-once").await?;
    person.clicks("End it and sign out").await?;
    browser.sees("You’re done").await?;
    took(&person, 10, "all of it").await?;
    browser.close().await
}

/// Whether the next step names the method, with whatever apostrophe.
async fn names(browser: &Browser, method: &str) -> Result<bool> {
    let step = browser.find("section[aria-labelledby^=step]").await?.text().await?;
    Ok(step.replace('\'', "’").contains(method))
}
