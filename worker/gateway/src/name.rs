//! Names that others chose, as they may be shown: without what deceives, of a bearable length, and cut behind
//! whole characters.

use contract::name::{MARKS_MAX, is_deceptive, is_mark, is_visible};
use unicode_segmentation::UnicodeSegmentation;

/// A name to show; `None` if nothing of it can be seen. Anyone with rights in the directory may have
/// chosen it.
pub(crate) fn shown(name: &str) -> Option<String> {
    let plain = plain(name);
    let mut shown = beginning(&plain, &|text| text.chars().count() <= SHOWN_MAX).to_owned();
    if shown.len() < plain.len() {
        shown.push('…');
    }
    shown.chars().any(is_visible).then_some(shown)
}

/// The name of an account, which is sent again and may be longer.
pub(crate) fn account(name: &str) -> Option<String> {
    let plain = plain(name);
    let account = beginning(&plain, &|text| text.len() <= contract::ACCOUNT_LENGTH_MAX);
    account.chars().any(is_visible).then(|| account.to_owned())
}

/// The longest beginning that fits: of whole characters as a person sees them, or, where the first of them
/// alone is too long, of whole code points.
pub(crate) fn beginning<'a>(text: &'a str, fits: &dyn Fn(&str) -> bool) -> &'a str {
    let fitting = |end: &usize| text.get(..*end).is_some_and(fits);
    if fits(text) {
        return text;
    }
    let ends =
        text.grapheme_indices(true).map(|(start, letter)| start.saturating_add(letter.len()));
    let end = ends.take_while(fitting).last().or_else(|| {
        let ends =
            text.char_indices().map(|(start, letter)| start.saturating_add(letter.len_utf8()));
        ends.take_while(fitting).last()
    });
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// Without what deceives, and without what is stacked upon a letter beyond what any script needs.
fn plain(name: &str) -> String {
    let mut marks = 0_usize;
    let kept = |letter: &char| {
        marks = if is_mark(*letter) { marks.saturating_add(1) } else { 0 };
        marks <= MARKS_MAX
    };
    let plain: String = name.chars().filter(|letter| !is_deceptive(*letter)).filter(kept).collect();
    plain.trim().to_owned()
}

/// The longest name that is shown, in characters.
const SHOWN_MAX: usize = 64;

#[cfg(test)]
mod tests;
