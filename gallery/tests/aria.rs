//! Every page, as it is read to someone who does not see it.

use anyhow::{Result, ensure};
use gallery::aria;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_reads_as_its_file_in_gallery_aria_says() -> Result<()> {
    let differences = aria::differences().await?;
    ensure!(
        differences.is_empty(),
        "`cargo xtask screens --aria` writes what is read now:\n{}",
        differences.join("\n")
    );
    Ok(())
}

#[test]
fn links_of_one_name_lead_to_one_place() -> Result<()> {
    let found = aria::links_with_one_name()?;
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}
