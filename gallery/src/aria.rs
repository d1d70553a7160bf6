//! What a screen reader meets on every page, in its order: kept as text in `gallery/aria`, one file for each page.
//!
//! The tree is Chromium's own. Names are worked out by the browser, and never here.

mod outline;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use latchkey_tests::browser::Browser;
use serde_json::{Value, json};
use xtask::workspace;

use self::outline::{Attributes, BLOCK, CLOSED, ambiguous_links, outline};
use crate::{
    Studio,
    faults::{self, Look},
    pages,
};

/// Writes what is read of every page in English; removes the files of pages that are no more.
///
/// # Errors
/// When the browser fails, or the disk is full.
pub async fn write() -> Result<()> {
    let folder = folder();
    fs::create_dir_all(&folder)?;
    let pages = read_every_page().await?;
    for name in files(&folder)?.into_iter().filter(|name| !pages.contains_key(name.as_str())) {
        fs::remove_file(file(&folder, &name))?;
    }
    for (name, text) in &pages {
        fs::write(file(&folder, name), text)?;
    }
    println!("{} has what is read of every page", folder.display());
    Ok(())
}

/// Where the pages read differently from their files, and the pages and files without each other.
///
/// # Errors
/// When the browser fails.
pub async fn differences() -> Result<Vec<String>> {
    let folder = folder();
    let pages = read_every_page().await?;
    let mut kept = BTreeMap::new();
    for name in files(&folder)? {
        let text = fs::read_to_string(file(&folder, &name))?;
        kept.insert(name, text);
    }
    Ok(compared(&kept, &pages))
}

/// The links of each page that have the same name and lead to different places.
///
/// # Errors
/// When a file cannot be read.
pub fn links_with_one_name() -> Result<Vec<String>> {
    let folder = folder();
    let mut found = Vec::new();
    for name in files(&folder)? {
        let text = fs::read_to_string(file(&folder, &name))?;
        found.extend(ambiguous_links(&text).into_iter().map(|link| format!("{name}: {link}")));
    }
    Ok(found)
}

/// What is kept beside what is read, by the names of the pages: the first line that differs of each.
fn compared(kept: &BTreeMap<String, String>, read: &BTreeMap<&str, String>) -> Vec<String> {
    let names: BTreeSet<&str> =
        kept.keys().map(String::as_str).chain(read.keys().copied()).collect();
    let difference = |name: &&str| match (kept.get(*name), read.get(*name)) {
        (Some(kept), Some(read)) => {
            let (mut before, mut now) = (kept.lines(), read.lines());
            let mut line = 0;
            loop {
                line += 1;
                match (before.next(), now.next()) {
                    (None, None) => return None,
                    (before, now) if before == now => {}
                    (before, now) => {
                        let [before, now] = [before, now].map(|it| it.unwrap_or("nothing").trim());
                        return Some(format!("{name}, line {line}: was {before}, is {now}"));
                    }
                }
            }
        }
        (None, _) => Some(format!("{name}: no file has what is read of it")),
        (_, None) => Some(format!("{name}: there is a file, and no page")),
    };
    names.iter().filter_map(difference).collect()
}

/// What is read of each page, by its name.
async fn read_every_page() -> Result<BTreeMap<&'static str, String>> {
    let browser = faults::open(Look::DESKTOP).await?;
    let mut studio = Studio::open(&browser, "en")?;
    let mut read = BTreeMap::new();
    for (_, pages) in pages::by_flow() {
        for page in &pages {
            let html = studio.draw(page).await?;
            faults::write(&browser, html, Look::DESKTOP).await?;
            read.insert(page.name, read_page(&browser).await?);
        }
    }
    browser.close().await?;
    Ok(read)
}

/// What is read of the page that the browser shows, with everything unfolded. No line is broken: the space at its end
/// would be lost, and where that is depends on the fonts.
async fn read_page(browser: &Browser) -> Result<String> {
    let unfold = "const style = document.head.appendChild(document.createElement('style'));
        style.textContent = 'body * { white-space: nowrap !important; }';
        for (const element of document.body.querySelectorAll('*')) {
            if (!/^(inline|contents)/.test(getComputedStyle(element).display))
                element.setAttribute(arguments[1], '');
        }
        for (const details of document.querySelectorAll('details:not([open])')) {
            details.open = true;
            details.querySelector('summary').setAttribute(arguments[0], '');
        }";
    browser.driver.execute(unfold, vec![CLOSED.into(), BLOCK.into()]).await?;
    let document = browser.command("DOM.getDocument", json!({ "depth": -1 })).await?;
    let mut attributes = Attributes::new();
    collect(&document["root"], &mut attributes);
    let tree = browser.command("Accessibility.getFullAXTree", json!({})).await?;
    let nodes = tree["nodes"].as_array().context("a page has an accessibility tree")?;
    Ok(outline(nodes, &attributes))
}

/// The attributes of an element and of all in it.
fn collect(element: &Value, attributes: &mut Attributes) {
    let words = element["attributes"].as_array().into_iter().flatten();
    let words: Vec<&str> = words.filter_map(Value::as_str).collect();
    let pairs = words.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned()));
    if let Some(number) = element["backendNodeId"].as_i64() {
        attributes.insert(number, pairs.collect());
    }
    for child in element["children"].as_array().into_iter().flatten() {
        collect(child, attributes);
    }
}

/// The names of the pages that have a file.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).context("`cargo xtask screens --aria` writes the files")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.push(name.strip_suffix(".txt").unwrap_or(&name).to_owned());
    }
    Ok(names)
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.txt"))
}

fn folder() -> PathBuf {
    workspace::root().join("gallery/aria")
}

#[cfg(test)]
mod tests;
