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
            | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a character shows something: neither a space, nor one of the joiners and fillers.
#[must_use]
pub fn is_visible(letter: char) -> bool {
    !is_deceptive(letter)
        && !letter.is_whitespace()
        && !matches!(letter,
            '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{200c}' | '\u{200d}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
            | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a name may be given: it shows something, and nothing in it deceives.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    name.chars().any(is_visible) && !name.chars().any(is_deceptive)
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn what_people_write_is_a_name() {
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
