//! A computer that keeps no passkey leads a phone to the step, and notices what is added there.

use anyhow::{Context, Result};
use latchkey_tests::{browser::Browser, product::of_its_own, qr_code};

use crate::steps::{is_in_order, is_taken_over, names_it, signs_in, types_the_pass};

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
    // A camera sees the same picture; each fetch makes another code.
    let seen = "const code = document.querySelector('img.scan'); \
        return code.naturalWidth && fetch(code.src).then(answer => answer.text())";
    let picture = computer.driver.execute(seen, Vec::new()).await?;
    let address = qr_code::read(picture.json().as_str().context("the picture was loaded")?);

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
