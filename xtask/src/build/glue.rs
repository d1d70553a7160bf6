//! Shortens the names by which a module and its script know each other's functions.
//!
//! wasm-bindgen makes them unique with hashes, which no compression makes smaller, and each stands in
//! the module and in the script.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use walrus::Module;

/// The short name of each long one.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    /// The module with short names for what it imports and exports, and these names.
    ///
    /// # Errors
    /// When this is no module.
    pub(super) fn of(wasm: &[u8]) -> Result<(Vec<u8>, Self)> {
        let mut module = Module::from_buffer(wasm).context("no wasm module")?;
        let mut names = Self::default();
        for import in module.imports.iter_mut() {
            names.shorten(&mut import.name);
        }
        for export in module.exports.iter_mut() {
            names.shorten(&mut export.name);
        }
        Ok((module.emit_wasm(), names))
    }

    /// The script with the short names.
    pub(super) fn apply(&self, script: &str) -> String {
        let mut short = String::with_capacity(script.len());
        let mut rest = script;
        while let Some(begin) = rest.find(is_of_a_name) {
            let (between, from) = rest.split_at(begin);
            let end = from.find(|character| !is_of_a_name(character)).unwrap_or(from.len());
            let (name, after) = from.split_at(end);
            short.push_str(between);
            short.push_str(self.0.get(name).map_or(name, String::as_str));
            rest = after;
        }
        short.push_str(rest);
        short
    }

    /// Gives a short name to one that wasm-bindgen made; `memory` and the like are the platform's.
    fn shorten(&mut self, name: &mut String) {
        if ["__wb", "__externref", "wasm_bindgen__"].iter().any(|made| name.starts_with(made)) {
            let next = short(self.0.len());
            *name = self.0.entry(std::mem::take(name)).or_insert(next).clone();
        }
    }
}

/// A name of letters alone: that of a number below 26 has one of them.
fn short(mut number: usize) -> String {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let mut name = String::new();
    loop {
        name.push(char::from(LETTERS[number % LETTERS.len()]));
        number /= LETTERS.len();
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

/// Whether it can stand in a name of a script (ECMAScript, section 12.7).
fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

#[cfg(test)]
mod tests;
