//! What `docs/security.md` says holds a requirement is there: the file, and the test in it.
//!
//! A path stands in backticks under "held by", and `path::function` names a test.

use std::{fs, path::Path};

use xtask::workspace::root;

/// The column that names what holds a requirement.
const HELD_BY: &str = "held by";

/// The cells of a row of a table; `None` for any other line.
fn cells(line: &str) -> Option<Vec<&str>> {
    let row = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(row.split('|').map(str::trim).collect())
}

/// Each requirement, and what is said to hold it.
fn rows(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found = Vec::new();
    let mut column = None;
    for line in text.lines() {
        let Some(cells) = cells(line) else {
            column = None;
            continue;
        };
        let is_rule = cells.iter().all(|cell| cell.chars().all(|letter| letter == '-'));
        match column {
            _ if is_rule => {}
            // The first row of a table says which of its columns it is, if any.
            None => column = Some(cells.iter().position(|cell| *cell == HELD_BY)),
            Some(None) => {}
            Some(Some(held_by)) => {
                let cell = cells.get(held_by).copied().unwrap_or_default();
                found.push((cells[0], cell.split('`').skip(1).step_by(2).collect()));
            }
        }
    }
    found
}

/// Whether the source has a test of this name.
fn has_test(source: &str, name: &str) -> bool {
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        if line == "#[test]" || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if let Some((_, rest)) = line.split_once("fn ") {
            if is_test && rest.split('(').next() == Some(name) {
                return true;
            }
            is_test = false;
        }
    }
    false
}

/// What is wrong with the rows: nothing named, or something that is not there.
fn faults(top: &Path, rows: &[(&str, Vec<&str>)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (requirement, named) in rows {
        if named.is_empty() {
            faults.push(format!("nothing holds: {requirement}"));
        }
        for name in named {
            let is_there = match name.split_once("::") {
                None => top.join(name).exists(),
                Some((path, test)) => {
                    fs::read_to_string(top.join(path)).is_ok_and(|source| has_test(&source, test))
                }
            };
            if !is_there {
                faults.push(format!("{name} is not there, and is to hold: {requirement}"));
            }
        }
    }
    faults
}

#[test]
fn what_holds_each_requirement_is_there() {
    let text = fs::read_to_string(root().join("docs/security.md")).expect("a page");
    let rows = rows(&text);
    let tests = rows.iter().flat_map(|(_, named)| named).filter(|name| name.contains("::"));
    assert!(rows.len() > 100 && tests.count() > 100, "the tables are read: {}", rows.len());
    let faults = faults(&root(), &rows);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn what_is_not_there_is_found() {
    let text = "| requirement | how | held by |\n| --- | --- | --- |\n\
        | one | x | `tests/tidy/security.rs::what_is_not_there_is_found`, `docs` |\n\
        | two | x | `tests/tidy/security.rs::has_test` |\n\
        | three | x | `tests/tidy/no_such_file.rs` |\n\
        | four | x | `tests/tidy/no_such_file.rs::rows` |\n\
        | five | x | none |\n\
        \n\
        | requirement | why |\n| --- | --- |\n| six | `nowhere.rs` |\n";
    let faults = faults(&root(), &rows(text));
    let told: Vec<_> = faults.iter().filter_map(|fault| fault.rsplit(": ").next()).collect();
    assert_eq!(told, ["two", "three", "four", "five"], "{faults:#?}");
}
