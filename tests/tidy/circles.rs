//! Files that import each other in a circle can only be understood together: no circle is larger than its crate allows.
//!
//! Reads `use` declarations and paths that begin with `crate::` or `super::`; a file imports the innermost module that a
//! path names. Tests and what supports them may import whatever they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources;

/// The source folder of each crate, and the largest circle that it may contain, in files.
const LIMITS: [(&str, usize); 10] = [
    ("contract/src/", 1),
    ("frontend/intl/src/", 1),
    ("frontend/journey/src/", 2),
    ("frontend/src/", 1),
    ("frontend/views/src/", 1),
    ("tenant/src/", 2),
    ("tenant/src/bin/latchkey-tenant/", 1),
    ("worker/gateway/src/", 2),
    ("worker/src/", 1),
    ("xtask/src/", 5),
];

/// Parts of a file's path that mark it as a test or as what tests need.
const TESTING: [&str; 6] = ["fixtures", "fuzz", "nonsense", "properties", "testing", "tests"];

type Module = Vec<String>;

#[test]
fn no_circle_of_files_is_larger_than_its_crate_allows() {
    let sources = sources();
    let mut found = Vec::new();
    for (folder, limit) in LIMITS {
        let modules = modules(&sources, folder);
        assert!(!modules.is_empty(), "{folder} has files");
        for circle in circles(&imports(&modules)) {
            if circle.len() > limit {
                let names: Vec<_> = circle.iter().map(|module| module.join("::")).collect();
                found.push(format!("{folder}: {} files: {}", circle.len(), names.join(", ")));
            }
        }
    }
    assert!(found.is_empty(), "circles of imports:\n{}", found.join("\n"));
}

#[test]
fn a_circle_is_found_and_a_chain_is_not() {
    let module = |name: &str| vec![name.to_owned()];
    let file = |name: &str, text: &str| (module(name), text.to_owned());
    let modules = BTreeMap::from([
        file("ground", "//! `crate::top` uses it.\nfn f() {}"),
        file("one", "use crate::{\n    ground::f,\n    two::{self, deeper::g},\n};"),
        file("two", "fn h() { super::three::i(); }"),
        file("three", "use super::one;"),
        file("top", "use crate::one;"),
    ]);
    let circles = circles(&imports(&modules));
    assert_eq!(circles, [BTreeSet::from([module("one"), module("three"), module("two")])]);
}

/// The files of a crate by module path, tests left out; the root of the crate is the empty path.
fn modules(sources: &[(String, String)], folder: &str) -> BTreeMap<Module, String> {
    sources
        .iter()
        .filter_map(|(name, text)| {
            let mut path: Module = name
                .strip_prefix(folder)?
                .strip_suffix(".rs")?
                .split('/')
                .map(str::to_owned)
                .collect();
            if path.iter().any(|part| TESTING.contains(&part.as_str())) {
                return None;
            }
            if path.last().is_some_and(|last| last == "lib" || last == "main") {
                path.pop();
            }
            Some((path, text.clone()))
        })
        .collect()
}

/// The modules that each module imports.
fn imports(modules: &BTreeMap<Module, String>) -> BTreeMap<Module, BTreeSet<Module>> {
    let known = |path: &[String]| {
        (1..=path.len())
            .rev()
            .map(|end| path[..end].to_vec())
            .find(|path| modules.contains_key(path))
    };
    modules
        .iter()
        .map(|(module, text)| {
            let imported = paths(text)
                .into_iter()
                .filter_map(|path| known(&absolute(module, &path)))
                .filter(|imported| imported != module)
                .collect();
            (module.clone(), imported)
        })
        .collect()
}

/// A path without its `crate` or its `super`s.
fn absolute(module: &[String], path: &[String]) -> Module {
    let supers = path.iter().take_while(|part| *part == "super").count();
    let base = if supers == 0 { &[] } else { &module[..module.len().saturating_sub(supers)] };
    let rest = &path[supers.max(1)..];
    base.iter().chain(rest).cloned().collect()
}

/// Every path in a text that begins with `crate` or `super`; a group in braces counts as one path for each of its names.
fn paths(text: &str) -> Vec<Vec<String>> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut position = 0;
    while position < tokens.len() {
        let begins = matches!(tokens[position].as_str(), "crate" | "super");
        if begins && tokens.get(position + 1).is_some_and(|next| next == "::") {
            position = read(&tokens, position, &[], &mut found);
        } else {
            position += 1;
        }
    }
    found
}

/// Reads one tree of a `use` declaration, or one path; gives the position after it.
fn read(
    tokens: &[String],
    mut position: usize,
    prefix: &[String],
    found: &mut Vec<Vec<String>>,
) -> usize {
    let mut path = prefix.to_vec();
    while let Some(token) = tokens.get(position) {
        if token == "{" {
            position += 1;
            while tokens.get(position).is_some_and(|token| token != "}") {
                let next = read(tokens, position, &path, found);
                // A comma, or what no `use` declaration contains.
                position = next.max(position + 1);
                while tokens.get(position).is_some_and(|token| token == ",") {
                    position += 1;
                }
            }
            return position + 1;
        }
        if !token.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
            break;
        }
        path.push(token.clone());
        position += 1;
        if tokens.get(position).is_none_or(|token| token != "::") {
            break;
        }
        position += 1;
    }
    found.push(path);
    position
}

/// Words, `::`, braces and commas of a text; comments are left out and anything else is a token that ends a path.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default();
        let mut rest = code;
        while let Some(letter) = rest.chars().next() {
            let word = rest
                .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .unwrap_or(rest.len());
            let length = match letter {
                _ if word > 0 => word,
                ':' if rest.starts_with("::") => 2,
                _ => letter.len_utf8(),
            };
            if !letter.is_whitespace() {
                tokens.push(rest[..length].to_owned());
            }
            rest = &rest[length..];
        }
    }
    tokens
}

/// The sets of two and more modules that reach each other.
fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<BTreeSet<Module>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        imports.keys().map(|module| (module, reachable(imports, module))).collect();
    let mut circles = BTreeSet::new();
    for (module, others) in &reached {
        let circle: BTreeSet<Module> = others
            .iter()
            .filter(|other| reached[**other].contains(module))
            .map(|other| (*other).clone())
            .collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

fn reachable<'all>(
    imports: &'all BTreeMap<Module, BTreeSet<Module>>,
    from: &Module,
) -> BTreeSet<&'all Module> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&Module> = vec![from];
    while let Some(module) = waiting.pop() {
        for imported in &imports[module] {
            if found.insert(imported) {
                waiting.push(imported);
            }
        }
    }
    found
}
