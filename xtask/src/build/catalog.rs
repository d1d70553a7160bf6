//! Message catalogs: published under names of their content, and the pseudo-language made from the English one.
//!
//! The pseudo-language shows what was missed: text that is not accented did not come from a catalog,
//! text without its brackets was cut, and layouts meet words that are 40 % longer.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};

use super::fingerprint::short_hash;
use crate::{step, workspace};

/// Writes `static/messages/en-XA.json` when the English catalog has changed.
pub(super) fn write_pseudo() -> Result<()> {
    let folder = workspace::root().join("static/messages");
    let english = folder.join("en.json");
    let text = fs::read_to_string(&english)
        .with_context(|| format!("cannot read {}", english.display()))?;
    let catalog: Catalog = serde_json::from_str(&text)
        .with_context(|| format!("{} is not JSON", english.display()))?;
    let pseudo = format!("{}\n", serde_json::to_string_pretty(&in_pseudo(catalog))?);
    let path = folder.join("en-XA.json");
    if fs::read_to_string(&path).is_ok_and(|kept| kept == pseudo) {
        return Ok(());
    }
    fs::write(&path, pseudo).with_context(|| step::unwritable(&path))
}

/// Writes each catalog, without its white space, as `<language>-<hash>.json`.
pub(super) fn publish(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(workspace::root().join("static/messages"))? {
        let path = entry?.path();
        let Some(language) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        let catalog: Catalog = serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("{} is not JSON", path.display()))?;
        let small = serde_json::to_vec(&catalog)?;
        fs::write(folder.join(format!("{language}-{}.json", short_hash(&small))), small)?;
    }
    Ok(())
}

/// A catalog, in the order of its keys whatever order the file has.
type Catalog = BTreeMap<String, String>;

/// Every text of a catalog in the pseudo-language.
fn in_pseudo(catalog: Catalog) -> Catalog {
    catalog.into_iter().map(|(key, text)| (key, pseudo(&text))).collect()
}

/// One text: accented, bracketed, 40 % longer; what stands in braces or angle brackets stays as it is.
fn pseudo(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut depth = 0_u32;
    let mut letters = 0_usize;
    let mut accented = "[".to_owned();
    for letter in text.chars() {
        match letter {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                letters += 1;
                accented.push(accent(letter));
                continue;
            }
            _ => {}
        }
        accented.push(letter);
    }
    let padding = (letters * 2).div_ceil(5);
    for (index, letter) in " ~one~two~three~four~five~six".chars().cycle().take(padding).enumerate()
    {
        accented.push(if index > 0 && letter == ' ' { '~' } else { letter });
    }
    accented.push(']');
    accented
}

fn accent(letter: char) -> char {
    const PLAIN: &str = "aceghijklnorstuwyzACDEGHIJKLNORSTUWYZ";
    const ACCENTED: &str = "áçéğĥíĵķļñóŕšťúŵýžÁÇÐÉĞĤÍĴĶĻÑÓŔŠŤÚŴÝŽ";
    PLAIN
        .chars()
        .zip(ACCENTED.chars())
        .find_map(|(plain, accented)| (plain == letter).then_some(accented))
        .unwrap_or(letter)
}

#[cfg(test)]
mod tests;
