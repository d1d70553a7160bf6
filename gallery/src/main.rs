//! The program behind `cargo xtask screens`: reads the command line and makes the pictures.

use anyhow::Result;
use lexopt::prelude::Long;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut languages = false;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("languages") => languages = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if languages { gallery::in_every_language().await } else { gallery::every_screen().await }
}
