//! The catalogs of the other languages: translated, with their plural forms, direction and punctuation.
//!
//! Keys and placeholders are held to the English ones in `words.rs`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use views::Catalog;

use crate::{draw::english, words::catalogs};

/// Each language with its direction and the plural forms of its whole numbers (CLDR 47).
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ar", "rtl", "zero one two few many other"),
    ("cs", "ltr", "one few many other"),
    ("da", "ltr", "one other"),
    ("de", "ltr", "one other"),
    ("el", "ltr", "one other"),
    ("en", "ltr", "one other"),
    ("es", "ltr", "one many other"),
    ("fi", "ltr", "one other"),
    ("fr", "ltr", "one many other"),
    ("he", "rtl", "one two other"),
    ("hi", "ltr", "one other"),
    ("it", "ltr", "one many other"),
    ("ja", "ltr", "other"),
    ("ko", "ltr", "other"),
    ("nb", "ltr", "one other"),
    ("nl", "ltr", "one other"),
    ("pl", "ltr", "one few many other"),
    ("pt-BR", "ltr", "one many other"),
    ("pt-PT", "ltr", "one many other"),
    ("sv", "ltr", "one other"),
    ("tr", "ltr", "one other"),
    ("uk", "ltr", "one few many other"),
    ("zh-Hans", "ltr", "other"),
    ("zh-Hant", "ltr", "other"),
];

#[test]
fn the_glossary_has_the_terms_of_every_language() {
    let glossary = include_str!("../../../../static/messages/GLOSSARY.md");
    for (tag, ..) in LANGUAGES.iter().filter(|(tag, ..)| *tag != "en") {
        let (_, terms) = glossary
            .split_once(&format!(" ({tag})\n"))
            .unwrap_or_else(|| panic!("the glossary says nothing of {tag}"));
        let terms = terms.split("\n## ").next().unwrap_or_default();
        for term in ["passkey", "Temporary Access Pass", "security key", "help desk"] {
            assert!(terms.contains(&format!("\n| {term}")), "{tag}: {term}");
        }
    }
}

#[test]
fn no_line_ends_between_a_number_and_its_unit() {
    for (tag, ..) in LANGUAGES {
        for (key, words) in words_of(tag) {
            let is_left = key.starts_with("clock.left.");
            let after = |number: &str| words.contains(&[number, " "].concat());
            let breaks = if is_left {
                ["{count}", "0", "1"].into_iter().any(after) || words.contains(" {count}")
            } else {
                key.starts_with("action.try-again-in.")
                    && (after("{count}") || words.ends_with(" {count}"))
            };
            assert!(!breaks, "{key} of {tag} wants a no-break space: {words}");
        }
    }
}

#[test]
fn every_language_is_known_here_with_its_direction_and_plural_forms() {
    let found: BTreeSet<String> = catalogs().into_iter().map(|(language, _)| language).collect();
    let known: BTreeSet<String> = LANGUAGES.iter().map(|(tag, ..)| (*tag).to_owned()).collect();
    assert_eq!(found, known, "a new language belongs into the table of this test");
    for (tag, direction, forms) in LANGUAGES {
        let words = words_of(tag);
        assert_eq!(words["language.direction"], *direction, "{tag}");
        let plurals: BTreeSet<String> = words_of("en")
            .keys()
            .filter_map(|key| key.strip_suffix(".one").map(str::to_owned))
            .collect();
        for stem in plurals {
            let written: BTreeSet<&str> = words
                .keys()
                .filter_map(|key| key.strip_prefix(&*stem)?.strip_prefix('.'))
                .filter(|form| !form.contains('.'))
                .collect();
            assert_eq!(written, forms.split(' ').collect(), "{tag}: {stem}");
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    let english = words_of("en");
    let listed = same();
    let mut unused = listed.clone();
    for (tag, ..) in LANGUAGES.iter().filter(|(tag, ..)| *tag != "en") {
        for (key, words) in words_of(tag) {
            if !is_same(&english, &key, &words) {
                continue;
            }
            let other = || key.rsplit_once('.').map(|(stem, _)| format!("{stem}.other"));
            let key = if english.contains_key(&key) { key } else { other().unwrap_or(key) };
            let entries = [*tag, "*"].map(|tag| (tag.to_owned(), key.clone()));
            let is_listed = entries.iter().any(|entry| listed.contains(entry));
            for entry in entries {
                unused.remove(&entry);
            }
            assert!(is_listed, "{tag}: {key} is in English, and is not in same.txt: {words}");
        }
    }
    assert!(unused.is_empty(), "in same.txt and translated everywhere: {unused:?}");
}

#[test]
fn what_is_left_in_english_is_noticed() {
    let english = words_of("en");
    for (key, words, expected) in [
        ("account.label", "Work or school account", true),
        ("account.label", "Geschäftskonto", false),
        ("clock.left.minutes.many", "{count}\u{a0}minutes", true),
        // Nothing but placeholders and signs is the same in many languages.
        ("title", "{page} · {product}", false),
    ] {
        assert_eq!(is_same(&english, key, words), expected, "{key}: {words}");
    }
}

#[test]
fn quotation_marks_are_those_of_print_and_nothing_turns_the_direction() {
    for (tag, ..) in LANGUAGES {
        for (key, words) in words_of(tag) {
            let odd = |letter: char| matches!(letter, '\'' | '"' | '<' | '>' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
            assert!(!words.contains(odd), "{tag}: {key}: {words}");
            assert_eq!(words.trim(), words, "{tag}: {key}");
            assert!(!words.is_empty(), "{tag}: {key}");
        }
    }
}

/// Whether words of another language are those of the English key, or of its `other` form.
fn is_same(english: &BTreeMap<String, String>, key: &str, words: &str) -> bool {
    let other = key.rsplit_once('.').map(|(stem, _)| format!("{stem}.other"));
    let mut model = english.get(key).into_iter().chain(other.and_then(|key| english.get(&key)));
    let mut depth = 0_i32;
    let has_letters = words.chars().any(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        depth == 0 && letter.is_alphabetic()
    });
    has_letters && model.any(|model| model == words)
}

fn words_of(tag: &str) -> BTreeMap<String, String> {
    let (_, text) = catalogs().into_iter().find(|(language, _)| language == tag).expect("known");
    let catalog = Catalog::parse(&text).expect("a flat object");
    catalog.entries().map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
}

/// The keys whose words may be the same as in English: the language, or `*` for all, and the key.
fn same() -> BTreeSet<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/messages/same.txt");
    let text = fs::read_to_string(path).expect("the list");
    let lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (tag, key) = line.split_once(' ').expect("a language and a key");
            assert!(english().entries().any(|(known, _)| known == key), "{key} is no key");
            (tag.to_owned(), key.to_owned())
        })
        .collect()
}
