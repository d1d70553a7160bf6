//! Every page, as axe sees it and as it fits: from right to left, in the dark, with the colours of the system, with
//! text of twice the size, and in every language on the narrowest phone.

use anyhow::{Result, ensure};
use gallery::faults::{Look, broken_rules, outside_of_boxes};

fn none(faults: &[String]) -> Result<()> {
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_breaks_a_rule_of_accessibility_from_right_to_left() -> Result<()> {
    none(&broken_rules("ar", Look::PHONE).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_breaks_a_rule_of_accessibility_in_the_dark() -> Result<()> {
    none(&broken_rules("en", Look { theme: "dark", width: 320, ..Look::PHONE }).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_breaks_a_rule_of_accessibility_with_the_colors_of_the_system() -> Result<()> {
    none(&broken_rules("en", Look { has_forced_colors: true, ..Look::DESKTOP }).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_the_narrowest_phone_in_every_language() -> Result<()> {
    let look = Look { width: 320, ..Look::PHONE };
    none(&outside_of_boxes(&gallery::languages()?, look).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_with_text_of_twice_the_size() -> Result<()> {
    let look = Look { width: 375, text_size: 200, ..Look::PHONE };
    none(&outside_of_boxes(&["en", "de", "ar"].map(str::to_owned), look).await?)
}
