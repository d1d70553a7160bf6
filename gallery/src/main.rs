//! The program behind `cargo xtask screens`: reads the command line, makes the pictures, writes what is read.

use anyhow::Result;
use lexopt::prelude::Long;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (mut aria, mut languages) = (false, false);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("aria") => aria = true,
            Long("languages") => languages = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if languages {
        return gallery::in_every_language().await;
    }
    if !aria {
        gallery::every_screen().await?;
    }
    gallery::aria::write().await
}
