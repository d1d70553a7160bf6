//! The catalogs: complete, without leftovers, and the only source of words.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use contract::{Problem, ProblemCode, TraceId};
use journey::{Advice, CeremonyFault, Fault};
use screens::{Shown, all, fixtures::DATA};
use views::Catalog;

use crate::draw::{draw_with, english, text};

#[test]
fn every_fault_has_its_words() {
    let catalog = english();
    let problems = ProblemCode::ALL.iter().chain([&ProblemCode::Unknown]).map(|&code| {
        Fault::Problem(Problem {
            code,
            trace: TraceId::default(),
            retry_after: None,
            directory_code: None,
        })
    });
    let ceremonies = CeremonyFault::ALL.iter().map(|&fault| Fault::Ceremony(fault));
    for fault in
        problems.chain(ceremonies).chain([Fault::Offline, Fault::TimedOut, Fault::Unreadable])
    {
        let advice = Advice::of(&fault);
        for key in [&advice.headline, &advice.detail] {
            let words = catalog.text(key);
            assert_ne!(words.as_str(), key.as_ref(), "{fault:?}");
            assert!(words.len() > 10, "{key}");
        }
    }
}

#[test]
fn every_key_of_the_sources_exists_and_none_is_unused() {
    let catalog: BTreeSet<String> = english().entries().map(|(key, _)| key.to_owned()).collect();
    let used = keys_of_sources();
    let exists = |key: &str| catalog.contains(key) || catalog.contains(&format!("{key}.other"));
    let missing: Vec<_> = used.iter().filter(|key| !exists(key)).collect();
    assert!(missing.is_empty(), "used and not in the catalog: {missing:?}");
    let codes: BTreeSet<String> = ProblemCode::ALL
        .iter()
        .chain([&ProblemCode::Unknown])
        .flat_map(|code| {
            ["headline", "detail"].map(|part| format!("problem.{}.{part}", code.as_str()))
        })
        .collect();
    let unused: Vec<_> = catalog
        .iter()
        .filter(|key| {
            let stem = key.rsplit_once('.').map_or(key.as_str(), |(stem, _)| stem);
            !used.contains(*key) && !used.contains(stem) && !codes.contains(*key)
        })
        .filter(|key| !["language.direction", "title", "footer"].contains(&key.as_str()))
        .collect();
    assert!(unused.is_empty(), "in the catalog and not used: {unused:?}");
}

#[test]
fn every_screen_takes_all_its_words_from_the_catalog() {
    let marked: Vec<String> = english()
        .entries()
        .map(|(key, words)| format!("{key:?}:{:?}", format!("⟦{words}⟧")))
        .collect();
    let json =
        format!("{{{}}}", marked.join(",")).replace("\\u{2026}", "…").replace("\\u{a0}", "\u{a0}");
    for Shown { name, state, .. } in all() {
        let catalog = Catalog::parse(&json).expect("a marked catalog");
        let html = draw_with(&state, catalog);
        let mut left = outside_marks(&text(&html));
        for data in DATA {
            left = left.replace(data, "");
        }
        let stray: String = left.chars().filter(|character| character.is_alphabetic()).collect();
        assert_eq!(stray, "", "words from nowhere on {name}: {left}");
    }
}

#[test]
fn placeholders_are_spelled_alike_and_closed() {
    for (language, text) in catalogs() {
        for (key, words) in Catalog::parse(&text).expect("a flat object").entries() {
            for name in placeholders(words).unwrap_or_else(|| panic!("{language}: {key}: a brace"))
            {
                let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase());
                assert!(is_name, "{language}: {key}: {name}");
            }
        }
    }
}

#[test]
fn no_key_stands_twice_in_a_file() {
    for (language, text) in catalogs() {
        let keys: Vec<&str> = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\": "))
            .map(|(key, _)| key)
            .collect();
        let distinct: BTreeSet<&str> = keys.iter().copied().collect();
        assert_eq!(keys.len(), distinct.len(), "{language}");
    }
}

#[test]
fn every_catalog_has_the_keys_and_placeholders_of_the_english_one() {
    for (language, text) in catalogs() {
        let catalog = Catalog::parse(&text).expect("a flat object");
        assert_eq!(differences(&english(), &catalog), Vec::<String>::new(), "{language}");
    }
}

