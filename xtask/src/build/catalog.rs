//! Message catalogs: published in two parts under names of their content, with or without the
//! pseudo-language.
//!
//! A first visit fetches the first part alone: `static/messages/later.txt` says what the other holds.
//!
//! The pseudo-language is made from the English catalog and shows what was missed: text without accents did
//! not come from a catalog, text without its brackets was cut, and layouts meet words that are 40 % longer.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{Options, fingerprint::short_hash};
use crate::{step, workspace};

/// The name of the pseudo-language (Unicode CLDR, "Pseudo-locales").
const PSEUDO: &str = "en-XA";

/// The languages of such a build, each with the file of its catalog; writes that of the pseudo-language.
///
/// # Errors
/// When a catalog cannot be read or written.
pub fn languages(options: &Options) -> Result<BTreeMap<String, PathBuf>> {
    let folder = workspace::root().join("static/messages");
    let mut languages = BTreeMap::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let language = path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
        if let Some(language) = language.filter(|_| path.extension().is_some_and(|e| e == "json")) {
            languages.insert(language, path);
        }
    }
    if options.pseudo_language {
        languages.insert(PSEUDO.to_owned(), write_pseudo(&folder.join("en.json"))?);
    }
    Ok(languages)
}

/// Writes each catalog, without its white space, as `<language>-<hash>.json` and
/// `<language>.later-<hash>.json`.
pub(super) fn publish(folder: &Path, options: &Options) -> Result<()> {
    fs::create_dir_all(folder)?;
    let later = workspace::root().join("static/messages/later.txt");
    let later =
        fs::read_to_string(&later).with_context(|| format!("cannot read {}", later.display()))?;
    for (language, path) in languages(options)? {
        let (first, later) = parts(read(&path)?, &later);
        for (name, part) in [(language.clone(), first), (format!("{language}.later"), later)] {
            let small = serde_json::to_vec(&part)?;
            fs::write(folder.join(format!("{name}-{}.json", short_hash(&small))), small)?;
        }
    }
    Ok(())
}

/// The two parts of a catalog: `later` names the beginnings of the keys of the second, a line each.
fn parts(catalog: Catalog, later: &str) -> (Catalog, Catalog) {
    let beginnings: Vec<&str> = later
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    catalog
        .into_iter()
        .partition(|(key, _)| !beginnings.iter().any(|beginning| key.starts_with(beginning)))
}

/// Writes the catalog of the pseudo-language into the target folder, where this catalog has changed.
fn write_pseudo(english: &Path) -> Result<PathBuf> {
    let pseudo = format!("{}\n", serde_json::to_string_pretty(&in_pseudo(read(english)?))?);
    let path = workspace::target().join("messages").join(format!("{PSEUDO}.json"));
    if !fs::read_to_string(&path).is_ok_and(|kept| kept == pseudo) {
        step::create(&path)?;
        fs::write(&path, pseudo).with_context(|| step::unwritable(&path))?;
    }
    Ok(path)
}

fn read(path: &Path) -> Result<Catalog> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
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
