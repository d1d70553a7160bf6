//! The message catalog of one language: keys to words, with `{placeholders}` and plural forms.
//!
//! It has two parts: the words of a first visit, and those that are fetched when a page needs one of
//! them. A missing key shows as itself and never fails.

use std::{cell::Cell, collections::HashMap, rc::Rc};

use yew::AttrValue;

use crate::Plural;

/// The words of one language.
#[derive(Debug, Default)]
pub struct Catalog {
    // Looked through from the front: a few hundred entries, a few dozen looks for each drawing.
    words: Rc<Vec<(String, AttrValue)>>,
    /// How many of them belong to a first visit.
    first: usize,
    reaches_later: Cell<bool>,
    /// How the product is called.
    product: AttrValue,
}

impl Catalog {
    /// Reads a catalog: one flat JSON object of strings.
    ///
    /// # Errors
    /// Where the text is no such object: the file itself is wrong.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        let words: HashMap<String, String> = serde_json::from_slice(json.as_bytes())?;
        Ok(Self::of(words))
    }

    /// The catalog of these keys and words.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = (String, String)>) -> Self {
        let words: Vec<_> =
            entries.into_iter().map(|(key, text)| (key, AttrValue::from(text))).collect();
        Self { first: words.len(), words: Rc::new(words), ..Self::default() }
    }

    /// The catalog with the name of the product, which is not a matter of language.
    #[must_use]
    pub fn naming(self, product: &str) -> Self {
        Self { product: AttrValue::from(product.to_owned()), ..self }
    }

    /// The name of the product.
    #[must_use]
    pub fn product(&self) -> AttrValue {
        self.product.clone()
    }

    /// The catalog with its later part.
    #[must_use]
    pub fn and_later(self, later: &Self) -> Self {
        let words = Rc::new([self.words.as_slice(), &later.words].concat());
        Self { words, ..self }
    }

    /// The same catalog before anything was looked for.
    #[must_use]
    pub fn unread(&self) -> Self {
        Self {
            words: Rc::clone(&self.words),
            first: self.first,
            reaches_later: Cell::new(false),
            product: self.product.clone(),
        }
    }

    /// Whether something was looked for that the first part does not have.
    #[must_use]
    pub fn has_reached_later(&self) -> bool {
        self.reaches_later.get()
    }

    /// The words of a key.
    #[must_use]
    pub fn text(&self, key: &str) -> AttrValue {
        match self.find(key) {
            // What else stands in braces is filled later.
            Some(words) if words.as_bytes().contains(&b'{') => {
                AttrValue::from(fill(words, &[("product", &self.product)]))
            }
            Some(words) => words.clone(),
            None => AttrValue::from(key.to_owned()),
        }
    }

    fn find(&self, key: &str) -> Option<&AttrValue> {
        let found = self.words.iter().position(|(known, _)| known == key);
        if found.is_none_or(|at| at >= self.first) {
            self.reaches_later.set(true);
        }
        Some(&self.words.get(found?)?.1)
    }

    /// The words of a key, with its placeholders filled.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> AttrValue {
        AttrValue::from(fill(&self.text(key), values))
    }

    /// The words of a key for a number: the form `key.one`, `key.few` and so on, or `key.other`.
    #[must_use]
    pub fn plural(&self, key: &str, form: Plural, values: &[(&str, &str)]) -> AttrValue {
        let exact = [key, ".", form.as_str()].concat();
        if self.words.iter().any(|(known, _)| *known == exact) {
            self.fill(&exact, values)
        } else {
            self.fill(&[key, ".other"].concat(), values)
        }
    }

    /// Every key with its words, in no order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }
}

/// Replaces each `{name}` by its value; a name without a value stays as it is.
#[inline(never)]
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, tail))
        });
        if let Some((value, tail)) = value {
            filled.push_str(value);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
