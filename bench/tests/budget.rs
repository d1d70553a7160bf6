//! The budget of bytes: fails when what is built weighs more than it may.

use anyhow::Result;
use latchkey_bench::bytes;
use latchkey_tests::product::built;

#[tokio::test]
async fn the_built_files_weigh_no_more_than_they_must() -> Result<()> {
    bytes::check(built()).await
}
