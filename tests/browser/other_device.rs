//! A computer that keeps no passkey leads a phone to the step, and notices what is added there.

use anyhow::{Context, Result};
use latchkey_tests::{
    browser::Browser,
    faulty_upstream::{Fault, FaultyUpstream},
    product::{as_real_behind, of_its_own},
    qr_code,
};

use crate::steps::{
    is_in_order, is_taken_over, makes_it_in_the_other_tab, names_it, signs_in, types_the_pass,
};

/// What a camera reads from the code on the page. Each fetch makes another code.
async fn scanned(computer: &Browser) -> Result<String> {
    let seen = "const code = document.querySelector('img.scan'); \
        return code.naturalWidth && fetch(code.src).then(answer => answer.text())";
    let picture = computer.driver.execute(seen, Vec::new()).await?;
    Ok(qr_code::read(picture.json().as_str().context("the picture was loaded")?))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_that_is_added_on_the_phone_is_noticed_on_the_computer() -> Result<()> {
    let product = of_its_own("other-device");
    let computer = Browser::open(1024, 800).await?;
    computer.goto(&product.app).await?;
    signs_in(&computer, &product, "ada").await?;
    is_taken_over(&computer).await?;
    computer.press("Continue on another device").await?;
    computer.sees("Waiting for your passkey").await?;
    is_in_order(&computer, "other-device").await?;
    let address = scanned(&computer).await?;

    let phone = Browser::open(390, 844).await?;
    phone.plug_in_authenticator().await?;
    phone.goto(&address).await?;
    types_the_pass(&phone, &product, "ada").await?;
    is_taken_over(&phone).await?;
    names_it(&phone, "Ada\u{2019}s phone").await?;
    phone.press("Create passkey").await?;
    phone.sees("Your passkey is ready").await?;
    phone.close().await?;

    computer.sees("Your passkey is ready").await?;
    computer.sees("Ada\u{2019}s phone").await?;
    is_in_order(&computer, "other-device-done").await?;
    computer.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_handed_off_is_noticed_when_the_directory_is_back() -> Result<()> {
    let upstream = FaultyUpstream::start();
    let product = as_real_behind("other-device-hand-off", &upstream);
    let computer = Browser::open(1024, 800).await?;
    computer.goto(&product.app).await?;
    signs_in(&computer, &product, "ada").await?;
    is_taken_over(&computer).await?;
    computer.press("Continue on another device").await?;
    computer.sees("Waiting for your passkey").await?;
    let address = scanned(&computer).await?;

    let phone = Browser::open(390, 844).await?;
    phone.goto(&address).await?;
    types_the_pass(&phone, &product, "ada").await?;
    is_taken_over(&phone).await?;
    phone.sees("Add your passkey on your organization’s page").await?;
    phone.press("Open Security info").await?;
    upstream.fails("GET", Fault::Status(503));
    makes_it_in_the_other_tab(&phone, "Phone").await?;
    computer.sees("The directory does not answer").await?;
    upstream.calms_down();
    phone.sees("Your passkey is ready").await?;
    phone.close().await?;
    computer.sees("Your passkey is ready").await?;
    computer.close().await
}
