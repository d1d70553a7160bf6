//! Tests for `negotiation`.

use super::{Encoding, encoding, encoding_of_page, language, preferred};

#[test]
fn the_smallest_accepted_encoding_wins() {
    for (accept, expected) in [
        ("gzip, deflate, br, zstd", Encoding::Brotli),
        ("gzip, deflate", Encoding::Gzip),
        ("GZIP", Encoding::Gzip),
        ("br;q=0, gzip", Encoding::Gzip),
        ("br;q=0.001, gzip", Encoding::Brotli),
        ("br; q=0.0 , gzip;q=0", Encoding::Identity),
        ("*", Encoding::Brotli),
        ("*;q=0", Encoding::Identity),
        ("br;q=0, *", Encoding::Gzip),
        ("brotli", Encoding::Identity),
        ("identity", Encoding::Identity),
        ("br;q=nonsense", Encoding::Identity),
        ("", Encoding::Identity),
    ] {
        assert_eq!(encoding(accept), expected, "{accept}");
    }
}

#[test]
fn a_page_is_sent_in_gzip_unless_only_brotli_is_accepted() {
    for (accept, expected) in [
        ("gzip, deflate, br, zstd", Encoding::Gzip),
        ("br", Encoding::Brotli),
        ("gzip;q=0, br", Encoding::Brotli),
        ("", Encoding::Identity),
    ] {
        assert_eq!(encoding_of_page(accept), expected, "{accept}");
    }
}

#[test]
fn the_language_is_the_one_asked_for_or_liked_most_or_the_first() {
    let known = ["en", "de", "en-XA"];
    for (asked, accept, expected) in [
        (None, "", "en"),
        (None, "de-CH, en;q=0.5", "de"),
        (None, "fr, de;q=0.3, en;q=0.7", "en"),
        (None, "fr", "en"),
        (None, "*", "en"),
        (None, "de;q=0", "en"),
        (Some("en-XA"), "de", "en-XA"),
        (Some("en-xa"), "de", "en-XA"),
        (Some("de-AT"), "en", "de"),
        (Some("xx"), "de", "de"),
        (Some("../etc"), "", "en"),
    ] {
        assert_eq!(language(&known, asked, accept), expected, "{asked:?} {accept}");
    }
}

#[test]
fn preferred_languages_come_by_their_weight() {
    assert_eq!(preferred("de;q=0.5, en-GB, fr;q=0, en;q=0.8"), ["en-GB", "en", "de"]);
    assert!(preferred("").is_empty());
}