#[test]
fn a_missing_key_an_extra_key_and_a_lost_placeholder_are_noticed() {
    let catalog = |json| Catalog::parse(json).expect("a flat object");
    let english = catalog(r#"{"a": "{x} y", "n.one": "{count} key", "n.other": "{count} keys"}"#);
    let few = r#"{"a": "y {x}", "n.few": "{count} k", "n.other": "{count} k"}"#;
    assert_eq!(differences(&english, &catalog(few)), Vec::<String>::new(), "plurals are free");
    for (json, noticed) in [
        (r#"{"n.other": "{count} k"}"#, "a is missing"),
        (r#"{"a": "{x}", "n.one": "{count} k"}"#, "n.other is missing"),
        (r#"{"a": "{x}", "b": "", "n.other": "{count}"}"#, "b is not in English"),
        (r#"{"a": "y", "n.other": "{count}"}"#, "a has other placeholders"),
        (r#"{"a": "{x} {y}", "n.other": "{count}"}"#, "a has other placeholders"),
        (r#"{"a": "{x}", "n.one": "{n}", "n.other": "{count}"}"#, "n.one has other placeholders"),
    ] {
        assert_eq!(differences(&english, &catalog(json)), [noticed], "{json}");
    }
}

/// Every catalog that people wrote: its language and its text.
pub(crate) fn catalogs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/messages");
    let files = fs::read_dir(folder).expect("the catalogs").flatten().map(|entry| entry.path());
    let catalogs: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            (language, fs::read_to_string(path).expect("a catalog"))
        })
        .collect();
    assert!(catalogs.iter().any(|(language, _)| language == "en"), "English is always there");
    catalogs
}

/// What a catalog lacks, has too much, or says with other placeholders than the English one.
/// A language has the plural forms that it needs, and `other` always.
fn differences(english: &Catalog, catalog: &Catalog) -> Vec<String> {
    let read = |catalog: &Catalog| -> BTreeMap<String, BTreeSet<String>> {
        let entry = |(key, words): (&str, &str)| {
            let names = placeholders(words).unwrap_or_default();
            (key.to_owned(), names.into_iter().map(str::to_owned).collect())
        };
        catalog.entries().map(entry).collect()
    };
    let (english, catalog) = (read(english), read(catalog));
    // The plural forms of a key follow those of its `other` form.
    let model = |key: &str| {
        let (stem, form) = key.rsplit_once('.')?;
        PLURALS.contains(&form).then(|| format!("{stem}.other"))
    };
    let mut found = Vec::new();
    for key in english.keys() {
        let is_free = model(key).is_some_and(|other| english.contains_key(&other) && other != *key);
        if !is_free && !catalog.contains_key(key) {
            found.push(format!("{key} is missing"));
        }
    }
    for (key, names) in &catalog {
        let expected = english.get(key).or_else(|| english.get(&model(key)?));
        match expected {
            None => found.push(format!("{key} is not in English")),
            Some(expected) if expected != names => {
                found.push(format!("{key} has other placeholders"));
            }
            Some(_) => {}
        }
    }
    found
}

/// The names in braces; `None` where a brace stays open.
fn placeholders(words: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = words;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        names.push(name);
        rest = tail;
    }
    Some(names)
}

/// CLDR's names of the plural forms.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn outside_marks(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::new();
    for character in text.chars() {
        match character {
            '⟦' => depth += 1,
            '⟧' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(character),
            _ => {}
        }
    }
    outside
}

fn keys_of_sources() -> BTreeSet<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut keys = BTreeSet::new();
    for file in [
        "../intl/src/lib.rs",
        "../journey/src/advice.rs",
        "../journey/src/methods.rs",
        "../journey/src/recommendation.rs",
    ] {
        keys_of(&here.join(file), &mut keys);
    }
    for entry in fs::read_dir(here.join("src")).expect("the sources").flatten() {
        if entry.path().is_file() {
            keys_of(&entry.path(), &mut keys);
        }
    }
    keys
}

fn keys_of(file: &Path, keys: &mut BTreeSet<String>) {
    let source = fs::read_to_string(file).expect("a source");
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    for literal in source.split('"').skip(1).step_by(2) {
        let is_key = literal.contains('.')
            && !literal.starts_with('.')
            && !literal.ends_with('.')
            && literal
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-');
        if is_key {
            keys.insert(literal.to_owned());
        }
    }
}
