//! The catalogs: complete, without leftovers, and the only source of words.

use std::{collections::BTreeSet, fs, path::Path};

use contract::{Problem, ProblemCode, TraceId};
use journey::{Advice, CeremonyFault, Fault};
use views::Catalog;

use crate::{
    draw::{ENGLISH, draw_with, english, text},
    screens::{DATA, all},
};

#[test]
fn every_fault_has_its_words() {
    let catalog = english();
    let problems = ProblemCode::ALL.iter().chain([&ProblemCode::Unknown]).map(|&code| {
        Fault::Problem(Problem { code, trace: TraceId::default(), retry_after: None })
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
        .filter(|key| !["product", "title", "footer"].contains(&key.as_str()))
        .collect();
    assert!(unused.is_empty(), "in the catalog and not used: {unused:?}");
}

#[test]
fn every_screen_takes_all_its_words_from_the_catalog() {
    let marked: Vec<String> = english()
        .entries()
        .map(|(key, words)| format!("{key:?}:{:?}", format!("⟦{words}⟧")))
        .collect();
    let json = format!("{{{}}}", marked.join(",")).replace("\\u{2026}", "…");
    for (name, state) in all() {
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
    for (key, words) in english().entries() {
        let mut rest = words;
        while let Some((_, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or_else(|| panic!("{key}: open brace"));
            assert!(
                !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase()),
                "{key}: {name}"
            );
            rest = tail;
        }
    }
}

#[test]
fn no_key_stands_twice_in_the_file() {
    let keys: Vec<&str> = ENGLISH
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\": "))
        .map(|(key, _)| key)
        .collect();
    let distinct: BTreeSet<&str> = keys.iter().copied().collect();
    assert_eq!(keys.len(), distinct.len());
}

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
    for file in ["../journey/src/advice.rs", "../journey/src/methods.rs"] {
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
