//! The note of the first page: for everyone, or by language.

use super::{Note, parse};

fn note(text: &str) -> Option<Note> {
    parse(&|_| Some(text.to_owned())).ok()
}

#[test]
fn plain_text_is_for_everyone_and_an_object_for_its_languages() {
    let plain = note(" Ask Ada on floor 3. ").expect("plain");
    assert_eq!(plain.text("de"), "Ask Ada on floor 3.");
    let both = note(r#"{"de": "Fragen Sie Ada.", "*": "Ask Ada.", "pt-BR": "x"}"#).expect("both");
    assert_eq!(both.text("de"), "Fragen Sie Ada.");
    assert_eq!(both.text("pt-br"), "x");
    let chinese = note(r#"{"zh": "a", "zh-Hant": "b"}"#).expect("Chinese");
    assert_eq!((chinese.text("zh-Hans"), chinese.text("zh-Hant")), ("a", "b"));
    assert_eq!(both.text("fr"), "Ask Ada.");
    assert_eq!(note(r#"{"de": "Fragen Sie Ada."}"#).expect("German").text("fr"), "");
    assert_eq!(note("").expect("none").text("en"), "");
}

#[test]
fn what_is_too_long_or_hides_something_or_is_no_object_of_texts_is_refused() {
    let long = "x".repeat(301);
    for text in [&long, "a\nb", "a\u{202e}b", "{", "{\"de\": 1}", "{\"de\": {\"a\": \"b\"}}"] {
        assert_eq!(note(text), None, "{text}");
    }
}
