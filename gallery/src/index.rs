//! The index of the pictures, a Markdown page.

use std::{fs, path::Path};

use crate::{THEMES, page::Page};

/// The folder of the pictures in other languages.
pub(crate) const LANGUAGES: &str = "languages";

/// The file of a picture.
pub(crate) fn picture(name: &str, theme: &str) -> String {
    format!("{name}.{theme}.webp")
}

/// The languages that have a picture.
pub(crate) fn languages(folder: &Path) -> Vec<String> {
    let suffix = picture("", THEMES[0]);
    let entries = fs::read_dir(folder.join(LANGUAGES)).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut languages: Vec<_> =
        names.filter_map(|name| Some(name.strip_suffix(&suffix)?.to_owned())).collect();
    languages.sort();
    languages
}

/// The whole page.
pub(crate) fn write(flows: &[(&'static str, Vec<Page>)], languages: &[String]) -> String {
    let mut page = INTRODUCTION.to_owned();
    for (title, _) in flows {
        page.extend(["- [", title, "](#", &anchor(title), ")\n"]);
    }
    if !languages.is_empty() {
        page.extend(["- [", IN_EVERY_LANGUAGE, "](#", &anchor(IN_EVERY_LANGUAGE), ")\n"]);
    }
    for (title, pages) in flows {
        page.extend(["\n## ", title, "\n"]);
        for Page { name, seen, .. } in pages {
            page.extend(["\n### ", name, "\n\n", seen, "\n"]);
            for theme in THEMES {
                page.extend(["\n![", name, ", ", theme, "](", &picture(name, theme), ")\n"]);
            }
        }
    }
    if !languages.is_empty() {
        page.extend(["\n## ", IN_EVERY_LANGUAGE, "\n"]);
    }
    for language in languages {
        let file = picture(language, THEMES[0]);
        page.extend(["\n### ", language, "\n\n![", language, "](", LANGUAGES, "/", &file, ")\n"]);
    }
    page
}

/// What a heading is called in an address, as GitHub makes it.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|letter| letter.is_alphanumeric() || " -".contains(*letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

const INTRODUCTION: &str = "\
# Every screen

Each screen in a window of 320 pixels, and in windows of 768 and 1280 pixels at half their size; light, then dark.
`cargo xtask screens` makes the pictures and this page, and `cargo xtask screens --languages` those in every language.

";

const IN_EVERY_LANGUAGE: &str = "In every language";

#[cfg(test)]
mod tests;
