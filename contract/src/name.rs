//! Names that people give and read: what in them would deceive or show nothing.
//!
//! One rule for both ends: such a name is refused where it is given, and cleaned where it is listed.

/// Whether a character has no place in a name: controls, line separators, what turns the direction
/// of the text around it (UAX #9 §2), and other format characters that show nothing.
///
/// The joiners and variation selectors stay: emoji, Persian and the scripts of India need them.
#[must_use]
pub fn is_deceptive(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a character is stacked upon the one before it. Of the scripts whose marks stand on one place alone.
#[must_use]
pub fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// How many marks may be stacked upon a letter: more than any script needs covers the lines around it.
pub const MARKS_MAX: usize = 4;

/// Whether a character shows something: neither a space, nor one of the joiners and fillers, nor a mark
/// without its letter, nor one for private use, of which nobody knows what it looks like elsewhere.
#[must_use]
pub fn is_visible(letter: char) -> bool {
    !is_deceptive(letter)
        && !letter.is_whitespace()
        && !is_mark(letter)
        && !matches!(letter,
            '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200c}' | '\u{200d}' | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}' | '\u{f0000}'..)
}

/// Whether a name may be given: it shows something, and nothing in it deceives or covers what is around it.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    let mut marks = 0;
    let is_bearable = |letter| {
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        marks <= MARKS_MAX && !is_deceptive(letter)
    };
    name.chars().all(is_bearable) && name.chars().any(is_visible)
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn what_people_write_is_a_name() {
        for name in [
            "Việt",
            "ที่นี่",
            "שָׁלוֹם",
            "مُحَمَّد",
            "ᠮᠣᠩᠭᠣᠯ\u{180b}",
            "葛\u{e0100}",
            "x\u{301}\u{302}\u{303}\u{304}",
        ] {
            assert!(is_plain(name), "{name:?}");
        }
        for name in ["Blue key", "Schlüssel", "کلید‌من", "מפתח", "鍵", "🔑", "👩‍💻", "❤️", "1", "-"]
        {
            assert!(is_plain(name), "{name:?}");
        }
    }

    #[test]
    fn what_turns_the_direction_or_shows_nothing_is_none() {
        for name in [
            "invoice\u{202e}fdp.exe",
            "\u{200b}",
            "\u{200d}\u{200c}",
            "\u{fe0f}",
            "\u{3164}",
            "\u{2800} \u{2800}",
            "a\u{2066}b",
            "a\u{61c}b",
            "a\u{200f}b",
            "a\u{feff}b",
            "a\u{ad}b",
            "a\u{fff0}b",
            "a\u{1bca0}b",
            "a\u{e0080}b",
            "a\u{e01f0}b",
            "\u{180b}\u{180f}",
            "\u{e000}\u{f8ff}",
            "\u{f0000}\u{10fffd}",
            "\u{301}",
            "\u{20dd} \u{489}",
            "Z\u{35b}\u{35b}\u{35b}\u{35b}\u{35b}",
            "a\u{2029}b",
            "a\u{e0041}b",
            "a\nb",
            "a\u{85}b",
            "",
            " ",
        ] {
            assert!(!is_plain(name), "{name:?}");
        }
    }
}
