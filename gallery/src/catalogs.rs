//! The message catalogs that people wrote.

use std::fs;

use anyhow::{Context, Result, ensure};
use screens::fixtures::PRODUCT;
use views::Catalog;
use xtask::workspace;

/// The tag of every language that has one.
pub(crate) fn tags() -> Result<Vec<String>> {
    let mut tags = Vec::new();
    for entry in fs::read_dir(workspace::root().join("static/messages"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        tags.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    tags.sort();
    ensure!(!tags.is_empty(), "there are no catalogs");
    Ok(tags)
}

/// The catalog of a language.
pub(crate) fn read(tag: &str) -> Result<Catalog> {
    let file = workspace::root().join("static/messages").join(format!("{tag}.json"));
    let words = fs::read_to_string(file).with_context(|| format!("no catalog of {tag}"))?;
    Ok(Catalog::parse(&words)?.naming(PRODUCT))
}
