//! Pictures of every screen in `docs/screens`, with an index: drawn by the app's own views, with the real style.
//! Beside them, in `aria`, what is read of each page to someone who does not see it.
//!
//! Nothing in them depends on when or where they are made, but for the fonts. Nothing of this crate is shipped.

pub mod aria;
mod catalogs;
mod draw;
pub mod faults;
mod format;
mod index;
mod page;
mod pages;
mod picture;
mod reasons;
mod sheet;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use latchkey_tests::browser::Browser;
use xtask::workspace;

use self::{
    draw::Language,
    format::Answers,
    page::Page,
    sheet::{Frame, Sheet},
};

/// The themes, by the names that a browser has for them.
const THEMES: [&str; 2] = ["light", "dark"];

/// The screens that are looked at in every language.
const KEY_SCREENS: [&str; 5] =
    ["welcome", "overview-lost-phone", "naming", "removal", "sign-in-blocked"];

/// Makes the pictures of every screen in English, and the index; removes what is stale.
///
/// # Errors
/// When the browser fails, a page is wider than its window, or the disk is full.
pub async fn every_screen() -> Result<()> {
    let folder = folder();
    fs::create_dir_all(&folder)?;
    let browser = Browser::open(1500, 1000).await?;
    let mut studio = Studio::open(&browser, "en")?;
    let mut made = BTreeSet::from(["README.md".to_owned()]);
    for (_, pages) in pages::by_flow() {
        for page in &pages {
            let html = studio.draw(page).await?;
            for theme in THEMES {
                let sheet =
                    Sheet { name: page.name, frames: Frame::three(&html, page.kind), theme };
                let name = index::picture(page.name, theme);
                let colors = sheet.take(&browser).await?;
                fs::write(folder.join(&name), picture::webp(&colors)?)?;
                made.insert(name);
            }
        }
    }
    browser.close().await?;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let is_stale = !made.contains(&*entry.file_name().to_string_lossy());
        if is_stale && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    finish(&folder)
}

/// Makes a picture of the key screens in each language that has a catalog, and the index.
///
/// # Errors
/// When the browser fails, a page is wider than its window, or the disk is full.
pub async fn in_every_language() -> Result<()> {
    let folder = folder().join(index::LANGUAGES);
    fs::create_dir_all(&folder)?;
    let pages: Vec<Page> = pages::by_flow().into_iter().flat_map(|(_, pages)| pages).collect();
    let browser = Browser::open(2600, 1000).await?;
    for language in catalogs::tags()? {
        let mut studio = Studio::open(&browser, &language)?;
        let mut frames = Vec::new();
        for name in KEY_SCREENS {
            let page = pages.iter().find(|page| page.name == name);
            let html = studio.draw(page.with_context(|| format!("no screen {name}"))?).await?;
            frames.push(Frame::narrow(&html));
            if name == KEY_SCREENS[1] {
                frames.push(Frame::wide(&html));
            }
        }
        let sheet = Sheet { name: &language, frames, theme: THEMES[0] };
        let name = index::picture(&language, THEMES[0]);
        fs::write(folder.join(name), picture::webp(&sheet.take(&browser).await?)?)?;
    }
    browser.close().await?;
    finish(&self::folder())
}

/// The tag of every language that has a catalog.
///
/// # Errors
/// When there is none.
pub fn languages() -> Result<Vec<String>> {
    catalogs::tags()
}

/// Writes the index, and says what there is now.
fn finish(folder: &Path) -> Result<()> {
    let index = folder.join("README.md");
    fs::write(&index, index::write(&pages::by_flow(), &index::languages(folder)))?;
    println!("{} shows every screen", index.display());
    Ok(())
}

/// Where the pictures are.
fn folder() -> PathBuf {
    workspace::root().join("docs/screens")
}

/// What it takes to draw pages in one language.
struct Studio<'a> {
    browser: &'a Browser,
    language: Language,
    answers: Answers,
}

impl<'a> Studio<'a> {
    fn open(browser: &'a Browser, language: &str) -> Result<Self> {
        let language = Language::read(language)?;
        let answers = Answers::of(&language.tag);
        Ok(Self { browser, language, answers })
    }

    /// The HTML of a page, with its dates and plurals as the browser writes them.
    async fn draw(&mut self, page: &Page) -> Result<String> {
        loop {
            let html = draw::document(page, &self.language, &self.answers).await;
            if !self.answers.learn(self.browser).await? {
                return Ok(html);
            }
        }
    }
}
