//! What the company adds to the first page (`WELCOME_NOTE`): a sentence or two, for everyone or for each
//! language.

use serde_json::Value;

use super::{Read, SettingsFault, malformed, organization::is_unseen};
use crate::json;

const NAME: &str = "WELCOME_NOTE";

/// Maximum length, in characters.
const LENGTH_MAX: usize = 300;

/// The note, with the tag of its language; the one for every other language has an empty tag.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Note(Vec<(String, String)>);

impl Note {
    /// The note in this language; empty where there is none.
    #[must_use]
    pub fn text(&self, language: &str) -> &str {
        let of = |wanted: &str| self.0.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(wanted));
        let whole = language.split('-').next().unwrap_or_default();
        of(language).or_else(|| of(whole)).or_else(|| of("")).map_or("", |(_, text)| text)
    }
}

/// Reads the note: plain text, or a JSON object whose keys are language tags; that of the key `*` is for
/// every other language.
pub(super) fn parse(read: &Read<'_>) -> Result<Note, SettingsFault> {
    let text = read(NAME).unwrap_or_default();
    let text = text.trim();
    let notes = match text.strip_prefix('{') {
        None if text.is_empty() => Vec::new(),
        None => vec![(String::new(), text.to_owned())],
        Some(_) => by_language(text).ok_or(malformed(NAME))?,
    };
    let is_fine = |text: &str| text.chars().count() <= LENGTH_MAX && !text.chars().any(is_unseen);
    if notes.iter().all(|(_, text)| is_fine(text)) { Ok(Note(notes)) } else { Err(malformed(NAME)) }
}

fn by_language(text: &str) -> Option<Vec<(String, String)>> {
    let Some(Value::Object(notes)) = json::value(text.as_bytes()) else {
        return None;
    };
    let note = |(tag, text): (&String, &Value)| {
        let tag = if tag == "*" { String::new() } else { tag.clone() };
        Some((tag, text.as_str()?.trim().to_owned()))
    };
    notes.iter().map(note).collect()
}

#[cfg(test)]
mod tests;
