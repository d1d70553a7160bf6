//! The program behind `cargo xtask logo`: reads a file, and prints the value of `LOGO`.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};

fn main() -> Result<()> {
    let path: PathBuf = env::args_os().nth(1).context("name a file: an SVG or a PNG")?.into();
    let file = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let logo = logo::fit(&file).with_context(|| format!("{} is no logo", path.display()))?;
    let value = STANDARD.encode(&logo);
    eprintln!("LOGO: {} bytes of a picture, {} characters of the setting", logo.len(), value.len());
    println!("{value}");
    Ok(())
}
