//! Every screen from right to left, as axe sees it.

use anyhow::{Result, ensure};

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_breaks_a_rule_of_accessibility_from_right_to_left() -> Result<()> {
    let broken = gallery::broken_accessibility_rules("ar").await?;
    ensure!(broken.is_empty(), "{}", broken.join("\n"));
    Ok(())
}
