//! Tests for `locale`.

use super::Locale;

fn tag(language: &str, preferred: &[&str]) -> String {
    Locale::choose(language, preferred.iter().copied(), None).tag
}

#[test]
fn the_region_is_the_persons_and_the_language_is_the_pages() {
    for (language, preferred, expected) in [
        ("en", &["en-GB"][..], "en-GB"),
        ("en", &["de-DE", "en-GB", "en-US"], "en-GB"),
        ("en", &["en"], "en"),
        ("en", &["de-AT"], "en"),
        ("en", &[], "en"),
        ("pt-BR", &["pt-PT", "pt-BR"], "pt-BR"),
        ("en", &["EN-gb"], "EN-gb"),
        // Another language that begins with the same letters.
        ("en", &["enm-GB"], "en"),
        ("zh", &["zh-Hant-TW"], "zh-Hant-TW"),
    ] {
        assert_eq!(tag(language, preferred), expected, "{language} {preferred:?}");
    }
}

#[test]
fn what_is_no_tag_and_no_zone_is_left_out() {
    for tag_of_a_stranger in ["en-", "en--GB", "en-<b>", "en-x-123456789", &"en-aa".repeat(30)] {
        assert_eq!(tag("en", &[tag_of_a_stranger]), "en", "{tag_of_a_stranger}");
    }
    for (zone, expected) in [
        (Some("Europe/Berlin"), "Europe/Berlin"),
        (Some("Etc/GMT+3"), "Etc/GMT+3"),
        (Some("Europe/Berlin; Path=/"), "UTC"),
        (Some(""), "UTC"),
        (None, "UTC"),
    ] {
        assert_eq!(Locale::choose("en", [].into_iter(), zone).zone, expected, "{zone:?}");
    }
}

#[test]
fn a_zone_is_named_where_it_is_not_surely_the_persons() {
    let names = |zone| Locale::choose("en", [].into_iter(), zone).names_zone();
    // What browsers tell that hide the person's own.
    for zone in [
        None,
        Some("UTC"),
        Some("Etc/UTC"),
        Some("GMT"),
        Some("Etc/Unknown"),
        Some("Atlantic/Reykjavik"),
    ] {
        assert!(names(zone), "{zone:?}");
    }
    assert!(!names(Some("Europe/Berlin")));
}
